package io.github.defenderroutes.cases;

import io.github.defenderroutes.defender.DefenderRefusedException;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;

/** What a case lets the world outside of a route answer: an object, a list of them, or a failure. */
sealed interface Answer {
    /** A body, as the API would send it. */
    record Body(Object json) implements Answer {}

    /** A machine action; unless the case gives it another, it carries the comment that it was asked for with. */
    record Action(Map<String, Object> json, boolean isCommented) implements Answer {
        Body to(Map<String, Object> asked) {
            Map<String, Object> answer = new LinkedHashMap<>(json);
            if (!isCommented && asked.containsKey("comment")) {
                answer.put("requestorComment", asked.get("comment"));
            }
            return new Body(answer);
        }
    }

    /** What a route that is called leaves behind. */
    record Variables(Map<String, Object> values) implements Answer {}

    /** Defender says no. */
    record Refused(int status, String code, String message) implements Answer {
        DefenderRefusedException exception(String step) {
            return new DefenderRefusedException(
                    "Defender refused %s: %d %s %s".formatted(step, status, code, message), status, code);
        }
    }

    /** No answer: the service is away, or the answer was lost. */
    record Unavailable(String message, java.time.Duration retryAfter) implements Answer {
        DefenderUnavailableException exception() {
            return new DefenderUnavailableException(message, retryAfter, null);
        }
    }

    /** A bug, ours or an engineer's. */
    record Fails(String message) implements Answer {}

    Set<String> KINDS = new LinkedHashSet<>(List.of(
            "alert",
            "alerts",
            "device",
            "devices",
            "action",
            "actions",
            "json",
            "variables",
            "refused",
            "unavailable",
            "fails"));

    List<String> REFUSAL = List.of("status", "code", "message");
    List<String> ABSENCE = List.of("message", "retry-after");

    /** One answer for all calls of a step, or a list: the first for the first call, and so on. */
    static List<Answer> all(Spot spot) {
        return spot.isList() ? spot.list().stream().map(Answer::one).toList() : List.of(one(spot));
    }

    private static Answer one(Spot spot) {
        Map<String, Spot> entries = spot.entries("a kind of answer", KINDS);
        if (entries.size() != 1) {
            throw spot.problem("an answer has exactly one of " + String.join(", ", KINDS));
        }
        Map.Entry<String, Spot> entry = entries.entrySet().iterator().next();
        return of(entry.getKey(), entry.getValue());
    }

    private static Answer of(String kind, Spot value) {
        return switch (kind) {
            case "alert" -> new Body(Examples.alert(value));
            case "device" -> new Body(Examples.device(value));
            case "action" ->
                new Action(Examples.machineAction(value), value.entries().containsKey("requestorComment"));
            case "alerts" ->
                new Body(
                        Examples.list(value.list().stream().map(Examples::alert).toList()));
            case "devices" ->
                new Body(Examples.list(
                        value.list().stream().map(Examples::device).toList()));
            case "actions" ->
                new Body(Examples.list(
                        value.list().stream().map(Examples::machineAction).toList()));
            case "json" -> new Body(value.value());
            case "variables" -> new Variables(Variable.all(value));
            case "refused" -> refused(value.entries("part of a refusal", REFUSAL), value);
            case "unavailable" -> unavailable(value);
            case "fails" -> new Fails(value.text());
            default -> throw new IllegalStateException(kind);
        };
    }

    private static Refused refused(Map<String, Spot> parts, Spot spot) {
        if (!parts.containsKey("status")) {
            throw spot.problem("a refusal needs a status, such as 400");
        }
        return new Refused(parts.get("status").number(), text(parts, "code"), text(parts, "message"));
    }

    private static Unavailable unavailable(Spot spot) {
        if (!spot.isMap()) {
            return new Unavailable(spot.text(), null);
        }
        Map<String, Spot> parts = spot.entries("part of it", ABSENCE);
        return new Unavailable(
                text(parts, "message"),
                parts.containsKey("retry-after") ? parts.get("retry-after").duration() : null);
    }

    private static String text(Map<String, Spot> parts, String key) {
        return parts.containsKey(key) ? parts.get(key).text() : "";
    }

    /** Answers in the place of what a step would have called, other than by HTTP. */
    default void give(String step, Exchange exchange) {
        if (this instanceof Body body) {
            exchange.getMessage().setBody(body.json() instanceof List<?> list ? new ArrayList<>(list) : body.json());
        } else if (this instanceof Variables variables) {
            variables.values().forEach(exchange::setVariable);
        } else if (this instanceof Refused refused) {
            throw refused.exception(step);
        } else if (this instanceof Unavailable unavailable) {
            throw unavailable.exception();
        } else if (this instanceof Fails fails) {
            throw new IllegalStateException(fails.message());
        }
    }
}
