package io.github.defenderroutes.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What may stand at one kind of place in a file of routes. */
final class Shape {
    private final DslSchema schema;
    private final Map<String, JsonNode> options = new LinkedHashMap<>();
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

    void fill(JsonNode json) {
        switch (json.path("type").asText()) {
            case "object" -> map = true;
            case "array" -> items = schema.shape(json.get("items"));
            case "string" -> {
                text = true;
                scalar = "string";
            }
            case "", "null" -> {}
            default -> scalar = json.get("type").asText();
        }
        closed |= BooleanNode.FALSE.equals(json.get("additionalProperties"));
        single |= json.has("maxProperties");
        json.path("required").forEach(one -> required.add(one.asText()));
        json.path("enum").forEach(one -> words.add(one.asText()));
        json.path("oneOf").forEach(this::fill);
        json.path("anyOf").forEach(group -> group.path("oneOf").forEach(this::choice));
        options(json);
    }

    /** One of several things of which one may stand here: a language, a data format. */
    private void choice(JsonNode alternative) {
        if (alternative.has("$ref")) {
            Shape other = schema.named(alternative.get("$ref").asText());
            other.options.forEach(options::putIfAbsent);
            choices.addAll(other.choices);
        } else if (alternative.has("properties")) {
            options(alternative);
            alternative.path("required").forEach(one -> choices.add(one.asText()));
        }
    }

    private void options(JsonNode json) {
        json.path("properties").properties().forEach(option -> {
            if (!option.getValue().isEmpty()) {
                options.put(option.getKey(), option.getValue());
            } else {
                options.putIfAbsent(option.getKey(), option.getValue());
            }
        });
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
