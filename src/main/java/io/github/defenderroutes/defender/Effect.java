package io.github.defenderroutes.defender;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a request does to the tenant: told by the request as it will be sent, whatever its Kamelet is called and says of
 * itself.
 *
 * @param acts whether it may change anything
 * @param operation as what the gate judges it
 * @param path the values of the path; under {@code machineId} the device that the path really names
 */
record Effect(boolean acts, String operation, Map<String, String> path) {
    private static final Set<String> READING_POSTS =
            Set.of("post /api/advancedqueries/run", "post /v1.0/security/runhuntingquery");

    /** What the gate lets pass more freely than the rest, so that only the request can say that it is that. */
    private static final Set<String> PRIVILEGED = Set.of("release-device", "cancel-machine-action");

    private static final String MAIL = "post /v1\\.0/users/[^/]+/sendmail";

    /**
     * @param request method and path, with the names of its parameters in braces
     * @param path what stands in the braces, not encoded
     * @param body the fields to be sent; empty if there are none
     */
    static Effect of(KameletFile kamelet, String request, Map<String, String> path, Map<String, ?> body) {
        String[] segments = sent(request, path).split("/");
        String asked = String.join("/", segments).toLowerCase(Locale.ROOT);
        boolean harmless = asked.startsWith("get ") || READING_POSTS.contains(asked) || asked.matches(MAIL);
        if (harmless) {
            return new Effect(kamelet.acts(), kamelet.operation(), path);
        }
        Map<String, String> named = new LinkedHashMap<>(path);
        if (segments.length > 2) {
            String subject = segments[segments.length - 2]; // of /machines/{id}/isolate and its like
            named.put("machineId", subject);
            named.put("actionId", subject);
        }
        return new Effect(true, operation(kamelet, asked, body), named);
    }

    /** The path as the service will read it: decoded, without doubled slashes and what follows the last segment. */
    private static String sent(String request, Map<String, String> path) {
        String sent = URLDecoder.decode(request.replace("+", "%2B"), StandardCharsets.UTF_8);
        for (Map.Entry<String, String> value : path.entrySet()) {
            sent = sent.replace("{" + value.getKey() + "}", value.getValue());
        }
        return sent.replaceAll("[?#;].*", "").replaceAll("/+", "/").strip();
    }

    private static String operation(KameletFile kamelet, String asked, Map<String, ?> body) {
        if (asked.contains("/indicators")) {
            return indicators(asked);
        }
        return switch (asked.substring(asked.lastIndexOf('/') + 1)) {
            case "isolate" -> "UnManagedDevice".equals(body.get("IsolationType")) ? "contain-device" : "isolate-device";
            case "unisolate" -> "release-device";
            case "cancel" -> asked.contains("/machineactions/") ? "cancel-machine-action" : other(kamelet);
            case "offboard" -> "offboard-device";
            case "runliveresponse" -> "run-live-response";
            case "stopandquarantinefile" -> "stop-and-quarantine-file";
            default -> other(kamelet);
        };
    }

    private static String other(KameletFile kamelet) {
        String operation = kamelet.operation();
        return PRIVILEGED.contains(operation) ? "other-than-" + operation : operation;
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
