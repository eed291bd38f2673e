package io.github.defenderroutes.run;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Isolation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/**
 * The devices of an alert that names several, judged one after the other in one exchange. What a route learns about one
 * stands in variables; here it is put by while the next is in hand. At the end, and also if something stops it on the way,
 * the one that most was done about is back in hand, and the others are a fact. Those beyond {@code alerts.max-devices} are
 * named and not judged: an alert must not take the quota of all others.
 */
final class OtherDevices {
    /** The facts under which mail and history find the others. */
    private static final String JUDGED = "otherDevices";

    private static final String NOT_JUDGED = "devicesNotJudged";

    private static final List<String> VARIABLES = List.of(
            "device", "deviceProblem", "mergedInto", "quota", "domainAdmin", "decision", "isolation", "approval");

    /** Isolated or about to be comes first, then what was tried in vain, then the higher decision. */
    private static final List<String> CUT_OFF = List.of("requested", "under-way", "isolated");

    /** A device, as the alert points at it, and what the route has learnt and decided about it. */
    record Judged(Map<String, Object> alert, Map<String, Object> variables) {
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
            Approval approval = (Approval) variables.get("approval");
            String done = (isolation == null ? "" : ", isolation " + isolation.state())
                    + (approval == null ? "" : ", approval case " + approval.id() + " " + approval.state());
            return decision == null ? "not judged" : "%s (%s)%s".formatted(decision.outcome(), decision.rule(), done);
        }
    }

    private final Map<String, Object> alert;
    private final int most;
    private final List<Map<String, Object>> left;
    private final List<Judged> judged = new ArrayList<>();
    private Map<String, Object> inHand;
    private Judged leading;

    /**
     * @param alert the alert as it stands in the body, pointing at the device that was judged already
     * @param most so many devices are judged, that one included; those that the alert marks come first
     */
    OtherDevices(Map<String, Object> alert, int most) {
        this.alert = alert;
        this.most = most;
        this.inHand = alert;
        this.left = new ArrayList<>(Alerts.devices(alert));
        Alerts.text(alert, "machineId").flatMap(id -> Alerts.device(alert, id)).ifPresent(left::remove);
        left.sort(Comparator.comparing(device -> !Boolean.TRUE.equals(device.get("marked"))));
    }

    /** Whether another is to be judged, after the one in hand. */
    boolean isMore() {
        return !left.isEmpty() && judged.size() + 1 < most;
    }

    /** Takes the next device in hand. */
    void next(Exchange exchange) {
        putBy(exchange);
        Map<String, Object> device = left.remove(0);
        inHand = Alerts.forDevice(alert, String.valueOf(device.get("machineId")));
        exchange.getMessage().setBody(inHand);
        VARIABLES.forEach(exchange::removeVariable);
    }

    /**
     * Puts back in hand the device that most was done about, unless that was done before.
     *
     * @return facts: what became of the others
     */
    Map<String, Object> end(Exchange exchange) {
        if (leading != null) {
            return Map.of();
        }
        putBy(exchange);
        leading = judged.stream()
                .max(Comparator.comparingInt(Judged::weight).thenComparing(one -> -judged.indexOf(one)))
                .orElseThrow();
        VARIABLES.forEach(exchange::removeVariable);
        leading.variables().forEach(exchange::setVariable);
        inHand = leading.alert();
        exchange.getMessage().setBody(inHand);
        Map<String, Object> facts = new LinkedHashMap<>();
        if (judged.size() > 1) {
            facts.put(JUDGED, told());
        }
        if (!left.isEmpty()) {
            String names = left.stream().map(OtherDevices::name).collect(Collectors.joining(", "));
            facts.put(NOT_JUDGED, left.size() + ": " + names);
        }
        return facts;
    }

    /** By name, which two devices may share. */
    private Map<String, String> told() {
        Map<String, String> told = new LinkedHashMap<>();
        for (Judged one : besides()) {
            String name = name(one.alert());
            told.put(told.containsKey(name) ? name + " " + one.alert().get("machineId") : name, one.told());
        }
        return told;
    }

    /** Those judged, without the one that leads; none before the end. */
    List<Judged> besides() {
        return leading == null
                ? List.of()
                : judged.stream().filter(one -> one != leading).toList();
    }

    /** The alert, pointing at the device that is judged now. */
    Map<String, Object> inHand() {
        return inHand;
    }

    private static String name(Map<String, Object> device) {
        return Alerts.text(device, "computerDnsName").orElseGet(() -> String.valueOf(device.get("machineId")));
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
