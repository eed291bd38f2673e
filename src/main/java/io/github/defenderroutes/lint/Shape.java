package io.github.defenderroutes.lint;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.util.json.JsonObject;

/** What may stand at one kind of place in a file of routes. */
final class Shape {
    private final DslSchema schema;
    private final Map<String, JsonObject> options = new LinkedHashMap<>();
    private final Set<String> required = new LinkedHashSet<>();
    private final Set<String> choices = new LinkedHashSet<>();
    private final Set<String> words = new LinkedHashSet<>();
    private String name = "";
    private String scalar = "";
    private boolean text;
    private boolean map;
    private boolean closed;
    private boolean single;
    private Shape items;

    Shape(DslSchema schema) {
        this.schema = schema;
    }

    /** @param definition its class in Camel's model */
    void name(String definition) {
        name = definition.substring(definition.lastIndexOf('.') + 1);
    }

    void fill(JsonObject json) {
        switch (String.valueOf(json.get("type"))) {
            case "object" -> map = true;
            case "array" -> items = schema.shape(json.getMap("items"));
            case "string" -> {
                text = true;
                scalar = "string";
            }
            case "null" -> {}
            default -> scalar = String.valueOf(json.get("type"));
        }
        closed |= Boolean.FALSE.equals(json.get("additionalProperties"));
        single |= json.containsKey("maxProperties");
        texts(json, "required").forEach(required::add);
        texts(json, "enum").forEach(words::add);
        for (Object one : list(json, "oneOf")) {
            fill((JsonObject) one);
        }
        for (Object group : list(json, "anyOf")) {
            list((JsonObject) group, "oneOf").forEach(one -> choice((JsonObject) one));
        }
        options(json);
    }

    /** One of several things of which one may stand here: a language, a data format. */
    private void choice(JsonObject alternative) {
        if (alternative.containsKey("$ref")) {
            Shape other = schema.named(alternative.getString("$ref"));
            other.options.forEach(options::putIfAbsent);
            choices.addAll(other.choices);
        } else if (alternative.containsKey("properties")) {
            options(alternative);
            choices.addAll(texts(alternative, "required"));
        }
    }

    private void options(JsonObject json) {
        if (json.containsKey("properties")) {
            json.<JsonObject>getMap("properties").forEach((key, value) -> {
                if (!((JsonObject) value).isEmpty()) {
                    options.put(key, (JsonObject) value);
                } else {
                    options.putIfAbsent(key, (JsonObject) value);
                }
            });
        }
    }

    private static List<?> list(JsonObject json, String key) {
        return json.get(key) instanceof List<?> list ? list : List.of();
    }

    private static List<String> texts(JsonObject json, String key) {
        return list(json, key).stream().map(String::valueOf).toList();
    }

    /** The simple name of its class in Camel's model, such as {@code SetBodyDefinition}; empty if it is none. */
    String name() {
        return name;
    }

    /** What may stand under it, by name. */
    Collection<String> names() {
        return options.keySet();
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    Shape option(String option) {
        return schema.shape(options.get(option));
    }

    /** What must stand under it. */
    Set<String> required() {
        return required;
    }

    /** What of which one may stand here: languages, data formats, kinds of error handlers. */
    Set<String> choices() {
        return choices;
    }

    /** The words of which it must be one; empty if it may be any. */
    Set<String> words() {
        return words;
    }

    /** string, boolean, integer or number; empty if it is no single value. */
    String scalar() {
        return scalar;
    }

    /** Whether a single text may stand for the whole. */
    boolean mayBeText() {
        return text || !scalar.isEmpty();
    }

    boolean isMap() {
        return map;
    }

    /** Whether any key may stand under it. */
    boolean isOpen() {
        return map && !closed && options.isEmpty();
    }

    /** Whether exactly one key may stand under it, as in a list of steps. */
    boolean isSingle() {
        return single;
    }

    boolean isList() {
        return items != null;
    }

    Shape items() {
        return items;
    }
}
