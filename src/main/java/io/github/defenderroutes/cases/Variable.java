package io.github.defenderroutes.cases;

import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.hunting.Hunt;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Isolation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The variables of a route as a case writes them; decision, hunt, isolation and approval become the records that
 * routes know.
 */
final class Variable {
    static final List<String> DECISION = List.of("outcome", "rule", "because", "values", "type", "releaseAfter");
    static final List<String> ISOLATION =
            List.of("id", "deviceId", "state", "type", "ours", "alertId", "actionId", "problem");

    static final List<String> APPROVAL = List.of("id", "state", "capped", "people", "reason");

    static final List<String> HUNT = List.of("devices", "severity");

    private Variable() {}

    static Map<String, Object> all(Spot spot) {
        Map<String, Object> variables = new LinkedHashMap<>();
        spot.entries().forEach((name, value) -> variables.put(name, of(name, value)));
        return variables;
    }

    private static Object of(String name, Spot value) {
        if (!value.isMap()) {
            return value.value();
        }
        return switch (name) {
            case "device", "mergedInto" -> Examples.device(value);
            case "decision" -> decision(value.entries("part of a decision", DECISION));
            case "hunt" -> hunt(value.entries("part of a hunt", HUNT));
            case "approval" -> approval(value.entries("part of an approval", APPROVAL));
            case "isolation" -> isolation(value.entries("part of an isolation", ISOLATION));
            default -> value.value();
        };
    }

    @SuppressWarnings("unchecked") // values are keys and values
    private static Decision decision(Map<String, Spot> parts) {
        return new Decision(
                text(parts, "outcome", "never"),
                text(parts, "rule", "a-rule"),
                text(parts, "because", "A case says so"),
                parts.containsKey("values")
                        ? (Map<String, Object>) parts.get("values").value()
                        : Map.of(),
                text(parts, "type", null),
                parts.containsKey("releaseAfter") ? parts.get("releaseAfter").duration() : null);
    }

    private static Hunt hunt(Map<String, Spot> parts) {
        return Hunt.example(text(parts, "devices", "nothing"), text(parts, "severity", "High"), Case.DEFAULT_TIME);
    }

    private static Isolation isolation(Map<String, Spot> parts) {
        return new Isolation(
                text(parts, "id", null),
                text(parts, "deviceId", "1111111122222222333333334444444455555555"),
                text(parts, "state", "requested"),
                text(parts, "type", "Full"),
                Boolean.parseBoolean(text(parts, "ours", "true")),
                text(parts, "alertId", "da1"),
                text(parts, "actionId", null),
                0,
                0,
                text(parts, "problem", null),
                1,
                0,
                0,
                null);
    }

    private static Approval approval(Map<String, Spot> parts) {
        String state = text(parts, "state", "waiting");
        Actor person = state.equals("waiting") ? null : Actor.command("ada");
        long asked = Case.DEFAULT_TIME.toEpochMilli();
        return new Approval(
                text(parts, "id", "00000000-0000-4000-8000-00000000ca5e"),
                "1111111122222222333333334444444455555555",
                state,
                "da1",
                Severity.HIGH,
                "ws-0042.corp.example",
                "A title",
                "a-rule",
                "A case says so",
                Boolean.parseBoolean(text(parts, "capped", "false")),
                parts.containsKey("people") ? parts.get("people").number() : 1,
                "{}",
                asked,
                asked + Duration.ofHours(4).toMillis(),
                asked,
                null,
                0,
                person,
                person == null ? 0 : asked,
                text(parts, "reason", null),
                null,
                null,
                0);
    }

    private static String text(Map<String, Spot> parts, String key, String otherwise) {
        return parts.containsKey(key) ? parts.get(key).text() : otherwise;
    }
}
