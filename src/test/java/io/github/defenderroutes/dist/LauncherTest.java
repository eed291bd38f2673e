package io.github.defenderroutes.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/defender-routes} beside a Java that only tells what it was called with. */
class LauncherTest {
    private static final Path LAUNCHER = Path.of("src/dist/bin/defender-routes");

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Path program;
    private Path elsewhere;

    private record Told(int exitCode, List<String> arguments, String problem) {}

    @BeforeEach
    void install() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "a script for POSIX");
        folder = folder.toRealPath();
        program = folder.resolve("the program");
        elsewhere = Files.createDirectories(folder.resolve("else where"));
        executable(program.resolve("bin/defender-routes"), Files.readString(LAUNCHER));
        Files.writeString(program.resolve("defender-routes.jar"), "a jar");
        environment.put("JAVA_HOME", java("17.0.15+6").toString());
    }

    @Test
    void itStartsTheProgramFromAnyFolderWithItsOwnFolderAsHome() throws Exception {
        Told told = run("status", "--json");

        assertThat(told.exitCode()).isZero();
        assertThat(told.arguments())
                .contains(
                        "-Ddefender-routes.home=" + program,
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError")
                .endsWith("-jar", program.resolve("defender-routes.jar").toString(), "status", "--json");
    }

    @Test
    void argumentsKeepTheirBlanksAndSigns() throws Exception {
        assertThat(run("kill-switch", "on", "--reason", "two words * $HOME", "").arguments())
                .endsWith("--reason", "two words * $HOME", "");
    }

    @Test
    void itFindsItsFolderThroughLinks() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("current"), Path.of("the program"));
        Path command = Files.createSymbolicLink(elsewhere.resolve("defender"), link.resolve("bin/defender-routes"));
        Path relative = Files.createSymbolicLink(folder.resolve("again"), Path.of("else where/defender"));

        for (Path name : List.of(command, relative)) {
            assertThat(start(name, "status").arguments()).contains("-Ddefender-routes.home=" + program);
        }
    }

    @Test
    void aHomeOfItsOwnLeavesTheProgramAlone() throws Exception {
        Path home = Files.createDirectories(folder.resolve("our home"));
        environment.put("DEFENDER_ROUTES_HOME", home.toString());

        assertThat(run("status").arguments())
                .contains(
                        "-Ddefender-routes.home=" + home,
                        program.resolve("defender-routes.jar").toString());
    }

    @Test
    void aHomeThatIsNotThereIsToldWithTheRemedy() throws Exception {
        environment.put("DEFENDER_ROUTES_HOME", folder.resolve("missing").toString());

        Told told = run("run");

        assertThat(told.exitCode()).isOne();
        assertThat(told.problem()).contains("DEFENDER_ROUTES_HOME = ", "missing is not a folder. To fix: ");
    }

    @Test
    void optionsForJavaComeInAndReplaceOurs() throws Exception {
        environment.put("JAVA_OPTS", "-Xmx1g -XX:+UseG1GC -Disolation.mode=off");

        assertThat(run("status").arguments())
                .contains("-Xmx1g", "-XX:+UseG1GC", "-Disolation.mode=off")
                .doesNotContain("-Xmx256m", "-XX:+UseSerialGC");
    }

    @Test
    void aJavaThatIsTooOldIsToldWithTheRemedy() throws Exception {
        for (String old : List.of("11.0.2+9", "1.8.0_392-b08")) {
            environment.put("JAVA_HOME", java(old).toString());

            Told told = run("run");

            assertThat(told.exitCode()).isOne();
            assertThat(told.problem()).contains("is Java " + old + "; 17 or newer is needed. To fix: install one");
            assertThat(told.arguments()).isEmpty();
        }
    }

    @Test
    void aJavaWithoutItsReleaseFileIsAsked() throws Exception {
        Files.delete(java("21.0.1+12").resolve("release"));
        environment.put("JAVA_HOME", folder.resolve("java-21.0.1+12").toString());

        assertThat(run("status").exitCode()).isZero();
    }

    @Test
    void aWrongJavaHomeIsToldWithTheRemedy() throws Exception {
        environment.put("JAVA_HOME", folder.resolve("nowhere").toString());

        assertThat(run("run").problem()).contains("nowhere has no bin/java. To fix: ");
    }

    @Test
    void theFirstRunHasTheClassesArchivedAndTheNextOneUsesThem() throws Exception {
        assertThat(run("run").exitCode()).isZero();

        Path cache = program.resolve("data/cache");
        await().untilAsserted(() -> assertThat(archives(cache)).hasSize(1));
        List<Path> archives = archives(cache);
        assertThat(run("run").arguments()).contains("-XX:SharedArchiveFile=" + archives.get(0));
        assertThat(run("status").arguments()).contains("-XX:SharedArchiveFile=" + archives.get(0));
    }

    @Test
    void anArchiveOfAnotherJavaOrReleaseIsNotUsedAndGoesWithTheNextOne() throws Exception {
        run("prepare");
        environment.put("JAVA_HOME", java("21.0.1+12").toString());
        assertThat(run("status").arguments()).noneMatch(option -> option.startsWith("-XX:SharedArchiveFile"));
        run("prepare");
        Files.writeString(program.resolve("defender-routes.jar"), "a newer jar");
        assertThat(run("status").arguments()).noneMatch(option -> option.startsWith("-XX:SharedArchiveFile"));
        run("prepare");

        assertThat(archives(program.resolve("data/cache"))).hasSize(1);
    }

    @Test
    void whereALinkSaysWhichReleaseIsInUseTheOldReleasesArchiveGoes() throws Exception {
        Path link = folder.resolve("current");
        environment.put("DEFENDER_ROUTES_CACHE", folder.resolve("cache").toString());
        Path newer = folder.resolve("the newer program");
        executable(newer.resolve("bin/defender-routes"), Files.readString(LAUNCHER));
        Files.writeString(newer.resolve("defender-routes.jar"), "a newer jar");

        for (Path release : List.of(program, newer)) {
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, release);
            start(link.resolve("bin/defender-routes"), "prepare");
        }

        assertThat(archives(folder.resolve("cache"))).hasSize(1);
        assertThat(start(link.resolve("bin/defender-routes"), "status").arguments())
                .anyMatch(option -> option.startsWith("-XX:SharedArchiveFile="));
    }

    @Test
    void aCacheThatCannotBeWrittenIsNoError() throws Exception {
        environment.put("DEFENDER_ROUTES_CACHE", Files.createFile(folder.resolve("file")) + "/below");

        assertThat(run("run").exitCode()).isZero();
        assertThat(run("prepare").problem()).contains("No class archive was made");
    }

    @Test
    void systemdMaySayWhereTheCacheIs() throws Exception {
        environment.put("CACHE_DIRECTORY", folder.resolve("cache").toString());
        run("prepare");

        assertThat(archives(folder.resolve("cache"))).hasSize(1);
        assertThat(program.resolve("data")).doesNotExist();
    }

    @Test
    void aCacheAndAJavaMayBeNamedFromTheWorkingDirectory() throws Exception {
        environment.put("JAVA_HOME", "../java-17.0.15+6");
        environment.put("DEFENDER_ROUTES_CACHE", "our cache");

        assertThat(run("prepare").exitCode()).isZero();

        Path cache = elsewhere.resolve("our cache");
        List<Path> archives = archives(cache);
        assertThat(archives).hasSize(1);
        assertThat(cache).isDirectoryNotContaining("glob:**/making.*");
        assertThat(run("status").arguments()).contains("-XX:SharedArchiveFile=" + archives.get(0));
    }

    @Test
    void inACacheOfSeveralProgramsEachDeletesItsOwnOldArchivesOnly() throws Exception {
        Path cache = folder.resolve("cache");
        environment.put("DEFENDER_ROUTES_CACHE", cache.toString());
        run("prepare");
        Path other = folder.resolve("another program");
        executable(other.resolve("bin/defender-routes"), Files.readString(LAUNCHER));
        Files.writeString(other.resolve("defender-routes.jar"), "a jar");

        start(other.resolve("bin/defender-routes"), "prepare");

        assertThat(archives(cache)).hasSize(2);
        Files.writeString(program.resolve("defender-routes.jar"), "a newer jar");
        run("prepare");
        assertThat(archives(cache)).hasSize(2);
    }

    private Told run(String... arguments) throws IOException, InterruptedException {
        return start(program.resolve("bin/defender-routes"), arguments);
    }

    private Told start(Path command, String... arguments) throws IOException, InterruptedException {
        Files.deleteIfExists(folder.resolve("arguments"));
        List<String> line = new ArrayList<>(List.of(command.toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(line).directory(elsewhere.toFile());
        process.environment().keySet().removeIf(name -> name.matches("JAVA.*|JDK.*|DEFENDER.*|CACHE_DIRECTORY"));
        process.environment().putAll(environment);
        process.redirectOutput(folder.resolve("out").toFile());
        process.redirectError(folder.resolve("problems").toFile());
        Process started = process.start();
        assertThat(started.waitFor(20, TimeUnit.SECONDS)).isTrue();
        Path told = folder.resolve("arguments");
        return new Told(
                started.exitValue(),
                Files.exists(told) ? Files.readAllLines(told, StandardCharsets.UTF_8) : List.of(),
                Files.readString(folder.resolve("problems")));
    }

    /** Tells its arguments, one a line; makes the files that it is asked to make. */
    private Path java(String version) throws IOException {
        Path home = folder.resolve("java-" + version);
        executable(home.resolve("bin/java"), """
                #!/bin/sh
                for option; do
                  case $option in
                    -version) echo 'openjdk version "%s"' >&2; exit 0 ;;
                    -XX:DumpLoadedClassList=*) echo a/Class >"${option#*=}"; exit 0 ;;
                    -Xshare:dump) dump=yes ;;
                    -XX:SharedArchiveFile=*) [ -z "${dump:-}" ] || { echo archive >"${option#*=}"; exit 0; } ;;
                  esac
                done
                printf '%%s\\n' "$@" >'%s'
                """.formatted(version, folder.resolve("arguments")));
        Files.writeString(home.resolve("release"), "JAVA_RUNTIME_VERSION=\"" + version + "\"\n");
        return home;
    }

    private static void executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static List<Path> archives(Path cache) throws IOException {
        if (Files.notExists(cache)) {
            return List.of();
        }
        try (var files = Files.list(cache)) {
            return files.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }
}
