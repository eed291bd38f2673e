package io.github.defenderroutes.mail;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Reads JSON in which anything may be missing, null or of a surprising type. What it returns is harmless to show; a
 * missing or blank value is null, a missing list empty.
 */
final class Fields {

    static final int USUAL = 300;

    private static final int DEEPEST = 6;
    private static final int LONGEST_LIST = 50;

    private final Map<?, ?> json;

    private Fields(Map<?, ?> json) {
        this.json = json;
    }

    /** @param json an object, or anything else for an empty one */
    static Fields of(Object json) {
        return new Fields(json instanceof Map<?, ?> map ? map : Map.of());
    }

    String text(String key) {
        return text(key, USUAL);
    }

    String text(String key, int max) {
        return shown(json.get(key), max);
    }

    /** Several lines. */
    String block(String key, int max) {
        Object value = json.get(key);
        return value == null ? null : emptyAsNull(Plain.unlinked(Plain.block(value.toString(), max)));
    }

    /** Unchanged, for use as an id; null if missing or blank. */
    String id(String key) {
        Object value = json.get(key);
        return value == null || value.toString().isBlank() ? null : value.toString();
    }

    Fields object(String key) {
        return of(json.get(key));
    }

    List<Fields> objects(String key) {
        return list(json.get(key)).stream().map(Fields::of).toList();
    }

    List<String> texts(String key) {
        return list(json.get(key)).stream()
                .limit(LONGEST_LIST)
                .map(value -> shown(value, USUAL))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Everything, for templates that want a field we do not name; made harmless when one does, for most do not. */
    Map<String, Object> all() {
        return new AbstractMap<>() {
            private Map<String, Object> made;

            @Override
            public Set<Entry<String, Object>> entrySet() {
                made = made == null ? harmless(json, 0) : made;
                return made.entrySet();
            }
        };
    }

    private static Map<String, Object> harmless(Map<?, ?> map, int depth) {
        var result = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> result.put(Plain.line(String.valueOf(key), 100), harmlessValue(value, depth + 1)));
        return result;
    }

    private static Object harmlessValue(Object value, int depth) {
        if (depth < DEEPEST && value instanceof Map<?, ?> map) {
            return harmless(map, depth);
        }
        if (depth < DEEPEST && value instanceof List<?> list) {
            return list.stream()
                    .limit(LONGEST_LIST)
                    .map(element -> harmlessValue(element, depth + 1))
                    .toList();
        }
        return value instanceof Boolean ? value : shown(value, USUAL);
    }

    private static List<?> list(Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        return value == null ? List.of() : List.of(value);
    }

    private static String shown(Object value, int max) {
        return value == null ? null : emptyAsNull(Plain.unlinked(Plain.line(value.toString(), max)));
    }

    private static String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
