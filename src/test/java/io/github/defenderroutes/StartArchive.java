package io.github.defenderroutes;

import io.github.defenderroutes.command.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * What lets a JVM of its own start sooner, as the launcher does it: our classes in jars, and an archive of all classes that
 * a start uses. Made once for these classes, by the JVM of tests that needs it first; the others wait for it meanwhile.
 */
final class StartArchive {
    private static final Path FOLDER = Path.of("target", "start-archive").toAbsolutePath();

    /** Java 17 crashes at lambdas whose classes it does not archive: those in signed jars, and of old class files. */
    private static final Predicate<String> CRASHES =
            Pattern.compile("^@lambda-proxy.*(com/azure/|picocli/)").asPredicate();

    private static StartArchive ofThisJvm;

    private final Path folder;
    private final String classPath;

    private StartArchive(Path folder, String classPath) {
        this.folder = folder;
        this.classPath = classPath;
    }

    static synchronized StartArchive get() {
        if (ofThisJvm == null) {
            try {
                ofThisJvm = madeOnce();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return ofThisJvm;
    }

    /** What is on our own class path, each folder as a jar: classes of folders cannot be archived. */
    String classPath() {
        return classPath;
    }

    /** Of Java; if no archive could be made, Java goes without it. */
    List<String> options() {
        return List.of("-XX:SharedArchiveFile=" + archive(), "-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }

    private Path archive() {
        return folder.resolve("classes.jsa");
    }

    private static StartArchive madeOnce() throws IOException, InterruptedException {
        List<Path> own = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        Path folder = Files.createDirectories(FOLDER.resolve(fingerprint(own)));
        List<String> classPath = new ArrayList<>();
        try (FileChannel lock =
                FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            boolean isComplete = Files.exists(folder.resolve("complete"));
            for (Path entry : own) {
                Path jar = Files.isDirectory(entry) ? folder.resolve(entry.getFileName() + ".jar") : entry;
                classPath.add(jar.toString());
                if (jar != entry && !isComplete) {
                    pack(entry, jar);
                }
            }
            StartArchive made = new StartArchive(folder, String.join(File.pathSeparator, classPath));
            if (!isComplete) {
                made.make();
                Files.createFile(folder.resolve("complete"));
            }
            return made;
        }
    }

    /** Another one as soon as a file in one of the folders is another one. */
    private static String fingerprint(List<Path> classPath) throws IOException {
        List<Object> files = new ArrayList<>();
        for (Path entry : classPath) {
            try (Stream<Path> tree = Files.isDirectory(entry) ? Files.walk(entry) : Stream.of(entry)) {
                for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
                    files.add(file);
                    files.add(Files.size(file));
                    files.add(Files.getLastModifiedTime(file));
                }
            }
        }
        return HexFormat.of().toHexDigits(files.hashCode());
    }

    private static void pack(Path classes, Path jar) {
        int exitCode = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "-cf0", jar.toString(), "-C", classes.toString(), ".");
        if (exitCode != 0) {
            throw new IllegalStateException("No jar is made of " + classes);
        }
    }

    private void make() throws IOException, InterruptedException {
        Path used = folder.resolve("used");
        Path classes = folder.resolve("classes");
        java(
                "-XX:DumpLoadedClassList=" + used,
                Main.class.getName(),
                "prepare",
                "--database",
                folder.resolve("state").toString());
        Files.write(
                classes,
                Files.readAllLines(used).stream().filter(CRASHES.negate()).toList());
        java("-Xshare:dump", "-XX:SharedClassListFile=" + classes, "-XX:SharedArchiveFile=" + archive());
    }

    private void java(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(JavaCommand.SHORT_LIVED);
        command.addAll(List.of("-cp", classPath));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        process.waitFor();
    }
}
