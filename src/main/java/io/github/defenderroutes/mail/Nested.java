package io.github.defenderroutes.mail;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Nested data as a template may see it: texts cleaned, cut and without links, lists no longer than anybody reads. How many are
 * left out of the list {@code x} stands beside it as {@code xMore}.
 */
final class Nested {
    private static final int LONGEST_LIST = 100;
    private static final int TEXT = 300;
    private static final int DEEPEST = 6;

    private Nested() {}

    /** An empty map for what is none. */
    static Map<String, Object> of(Object value) {
        return value instanceof Map<?, ?> map ? map(map, 0) : Map.of();
    }

    private static Map<String, Object> map(Map<?, ?> values, int depth) {
        Map<String, Object> shown = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            Object harmless = harmless(value, depth + 1);
            if (harmless != null) {
                shown.put(text(String.valueOf(key)), harmless);
            }
            if (value instanceof List<?> list) {
                shown.put(text(key + "More"), Math.max(0, list.size() - LONGEST_LIST));
            }
        });
        return shown;
    }

    private static Object harmless(Object value, int depth) {
        if (value == null || depth > DEEPEST) {
            return null;
        }
        if (value instanceof Map<?, ?> map) {
            return map(map, depth);
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .limit(LONGEST_LIST)
                    .map(one -> harmless(one, depth + 1))
                    .filter(Objects::nonNull)
                    .toList();
        }
        return value instanceof Number || value instanceof Boolean ? value : text(value.toString());
    }

    private static String text(String text) {
        return Plain.unlinked(Plain.line(text, TEXT));
    }
}
