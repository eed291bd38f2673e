package io.github.defenderroutes.cases;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Values as a case writes them: records become objects, so that their fields can be named. */
final class Plain {
    /** Stands for nothing, where a case expects that something is not there. */
    static final String NONE = "none";

    private Plain() {}

    static Object of(Object value) {
        if (value instanceof Record fields) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (RecordComponent field : fields.getClass().getRecordComponents()) {
                map.put(field.getName(), of(read(field, fields)));
            }
            return map;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, inner) -> copy.put(String.valueOf(key), of(inner)));
            return copy;
        }
        return value instanceof Collection<?> several
                ? several.stream().map(Plain::of).collect(Collectors.toList()) // holds nulls
                : value;
    }

    static boolean isNone(Object expected) {
        return expected == null || NONE.equals(expected);
    }

    static String shown(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, inner) -> sorted.put(String.valueOf(key), inner));
            return sorted.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + shown(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Collection<?> several) {
            return several.stream().map(Plain::shown).collect(Collectors.joining(", ", "[", "]"));
        }
        return value == null ? NONE : value.toString();
    }

    private static Object read(RecordComponent field, Record of) {
        try {
            return field.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(field + " cannot be read", e);
        }
    }
}
