package io.github.defenderroutes.cases;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares what a case expects with what was, and says what differs. Of an object only the fields named count. */
final class Difference {
    /** Stands for nothing, where a case expects that something is not there. */
    static final String NONE = "none";

    private final List<String> lines = new ArrayList<>();

    void add(String text) {
        lines.add(text);
    }

    void same(String what, Object expected, Object actual) {
        if (!matches(expected, plain(actual))) {
            lines.add("%s\n  expected: %s\n   but was: %s".formatted(what, shown(expected), shown(plain(actual))));
        }
    }

    /** Field by field, so that the first glance shows which one differs. */
    void fields(String what, Object expected, Object actual) {
        if (expected instanceof Map<?, ?> wanted && !isContains(wanted) && plain(actual) instanceof Map<?, ?> was) {
            wanted.forEach((field, value) -> fields(what + "." + field, value, was.get(field)));
        } else {
            same(what, expected, actual);
        }
    }

    /** Everything that differs; empty if nothing does. */
    String text() {
        return String.join("\n", lines);
    }

    private static boolean matches(Object expected, Object actual) {
        if (expected == null || NONE.equals(expected)) {
            return actual == null;
        }
        if (expected instanceof Map<?, ?> wanted) {
            return isContains(wanted)
                    ? actual != null && actual.toString().contains(String.valueOf(wanted.get("contains")))
                    : actual instanceof Map<?, ?> was
                            && wanted.entrySet().stream().allMatch(e -> matches(e.getValue(), was.get(e.getKey())));
        }
        if (expected instanceof List<?> wanted) {
            return actual instanceof List<?> was && wanted.size() == was.size() && eachMatches(wanted, was);
        }
        return actual != null && expected.toString().equals(actual.toString());
    }

    private static boolean eachMatches(List<?> wanted, List<?> was) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!matches(wanted.get(i), was.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isContains(Map<?, ?> expected) {
        return expected.size() == 1 && expected.containsKey("contains");
    }

    /** Records as maps, so that a case can name their fields. */
    private static Object plain(Object value) {
        if (value instanceof Record fields) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (RecordComponent field : fields.getClass().getRecordComponents()) {
                map.put(field.getName(), plain(read(field, fields)));
            }
            return map;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, inner) -> copy.put(String.valueOf(key), plain(inner)));
            return copy;
        }
        return value instanceof Collection<?> several
                ? several.stream().map(Difference::plain).collect(Collectors.toList()) // holds nulls
                : value;
    }

    private static Object read(RecordComponent field, Record of) {
        try {
            return field.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(field + " cannot be read", e);
        }
    }

    private static String shown(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, inner) -> sorted.put(String.valueOf(key), inner));
            return sorted.toString();
        }
        return value == null ? NONE : value.toString();
    }
}
