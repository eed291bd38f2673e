package io.github.defenderroutes.lint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;

/** The components on the class path, as their own jars describe them. */
final class Components {
    private static final String SERVICES = "META-INF/services/org/apache/camel/component";

    private final Map<String, Optional<ComponentModel>> known = new HashMap<>();

    /** Whether there is such a component. */
    boolean has(String scheme) {
        return scheme.matches("[\\w.+-]+") && Surroundings.hasResource(SERVICES + "/" + scheme);
    }

    /** What it says of itself; empty if there is none, or it says nothing. */
    Optional<ComponentModel> find(String scheme) {
        return known.computeIfAbsent(scheme, this::read);
    }

    private Optional<ComponentModel> read(String scheme) {
        if (!has(scheme)) {
            return Optional.empty();
        }
        String type = properties(SERVICES + "/" + scheme).getProperty("class");
        String folder = type.substring(0, type.lastIndexOf('.')).replace('.', '/');
        String file = "META-INF/" + folder + "/" + scheme + ".json";
        return Surroundings.hasResource(file)
                ? Optional.of(JsonMapper.generateComponentModel(text(file)))
                : Optional.empty();
    }

    /** All schemes. */
    Set<String> schemes() {
        Set<String> schemes = new TreeSet<>();
        try {
            for (URL list : Collections.list(
                    Components.class.getClassLoader().getResources(SERVICES + ".properties"))) {
                schemes.addAll(
                        List.of(properties(list).getProperty("components", "").split("\\s+")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return schemes;
    }

    private static Properties properties(String name) {
        return properties(Components.class.getClassLoader().getResource(name));
    }

    private static Properties properties(URL url) {
        Properties properties = new Properties();
        try (InputStream file = url.openStream()) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    private static String text(String name) {
        try (InputStream file = Components.class.getClassLoader().getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
