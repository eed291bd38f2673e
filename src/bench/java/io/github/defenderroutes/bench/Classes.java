package io.github.defenderroutes.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * The classes of the programs, archived as the launcher of the distribution does it, so that each starts as users start it.
 * Only classes of jars can be archived, so folders of the class path are packed.
 */
final class Classes {
    /** Java 17 crashes at these lambdas; see src/dist/bin/defender-routes. */
    private static final Pattern UNFIT = Pattern.compile("@lambda-proxy.*(com/azure/|picocli/).*");

    private final Path folder;
    private final String classPath;
    private final List<String> options;
    private final Map<Program, Path> archives = new EnumMap<>(Program.class);

    /** @param options of every JVM; an archive fits only a JVM with the same */
    Classes(List<String> options) throws IOException {
        this.options = options;
        this.folder = Files.createTempDirectory("defender-bench-classes");
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                jars.add(pack(path, folder.resolve(jars.size() + ".jar")).toString());
            } else if (Files.exists(path)) {
                jars.add(entry);
            }
        }
        this.classPath = String.join(File.pathSeparator, jars);
    }

    /** The command that starts a JVM with that program, its classes archived. */
    List<String> command(Program program) throws IOException {
        Path archive = archives.get(program);
        if (archive == null) {
            archive = archive(program);
            archives.put(program, archive);
        }
        return java(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off"), program.command());
    }

    private Path archive(Program program) throws IOException {
        Path used = folder.resolve(program + ".used");
        try (Child child = new Child(java(List.of("-XX:DumpLoadedClassList=" + used), program.command()))) {
            child.firstPoll();
            child.work(1_000);
        }
        Path list = folder.resolve(program + ".classes");
        try (Stream<String> lines = Files.lines(used)) {
            Files.write(list, (Iterable<String>) lines.filter(line -> !UNFIT.matcher(line).matches())::iterator);
        }
        Path archive = folder.resolve(program + ".jsa");
        List<String> dump = List.of(
                "-Xshare:dump", "-Xlog:disable", "-XX:SharedClassListFile=" + list, "-XX:SharedArchiveFile=" + archive);
        try {
            new ProcessBuilder(java(dump, List.of())).inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!Files.exists(archive)) {
            throw new IllegalStateException("Java made no archive of the classes of " + program);
        }
        return archive;
    }

    private List<String> java(List<String> more, List<String> program) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(more);
        command.addAll(Arrays.asList("-cp", classPath));
        command.addAll(program);
        return command;
    }

    private static Path pack(Path folder, Path jar) {
        ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
        if (tool.run(System.out, System.err, "--create", "--file", jar.toString(), "-C", folder.toString(), ".") != 0) {
            throw new IllegalStateException(folder + " cannot be packed");
        }
        return jar;
    }
}
