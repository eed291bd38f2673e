package io.github.defenderroutes.defender;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a request does to the tenant: told by the request itself, whatever its Kamelet is called and says of itself. */
record Effect(boolean acts, String operation) {
    private static final Set<String> READING_POSTS =
            Set.of("post /api/advancedqueries/run", "post /v1.0/security/runhuntingquery");
    private static final String MAIL = "post /v1.0/users/{mailbox}/sendmail";

    /**
     * @param request method and path, with the names of its parameters in braces
     * @param body the fields to be sent; empty if there are none
     */
    static Effect of(KameletFile kamelet, String request, Map<String, ?> body) {
        String asked = request.toLowerCase(Locale.ROOT);
        boolean harmless = asked.startsWith("get ") || READING_POSTS.contains(asked) || asked.equals(MAIL);
        return new Effect(
                kamelet.acts() || !harmless, harmless ? kamelet.operation() : operation(kamelet, asked, body));
    }

    private static String operation(KameletFile kamelet, String asked, Map<String, ?> body) {
        if (asked.contains("/indicators")) {
            return indicators(asked);
        }
        return switch (asked.substring(asked.lastIndexOf('/') + 1)) {
            case "isolate" -> "UnManagedDevice".equals(body.get("IsolationType")) ? "contain-device" : "isolate-device";
            case "unisolate" -> "release-device";
            case "offboard" -> "offboard-device";
            case "runliveresponse" -> "run-live-response";
            case "stopandquarantinefile" -> "stop-and-quarantine-file";
            default -> kamelet.operation();
        };
    }

    private static String indicators(String asked) {
        if (asked.startsWith("delete ")) {
            return "delete-indicator";
        }
        return asked.endsWith("/import")
                ? "import-indicators"
                : asked.endsWith("/batchdelete") ? "delete-indicators" : "submit-indicator";
    }
}
