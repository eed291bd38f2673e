package io.github.defenderroutes.standin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One operation the stand-in knows.
 *
 * @param operation its name in calls and faults, e.g. {@code list-alerts}
 * @param template path with placeholders, e.g. {@code /api/alerts/{id}}; literals match without regard to case
 * @param anyRole application permissions of which one suffices (documented); empty = no token needed
 */
record Route(String operation, String method, String template, Set<String> anyRole, Function<Request, Answer> handler) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

    /** What the placeholders stand for, or {@code null} when the path is another one. */
    Map<String, String> match(List<String> segments) {
        String[] parts = template.substring(1).split("/");
        if (parts.length != segments.size()) {
            return null;
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < parts.length; i++) {
            if (!match(parts[i], segments.get(i), values)) {
                return null;
            }
        }
        return values;
    }

    private static boolean match(String part, String segment, Map<String, String> values) {
        if (!part.contains("{")) {
            return part.equalsIgnoreCase(segment);
        }
        if (part.startsWith("{") && part.endsWith("}")) {
            values.put(part.substring(1, part.length() - 1), segment);
            return !segment.isEmpty();
        }
        return matchFunction(part, segment, values);
    }

    /** A function with arguments, such as {@code link(index={index})}. */
    private static boolean matchFunction(String part, String segment, Map<String, String> values) {
        List<String> names =
                PLACEHOLDER.matcher(part).results().map(found -> found.group(1)).toList();
        Matcher matcher = Pattern.compile(
                        "\\Q" + PLACEHOLDER.matcher(part).replaceAll("\\\\E(.+?)\\\\Q") + "\\E",
                        Pattern.CASE_INSENSITIVE)
                .matcher(segment);
        if (!matcher.matches()) {
            return false;
        }
        for (int i = 0; i < names.size(); i++) {
            values.put(names.get(i), matcher.group(i + 1));
        }
        return true;
    }
}
