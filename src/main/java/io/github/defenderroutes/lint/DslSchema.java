package io.github.defenderroutes.lint;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** What Camel's YAML may look like: the schema that camel-yaml-dsl itself carries, so that it fits the version in use. */
final class DslSchema {
    private static final String FILE = "schema/camelYamlDsl.json";

    private final Map<String, Shape> named = new HashMap<>();
    private final Map<JsonObject, Shape> shapes = new IdentityHashMap<>();
    private final JsonObject definitions;
    private final Shape root;

    private DslSchema(JsonObject json) {
        JsonObject items = json.getMap("items");
        this.definitions = items.getMap("definitions");
        this.root = new Shape(this);
        root.name("root");
        root.fill(items);
    }

    static DslSchema read() {
        try (InputStream file = DslSchema.class.getClassLoader().getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("camel-yaml-dsl is not on the class path");
            }
            return new DslSchema((JsonObject) Jsoner.deserialize(new InputStreamReader(file, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DeserializationException e) {
            throw new IllegalStateException(FILE + " cannot be read", e);
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
        shape.fill(definitions.getMap(name));
        return shape;
    }

    Shape shape(JsonObject json) {
        if (json.containsKey("$ref")) {
            return named(json.getString("$ref"));
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
