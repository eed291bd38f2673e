package io.github.defenderroutes.dist;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.PreviousRelease;
import io.github.defenderroutes.standin.Reaction;
import io.github.defenderroutes.standin.StandIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The procedure of src/docs/upgrading.md on what an older release has left: edited routes and an isolation that is not over.
 * Until there is an older release, today's stands for it, with an older database and one route in an older form.
 */
@Tag("packaged")
class ArchiveUpgradeTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String EDITED = "routes/respond-to-alert.camel.yaml";
    private static final String CHANGED_BY_US = "routes/park-alert.camel.yaml";

    private final StandIn standIn = StandIn.start();

    @TempDir
    private Path folder;

    private Path older;
    private Path newer;
    private Path home;

    @BeforeEach
    void theOlderReleaseIsInstalledWithAHomeOfItsOwn() throws Exception {
        older = unpack("older");
        newer = unpack("newer");
        home = Files.createDirectories(folder.resolve("home"));
        call("cp", "-r", older.resolve("routes").toString(), older.resolve("config").toString(), home.toString());
        call("mkdir", "-m", "700", home.resolve("data").toString());
        edit(CHANGED_BY_US, "# as it was in the older release\n");
        edit("config/.shipped/" + CHANGED_BY_US, "# as it was in the older release\n");
        edit(EDITED, "# ours\n");
    }

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void editsSurviveTheRestBecomesNewAndTheIsolationIsFollowedToItsEnd() throws Exception {
        standIn.tenant().react("d1", Reaction.staysPending());
        standIn.tenant().add(aMachine("d1")).add(anAlert("alert-d1").device("d1"));
        Process run = start(older, "run");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(standIn.mails().all()).hasSize(1));
        end(run);
        asTheOlderReleaseWouldHaveIt(home.resolve("data/defender-routes"));

        assertThat(said(newer, 1, "changes")).contains(EDITED, CHANGED_BY_US);
        said(newer, 0, "changes", "--take");
        Process again = start(newer, "run");
        standIn.tenant().finish(standIn.tenant().acceptedIsolations("d1").get(0).get("id").toString(), "Succeeded");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(standIn.mails().all())
                        .anyMatch(mail -> mail.headers("X-Defender-Routes-Kind").contains("isolated")));
        end(again);

        assertThat(home.resolve(EDITED)).content().startsWith("# ours\n");
        assertThat(home.resolve(CHANGED_BY_US)).hasSameTextualContentAs(newer.resolve(CHANGED_BY_US));
        assertThat(standIn.calls("isolate")).hasSize(1);
        assertThat(home.resolve("data")).isDirectoryContaining("glob:**defender-routes.before-upgrade.schema-*.zip");
        assertThat(newer.resolve("data")).doesNotExist();
    }

    private static void asTheOlderReleaseWouldHaveIt(Path database) throws Exception {
        Path old = database.resolveSibling("old");
        PreviousRelease.database(database, old);
        Files.delete(database.resolveSibling("defender-routes.mv.db"));
        Files.move(database.resolveSibling("old.mv.db"), database.resolveSibling("defender-routes.mv.db"));
    }

    private void edit(String file, String firstLine) throws IOException {
        Path route = home.resolve(file);
        Files.writeString(route, firstLine + Files.readString(route));
    }

    private Path unpack(String release) throws Exception {
        Path place = Files.createDirectories(folder.resolve(release));
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            Path archive = built.filter(file -> file.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
            call("tar", "-xzf", archive.toString(), "-C", place.toString());
        }
        try (Stream<Path> unpacked = Files.list(place)) {
            return unpacked.findFirst().orElseThrow();
        }
    }

    private Process start(Path program, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(program.resolve("bin/defender-routes").toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(line).directory(folder.toFile());
        process.redirectErrorStream(true).redirectOutput(folder.resolve("said").toFile());
        process.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process.environment().put("DEFENDER_ROUTES_HOME", home.toString());
        process.environment().put("DEFENDER_ROUTES_CACHE", "off");
        process.environment().put("ISOLATION_MODE", "enforce");
        process.environment().put("ISOLATION_FOLLOW_CRON", "* * * * * ?");
        process.environment().put("MAIL_SEND_CRON", "* * * * * ?");
        standIn.settings().forEach((key, value) ->
                process.environment().put(key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"), value));
        return process.start();
    }

    private String said(Path program, int exitCode, String... arguments) throws Exception {
        Process command = start(program, arguments);
        assertThat(command.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String said = Files.readString(folder.resolve("said"), StandardCharsets.UTF_8);
        assertThat(command.exitValue()).as(said).isEqualTo(exitCode);
        return said;
    }

    private static void end(Process run) throws InterruptedException {
        run.destroy();
        assertThat(run.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    private static void call(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
