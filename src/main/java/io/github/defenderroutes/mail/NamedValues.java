package io.github.defenderroutes.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Nested data as a flat list of name and value: {@code owner.mail: a@b}. */
final class NamedValues {

    private static final int MOST = 40;
    private static final int DEEPEST = 4;

    private final List<Map<String, Object>> rows = new ArrayList<>();
    private int left;

    private NamedValues() {}

    static List<Map<String, Object>> of(Map<?, ?> values) {
        var named = new NamedValues();
        named.add("", values, 0);
        if (named.left > 0) {
            named.rows.add(Map.of("name", "…", "value", named.left + " more"));
        }
        return named.rows;
    }

    private void add(String prefix, Map<?, ?> values, int depth) {
        values.forEach((key, value) -> {
            String name = prefix + Plain.line(String.valueOf(key), 60);
            if (depth < DEEPEST && value instanceof Map<?, ?> inner) {
                add(name + ".", inner, depth + 1);
            } else if (rows.size() < MOST) {
                rows.add(Map.of("name", name, "value", text(value)));
            } else {
                left++;
            }
        });
    }

    private static String text(Object value) {
        if (value instanceof List<?> list) {
            return list.isEmpty()
                    ? "none"
                    : Plain.line(
                            list.stream().limit(MOST).map(String::valueOf).collect(Collectors.joining(", ")),
                            Fields.USUAL);
        }
        String text = value == null ? "" : Plain.line(value.toString(), Fields.USUAL);
        return text.isEmpty() ? "none" : text;
    }
}
