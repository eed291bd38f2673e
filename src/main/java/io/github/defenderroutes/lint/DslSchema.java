package io.github.defenderroutes.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/** What Camel's YAML may look like: the schema that camel-yaml-dsl itself carries, so that it fits the version in use. */
final class DslSchema {
    private static final String FILE = "schema/camelYamlDsl.json";

    private final Map<String, Shape> named = new HashMap<>();
    private final Map<JsonNode, Shape> shapes = new IdentityHashMap<>();
    private final JsonNode definitions;
    private final Shape root;

    private DslSchema(JsonNode json) {
        JsonNode items = json.get("items");
        this.definitions = items.get("definitions");
        this.root = new Shape(this);
        root.name("root");
        root.fill(items);
    }

    static DslSchema read() {
        try (InputStream file = DslSchema.class.getClassLoader().getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("camel-yaml-dsl is not on the class path");
            }
            return new DslSchema(new ObjectMapper().readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
    }

    /** An entry of a file: one key of several. */
    Shape entry() {
        return root;
    }

    /** A step in a list of steps: one key of several. */
    Shape step() {
        return named("org.apache.camel.model.ProcessorDefinition");
    }

    /** @param reference to a definition, or its name */
    Shape named(String reference) {
        String name = reference.substring(reference.lastIndexOf('/') + 1);
        Shape known = named.get(name);
        if (known != null) {
            return known;
        }
        Shape shape = new Shape(this);
        shape.name(name);
        named.put(name, shape); // first of all: some contain themselves
        shape.fill(definitions.get(name));
        return shape;
    }

    Shape shape(JsonNode json) {
        if (json.has("$ref")) {
            return named(json.get("$ref").asText());
        }
        Shape known = shapes.get(json);
        if (known == null) {
            known = new Shape(this);
            shapes.put(json, known);
            known.fill(json);
        }
        return known;
    }
}
