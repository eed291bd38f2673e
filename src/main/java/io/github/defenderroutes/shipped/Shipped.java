package io.github.defenderroutes.shipped;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The routes and the configuration as this release ships them; the build puts them into the jar. */
final class Shipped {
    private static final String RESOURCES = "shipped";

    private Shipped() {}

    /** The release, as the jar's manifest names it; empty if it was not made by a build. */
    static Optional<String> release() {
        return Optional.ofNullable(Shipped.class.getPackage().getImplementationVersion());
    }

    /** Each file by its name: {@code routes/poll-alerts.camel.yaml}, {@code config/mail/words.ftl}. */
    static Map<String, byte[]> files() {
        URL folder = Shipped.class.getResource("/" + RESOURCES);
        if (folder == null) {
            throw new IllegalStateException("This jar holds no shipped files");
        }
        try {
            if (!(folder.openConnection() instanceof JarURLConnection jar)) {
                return files(Path.of(folder.toURI()));
            }
            Path file = Path.of(jar.getJarFileURL().toURI());
            try (FileSystem inside = FileSystems.newFileSystem(file)) {
                return files(inside.getPath(RESOURCES));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
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
