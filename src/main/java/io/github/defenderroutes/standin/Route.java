package io.github.defenderroutes.standin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * One operation the stand-in knows.
 *
 * @param operation its name in calls and faults, e.g. {@code list-alerts}
 * @param template path with placeholders, e.g. {@code /api/alerts/{id}}; literals match without regard to case
 * @param anyRole application permissions of which one suffices (documented); empty = no token needed
 */
record Route(String operation, String method, String template, Set<String> anyRole, Function<Request, Answer> handler) {

    /** What the placeholders stand for, or {@code null} when the path is another one. */
    Map<String, String> match(List<String> segments) {
        String[] parts = template.substring(1).split("/");
        if (parts.length != segments.size()) {
            return null;
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].startsWith("{") && !segments.get(i).isEmpty()) {
                values.put(parts[i].substring(1, parts[i].length() - 1), segments.get(i));
            } else if (!parts[i].equalsIgnoreCase(segments.get(i))) {
                return null;
            }
        }
        return values;
    }
}
