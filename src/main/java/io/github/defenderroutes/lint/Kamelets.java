package io.github.defenderroutes.lint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The Kamelets on the class path. */
final class Kamelets {
    private static final String FOLDER = "kamelets/";
    private static final String ENDING = ".kamelet.yaml";
    private static final String ONE_OF_OURS = FOLDER + "defender-call-action" + ENDING;

    private final Map<String, Optional<Definition>> known = new HashMap<>();

    /**
     * What a Kamelet takes.
     *
     * @param properties its parameters: title, type, default and so on, by name
     * @param required those that have to be given
     * @param permission of the app registration; empty if it asks nobody
     */
    record Definition(Map<String, Map<?, ?>> properties, Set<String> required, String permission) {}

    /** Empty if there is none of that name. */
    Optional<Definition> find(String name) {
        return known.computeIfAbsent(name, Kamelets::read);
    }

    private static Optional<Definition> read(String name) {
        String location = FOLDER + name + ENDING;
        if (!name.matches("[\\w.-]+") || !Surroundings.hasResource(location)) {
            return Optional.empty();
        }
        try (InputStream file = Kamelets.class.getClassLoader().getResourceAsStream(location)) {
            Map<?, ?> yaml = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromInputStream(file);
            Map<?, ?> definition = map(map(yaml, "spec"), "definition");
            Map<String, Map<?, ?>> properties = new HashMap<>();
            map(definition, "properties")
                    .forEach((key, value) ->
                            properties.put(String.valueOf(key), value instanceof Map<?, ?> schema ? schema : Map.of()));
            Set<String> required = new TreeSet<>();
            if (definition.get("required") instanceof List<?> list) {
                list.forEach(one -> required.add(String.valueOf(one)));
            }
            Object permission = map(map(yaml, "metadata"), "annotations").get("defender-routes/permission");
            return Optional.of(
                    new Definition(properties, required, permission == null ? "" : String.valueOf(permission)));
        } catch (IOException e) {
            throw new UncheckedIOException(location + " cannot be read", e);
        }
    }

    private static Map<?, ?> map(Map<?, ?> of, String key) {
        return of.get(key) instanceof Map<?, ?> map ? map : Map.of();
    }

    /** Their names, for a person who has misspelt one. */
    Set<String> names() {
        URL one = Kamelets.class.getClassLoader().getResource(ONE_OF_OURS);
        try {
            Set<String> names = new TreeSet<>();
            if (one.openConnection() instanceof JarURLConnection jar) {
                jar.getJarFile().stream()
                        .map(entry -> entry.getName())
                        .filter(entry -> entry.startsWith(FOLDER) && entry.endsWith(ENDING))
                        .forEach(entry -> names.add(name(entry)));
            } else {
                try (Stream<Path> files = Files.list(Path.of(one.toURI()).getParent())) {
                    files.map(Path::toString)
                            .filter(file -> file.endsWith(ENDING))
                            .forEach(file -> names.add(name(file)));
                }
            }
            return names;
        } catch (IOException | URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return Set.of(); // then no name is proposed
        }
    }

    private static String name(String file) {
        return file.substring(file.lastIndexOf('/') + 1, file.length() - ENDING.length());
    }
}
