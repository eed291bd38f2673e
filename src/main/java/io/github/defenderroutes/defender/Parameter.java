package io.github.defenderroutes.defender;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * One parameter of a Kamelet: what its file says that it may hold, and how a value is read by that.
 *
 * <p>An array or object may be written out in a route, as JSON or with commas between the items. What an expression
 * yields is data and never read as JSON: it has to be a list or a map already.
 */
final class Parameter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private final String operation;
    private final String name;
    private final boolean required;
    private final Map<String, Object> schema;

    /** @param schema its entry under {@code properties}; empty for what is no parameter but a constant of the Kamelet */
    Parameter(String operation, String name, boolean required, Map<String, Object> schema) {
        this.operation = operation;
        this.name = name;
        this.required = required;
        this.schema = schema;
    }

    /**
     * The value as it goes into the request: a text, number, truth value, list or map.
     *
     * @param given what a route wrote, or what its expression yielded; may be {@code null}
     * @param written whether the route wrote it out
     * @param several whether a text may also be a list of texts, each of them meant
     * @return {@code null} if it is left empty
     * @throws DefenderRefusedException naming operation, parameter, problem and fix; nothing was sent
     */
    Object read(Object given, boolean written, boolean several) {
        if (given == null || String.valueOf(given).isBlank()) {
            if (required) {
                throw invalid("is empty", "give it a value");
            }
            return null;
        }
        return switch (type(schema)) {
            case "array" -> array(given, written);
            case "object" -> object(given, written);
            case "integer" -> integer(given);
            case "boolean" -> truth(given);
            default -> text(given, several);
        };
    }

    private Object text(Object given, boolean several) {
        if (given instanceof Map || given instanceof Collection && !several) {
            throw invalid("is not one value", "give it a text");
        }
        if (given instanceof Collection<?> list) {
            if (list.isEmpty() || !list.stream().allMatch(String.class::isInstance)) {
                throw invalid("is an empty list, or one of other things than texts", "give it texts");
            }
            list.forEach(one -> checkText(schema, one.toString()));
            return list;
        }
        checkText(schema, given.toString());
        return given;
    }

    private Long integer(Object given) {
        String text = given.toString();
        if (!text.matches("-?\\d{1,18}")) {
            throw invalid("is '" + shown(text) + "'", "give it a whole number");
        }
        long number = Long.parseLong(text);
        if (number < limit("minimum", Long.MIN_VALUE) || number > limit("maximum", Long.MAX_VALUE)) {
            throw invalid(
                    "is " + number,
                    "give it a number from %s to %s".formatted(schema.get("minimum"), schema.get("maximum")));
        }
        return number;
    }

    private Boolean truth(Object given) {
        String text = given.toString();
        if (!text.equals("true") && !text.equals("false")) {
            throw invalid("is '" + shown(text) + "'", "use true or false");
        }
        return Boolean.valueOf(text);
    }

    private List<Object> array(Object given, boolean written) {
        Map<String, Object> items = KameletFile.map(schema, "items");
        List<Object> list = new ArrayList<>(items(given, written));
        if (list.isEmpty()) {
            throw invalid("is an empty list", "give it at least one item");
        }
        if (list.size() > limit("maxItems", Long.MAX_VALUE)) {
            throw invalid("has %d items".formatted(list.size()), "give it at most " + schema.get("maxItems"));
        }
        for (Object one : list) {
            if (type(items).equals("object") != one instanceof Map || one instanceof Collection) {
                throw invalid("holds " + shown(String.valueOf(one)), "each item must be of type " + type(items));
            }
            if (one instanceof String text) {
                checkText(items, text);
            } else if (one instanceof Map<?, ?> map) {
                checkMap(items, map);
            }
        }
        return list;
    }

    private Collection<?> items(Object given, boolean written) {
        if (given instanceof Collection<?> list) {
            return list;
        }
        if (!written || !(given instanceof String text)) {
            return List.of(given);
        }
        return text.stripLeading().startsWith("[")
                ? json(text, List.class)
                : Arrays.stream(text.split(",")).map(String::strip).toList();
    }

    private Map<?, ?> object(Object given, boolean written) {
        if (given instanceof Map<?, ?> map) {
            return map;
        }
        if (!written) {
            throw invalid("is not a map", "let the expression yield a map");
        }
        return json(given.toString(), Map.class);
    }

    private <T> T json(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw invalid("is no JSON we can read: " + shown(e.getOriginalMessage()), "correct it");
        }
    }

    /** What an item must have, and the words and patterns of its texts; what else it holds is the API's to judge. */
    private void checkMap(Map<String, Object> rules, Map<?, ?> map) {
        for (Object key : KameletFile.list(rules, "required")) {
            if (map.get(key) == null) {
                throw invalid("holds an item without " + key, "give each item a " + key);
            }
        }
        Map<String, Object> declared = KameletFile.map(rules, "properties");
        for (String key : declared.keySet()) {
            if (map.get(key) != null) {
                checkText(KameletFile.map(declared, key), String.valueOf(map.get(key)));
            }
        }
    }

    private void checkText(Map<String, Object> rules, String text) {
        List<Object> words = KameletFile.list(rules, "enum");
        if (!words.isEmpty() && !words.contains(text)) {
            throw invalid("is '" + shown(text) + "'", "use one of " + words);
        }
        long longest = rules.get("maxLength") instanceof Number limit ? limit.longValue() : Long.MAX_VALUE;
        if (text.length() > longest) {
            throw invalid(
                    "is '" + shown(text) + "'",
                    longest == 0 ? "leave it empty" : "give it at most %d characters".formatted(longest));
        }
        Object pattern = rules.get("pattern");
        if (pattern != null && !matches(pattern.toString(), text)) {
            throw invalid("is '" + shown(text) + "'", "it must match " + pattern);
        }
    }

    private static boolean matches(String pattern, String text) {
        return PATTERNS.computeIfAbsent(pattern, Pattern::compile).matcher(text).matches();
    }

    private static String type(Map<String, Object> rules) {
        return String.valueOf(rules.getOrDefault("type", "string"));
    }

    private long limit(String rule, long otherwise) {
        return schema.get(rule) instanceof Number limit ? limit.longValue() : otherwise;
    }

    /** A refusal before the call: what is wrong with this parameter, and what to do. */
    DefenderRefusedException invalid(String problem, String fix) {
        return new DefenderRefusedException(
                "%s was not sent: its parameter %s %s. To fix: %s.".formatted(operation, name, problem, fix),
                0,
                "InvalidParameter");
    }

    private static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 80 ? line : line.substring(0, 79) + "…";
    }
}
