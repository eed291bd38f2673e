package io.github.defenderroutes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Files of a folder on the class path, copied to where they can be read like any others; deleted when it is closed. */
final class ClassPathFolder implements AutoCloseable {
    private static final String PREFIX = "classpath:";

    private final Path copy;

    private ClassPathFolder(Path copy) {
        this.copy = copy;
    }

    static boolean isOne(String location) {
        return location.startsWith(PREFIX);
    }

    /**
     * @param location such as {@code classpath:my/routes}
     * @throws StartException if there is no such folder, or no file in it
     */
    static ClassPathFolder copy(String location) {
        String folder = location.substring(PREFIX.length()).replaceAll("^/+|/+$", "");
        try {
            ClassPathFolder copied = new ClassPathFolder(Files.createTempDirectory(
                    "defender-routes-%d-".formatted(ProcessHandle.current().pid())));
            boolean found = false;
            for (URL url : places(folder)) {
                found |= copied.add(url, folder + "/");
            }
            if (!found) {
                copied.close();
                throw new StartException(
                        "%s is no folder with files on the class path. To fix: name one, or a folder of the file system; jars need an entry for the folder itself."
                                .formatted(location),
                        null);
            }
            return copied;
        } catch (IOException | URISyntaxException e) {
            throw new StartException("%s cannot be read: %s".formatted(location, e.getMessage()), e);
        }
    }

    /** Where the files are while this is open. */
    Path path() {
        return copy;
    }

    private static List<URL> places(String folder) throws IOException {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader own = ClassPathFolder.class.getClassLoader();
        List<URL> places = context == null ? List.of() : Collections.list(context.getResources(folder + "/"));
        return places.isEmpty() ? Collections.list(own.getResources(folder + "/")) : places;
    }

    private boolean add(URL url, String folder) throws IOException, URISyntaxException {
        if (url.openConnection() instanceof JarURLConnection jar) {
            return addEntries(jar, folder);
        }
        return url.getProtocol().equals("file") && addTree(Path.of(url.toURI()));
    }

    private boolean addEntries(JarURLConnection connection, String folder) throws IOException {
        connection.setUseCaches(false); // the jar is ours to close then
        boolean found = false;
        try (JarFile jar = connection.getJarFile()) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (entry.getName().startsWith(folder) && !entry.isDirectory()) {
                    try (InputStream content = jar.getInputStream(entry)) {
                        put(entry.getName().substring(folder.length()), content);
                    }
                    found = true;
                }
            }
        }
        return found;
    }

    private boolean addTree(Path tree) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(tree)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            try (InputStream content = Files.newInputStream(file)) {
                put(tree.relativize(file).toString(), content);
            }
        }
        return !files.isEmpty();
    }

    /** What comes first on the class path wins. */
    private void put(String name, InputStream content) throws IOException {
        Path file = copy.resolve(name).normalize();
        if (file.startsWith(copy) && !Files.exists(file)) {
            Files.createDirectories(file.getParent());
            Files.copy(content, file);
        }
    }

    /** Closing it again changes nothing. */
    @Override
    public void close() {
        if (!Files.exists(copy)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(copy)) {
            for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
