package io.github.defenderroutes.shipped;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The routes and the configuration as this release ships them; the build puts them into the jar. */
public final class Shipped {
    private static final String RESOURCES = "shipped";
    private static final String BELOW = RESOURCES + "/";

    private Shipped() {}

    /** The release, as the jar's manifest names it; empty if it was not made by a build. */
    static Optional<String> release() {
        return Optional.ofNullable(Shipped.class.getPackage().getImplementationVersion());
    }

    /** Each file by its name: {@code routes/poll-alerts.camel.yaml}, {@code config/mail/words.ftl}. */
    static Map<String, byte[]> files() {
        return named("");
    }

    private static Map<String, byte[]> named(String prefix) {
        URL folder = Shipped.class.getResource("/" + RESOURCES);
        if (folder == null) {
            throw new IllegalStateException("This jar holds no shipped files");
        }
        try {
            if (!(folder.openConnection() instanceof JarURLConnection jar)) {
                Map<String, byte[]> files = files(Path.of(folder.toURI()));
                files.keySet().removeIf(name -> !name.startsWith(prefix));
                return files;
            }
            return entries(jar.getJarFile(), BELOW + prefix); // the one that classes are loaded from: it stays open
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, byte[]> entries(JarFile jar, String prefix) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (JarEntry entry : Collections.list(jar.entries())) {
            if (entry.getName().startsWith(prefix) && !entry.isDirectory()) {
                try (InputStream content = jar.getInputStream(entry)) {
                    files.put(entry.getName().substring(BELOW.length()), content.readAllBytes());
                }
            }
        }
        return files;
    }

    /**
     * Texts that this release ships, by the names of their files.
     *
     * @param folder such as {@code config/mail/}
     * @return none if this was not made by our build, or came otherwise than as files or as a jar, such as an OSGi bundle
     */
    public static Map<String, String> texts(String folder) {
        URL place = Shipped.class.getResource("/" + RESOURCES);
        if (release().isEmpty()
                || place == null
                || !place.getProtocol().equals("file") && !place.getProtocol().equals("jar")) {
            return Map.of();
        }
        Map<String, String> texts = new HashMap<>();
        named(folder)
                .forEach((name, content) ->
                        texts.put(name.substring(folder.length()), new String(content, StandardCharsets.UTF_8)));
        return texts;
    }

    /** The files below a folder, by their names in it with slashes. */
    static Map<String, byte[]> files(Path folder) {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
