package io.github.defenderroutes.run;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.ledger.Isolation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * The devices of an alert that names several, judged one after the other in one exchange. What a route learns about one
 * stands in variables; here it is put by while the next is in hand. At the end the one that most was done about is back in
 * hand, and the others are a fact.
 */
final class OtherDevices {
    /** Under this name the mail and the history find the others. */
    static final String FACT = "otherDevices";

    private static final List<String> VARIABLES =
            List.of("device", "deviceProblem", "mergedInto", "quota", "decision", "isolation");

    /** Isolated or about to be comes first, then what was tried in vain, then the higher decision. */
    private static final List<String> CUT_OFF = List.of("requested", "under-way", "isolated");

    private record Judged(Map<String, Object> alert, Map<String, Object> variables) {
        private int weight() {
            Isolation isolation = (Isolation) variables.get("isolation");
            if (isolation != null) {
                return CUT_OFF.contains(isolation.state()) ? 10 : 9;
            }
            return variables.get("decision") instanceof Decision decision
                    ? List.of("never", "dry-run", "approve", "isolate").indexOf(decision.outcome())
                    : -1;
        }

        private String told() {
            Isolation isolation = (Isolation) variables.get("isolation");
            Decision decision = (Decision) variables.get("decision");
            String name = Alerts.text(alert, "computerDnsName").orElseGet(() -> String.valueOf(alert.get("machineId")));
            String done = isolation == null ? "" : ", isolation " + isolation.state();
            return decision == null
                    ? name + ": not judged"
                    : "%s: %s (%s)%s".formatted(name, decision.outcome(), decision.rule(), done);
        }
    }

    private final Map<String, Object> alert;
    private final List<Map<String, Object>> left;
    private final List<Judged> judged = new ArrayList<>();
    private Map<String, Object> inHand;

    /** @param alert the alert as it stands in the body, pointing at the device that was judged already */
    OtherDevices(Map<String, Object> alert) {
        this.alert = alert;
        this.inHand = alert;
        this.left = new ArrayList<>(Alerts.devices(alert));
        Alerts.text(alert, "machineId").flatMap(id -> Alerts.device(alert, id)).ifPresent(left::remove);
    }

    boolean isMore() {
        return !left.isEmpty();
    }

    /** Takes the next device in hand. */
    void next(Exchange exchange) {
        putBy(exchange);
        Map<String, Object> device = left.remove(0);
        inHand = Alerts.forDevice(alert, String.valueOf(device.get("machineId")));
        exchange.getMessage().setBody(inHand);
        VARIABLES.forEach(exchange::removeVariable);
    }

    /** Puts back in hand the device that most was done about; returns what became of the others. */
    List<String> end(Exchange exchange) {
        putBy(exchange);
        Judged leading = judged.stream()
                .max(Comparator.comparingInt(Judged::weight).thenComparing(one -> -judged.indexOf(one)))
                .orElseThrow();
        VARIABLES.forEach(exchange::removeVariable);
        leading.variables().forEach(exchange::setVariable);
        inHand = leading.alert();
        exchange.getMessage().setBody(inHand);
        return judged.stream().filter(one -> one != leading).map(Judged::told).toList();
    }

    /** The alert, pointing at the device that is judged now. */
    Map<String, Object> inHand() {
        return inHand;
    }

    private void putBy(Exchange exchange) {
        Map<String, Object> known = new LinkedHashMap<>();
        for (String name : VARIABLES) {
            Object value = exchange.getVariable(name);
            if (value != null) {
                known.put(name, value);
            }
        }
        judged.add(new Judged(inHand, known));
    }
}
