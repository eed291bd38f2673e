package io.github.defenderroutes.dist;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.standin.StandIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive, unpacked as a person would. */
@Tag("packaged")
class ArchiveTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private Path program;

    @BeforeEach
    void unpack() throws Exception {
        assertThat(call(folder, "tar", "-xzf", archive(".tar.gz").toString())).isEmpty();
        try (Stream<Path> unpacked = Files.list(folder)) {
            program = unpacked.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    @Test
    void itIsOneFolderNamedAfterTheReleaseWithAllThatTheProgramNeeds() throws IOException {
        try (JarFile jar = new JarFile(program.resolve("defender-routes.jar").toFile())) {
            Manifest manifest = jar.getManifest();
            assertThat(program.getFileName())
                    .hasToString(
                            "defender-routes-" + manifest.getMainAttributes().getValue("Implementation-Version"));
            assertThat(manifest.getMainAttributes().getValue("Class-Path").split(" "))
                    .hasSizeGreaterThan(50)
                    .allSatisfy(library -> assertThat(program.resolve(library)).exists());
        }
        for (String file : List.of(
                "README.md",
                "LICENSE",
                "routes/alert-pipeline.camel.yaml",
                "config/application.properties",
                "config/.shipped/routes/alert-pipeline.camel.yaml",
                "config/.shipped/release",
                "systemd/defender-routes.service",
                "container/Containerfile",
                ".containerignore",
                ".dockerignore",
                "licences/THIRD-PARTY.txt",
                "licences/EPL-1.0.txt",
                "sbom/bom.json",
                "src/docs/upgrading.md")) {
            assertThat(program.resolve(file)).exists();
        }
        assertThat(program.resolve("config/secrets.properties")).doesNotExist();
        assertThat(program.resolve("data")).doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(program.resolve("bin/defender-routes"))))
                .isEqualTo("rwxr-xr-x");
    }

    @Test
    void theZipHoldsTheSame() throws IOException {
        TreeSet<String> unpacked = new TreeSet<>();
        try (Stream<Path> files = Files.walk(program)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> unpacked.add(folder.relativize(file).toString()));
        }
        try (ZipFile zip = new ZipFile(archive(".zip").toFile())) {
            assertThat(zip.stream().filter(entry -> !entry.isDirectory()).map(Object::toString))
                    .containsExactlyInAnyOrderElementsOf(unpacked);
        }
    }

    @Test
    void everyLibraryHasALicenceInTheList() throws IOException {
        assertThat(program.resolve("licences/THIRD-PARTY.txt"))
                .content()
                .contains("com.h2database:h2:", "org.apache.camel:camel-core:")
                .doesNotContain("Unknown license");
    }

    @Test
    void itPollsAndIsolatesFromWhereverItIsStartedAndItsClassesAreArchivedMeanwhile() throws Exception {
        try (StandIn standIn = StandIn.start()) {
            standIn.tenant().add(aMachine("d1")).add(anAlert("alert-d1").device("d1"));
            Process run = start(standIn, "run");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(standIn.tenant().acceptedIsolations("d1"))
                            .hasSize(1));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(program.resolve("data/cache"))
                    .isDirectoryContaining("glob:**.jsa"));
            run.destroy();
            assertThat(run.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(run.exitValue()).isEqualTo(143);
            assertThat(program.resolve("data/defender-routes.mv.db")).exists();

            Process status = start(standIn, "status");
            assertThat(status.waitFor(1, TimeUnit.MINUTES)).isTrue();

            assertThat(status.exitValue()).isZero();
            assertThat(folder.resolve("out"))
                    .content(StandardCharsets.UTF_8)
                    .contains("Last poll", "source: shared objects file");
        }
    }

    private Process start(StandIn standIn, String command) throws IOException {
        ProcessBuilder process =
                new ProcessBuilder(program.resolve("bin/defender-routes").toString(), command);
        process.directory(folder.toFile());
        process.redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile());
        Map<String, String> environment = process.environment();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("ISOLATION_MODE", "enforce");
        standIn.settings().forEach((key, value) -> environment.put(spelt(key), value));
        if (command.equals("status")) {
            environment.put("JAVA_OPTS", "-Xlog:class+load");
        }
        return process.start();
    }

    private static String spelt(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static Path archive(String ending) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName().toString().matches("defender-routes-.*\\Q" + ending + "\\E"))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        }
    }

    private static String call(Path in, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(in.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
