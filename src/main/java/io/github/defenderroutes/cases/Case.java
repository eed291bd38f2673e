package io.github.defenderroutes.cases;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One example: what a route is given, and what must come of it.
 *
 * @param file the case file
 * @param route the route it describes
 * @param line where it begins
 * @param parts everything else, by key; keys are known ones, values not read yet
 */
record Case(Path file, String route, int line, String name, Map<String, Spot> parts) {
    static final Instant DEFAULT_TIME = Instant.parse("2026-11-20T09:30:00Z");

    static final Set<String> KEYS = Set.of(
            "case",
            "route",
            "with",
            "settings",
            "time",
            "alert",
            "alerts",
            "body",
            "device",
            "variables",
            "caught",
            "scheduled-by",
            "given",
            "answers",
            "expect");

    /** @param route the route of the file, for a case that names no other */
    static Case read(Path file, String route, Spot spot) {
        Map<String, Spot> parts = spot.entries("part of a case", KEYS);
        for (String required : List.of("case", "expect")) {
            if (!parts.containsKey(required)) {
                throw spot.problem("a case needs '%s'".formatted(required));
            }
        }
        long bodies = Set.of("alert", "alerts", "body").stream()
                .filter(parts::containsKey)
                .count();
        if (bodies > 1) {
            throw spot.problem("a case has one of alert, alerts and body");
        }
        return new Case(
                file,
                parts.containsKey("route") ? parts.get("route").text() : route,
                spot.line(),
                parts.get("case").text(),
                parts);
    }

    /** The other routes that are loaded and run for real. */
    List<Spot> with() {
        return parts.containsKey("with") ? parts.get("with").list() : List.of();
    }

    Instant time() {
        return parts.containsKey("time") ? parts.get("time").time() : DEFAULT_TIME;
    }

    /** What this case sets differently from config/application.properties. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        entries("settings").forEach((key, value) -> settings.put(key, value.text()));
        return settings;
    }

    Map<String, Object> variables() {
        Map<String, Object> variables = new LinkedHashMap<>();
        if (parts.containsKey("device") && parts.get("device").isMap()) {
            variables.put("device", Examples.device(parts.get("device")));
        }
        if (parts.containsKey("variables")) {
            variables.putAll(Variable.all(parts.get("variables")));
        }
        return variables;
    }

    Object body() {
        if (parts.containsKey("alert")) {
            return Examples.alert(parts.get("alert"));
        }
        if (parts.containsKey("alerts")) {
            return parts.get("alerts").list().stream().map(Examples::alert).toList();
        }
        return parts.containsKey("body") ? parts.get("body").value() : null;
    }

    boolean hasAlert() {
        return parts.containsKey("alert");
    }

    Map<String, List<Answer>> answers() {
        Map<String, List<Answer>> answers = new LinkedHashMap<>();
        entries("answers").forEach((step, answer) -> answers.put(step, Answer.all(answer)));
        return answers;
    }

    Map<String, Spot> entries(String part) {
        return parts.containsKey(part) ? parts.get(part).entries() : Map.of();
    }
}
