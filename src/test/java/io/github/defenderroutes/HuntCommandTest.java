package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.standin.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code hunt} in a JVM of its own, alone and while {@code run} holds the database. */
class HuntCommandTest {
    private final StandIn standIn = StandIn.start();
    private final Map<String, String> settings = new HashMap<>();

    @TempDir
    private Path folder;

    private Path config;

    @BeforeEach
    void prepare() throws IOException {
        config = Files.createDirectories(folder.resolve("config"));
        Files.createDirectory(config.resolve("hunting"));
        Files.copy(Application.CONFIG.resolve("application.properties"), config.resolve("application.properties"));
        Files.createSymbolicLink(
                config.resolve("mail"), Application.CONFIG.resolve("mail").toAbsolutePath());
        Files.writeString(config.resolve("hunting/macros.kql"), """
                // title: Macros
                // cron: 0 0 * * * ?
                // severity: High
                // look-back: 1d
                // devices: isolate
                MacrosTable
                """);
        Files.writeString(config.resolve("hunting/broken.kql"), """
                // title: Broken
                // cron: 0 0 * * * ?
                // severity: High
                // look-back: 1d
                NoTable
                """);
        settings.putAll(standIn.settings());
        settings.put("state.url", "jdbc:h2:file:" + folder.resolve("defender-routes"));
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("DeviceId", "String");
        columns.put("Line", "String");
        standIn.login().grant("ThreatHunting.Read.All");
        standIn.hunting()
                .finds(
                        "MacrosTable",
                        columns,
                        List.of(
                                Map.of("DeviceId", "d1", "Line", "=cmd\u001b[2J\nnext"),
                                Map.of("DeviceId", "d2", "Line", "x".repeat(100))));
        standIn.hunting().refuses("NoTable", "failed to resolve NoTable");
    }

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void printsATableThatMovesNoCursorACsvThatRunsNothingAndJson() throws IOException {
        CommandLineCall table = hunt("macros");
        CommandLineCall csv = hunt("macros.kql", "--csv", "--rows", "1");
        JsonNode json = new ObjectMapper().readTree(hunt("macros", "--json").out());

        assertThat(table.problems()).doesNotContain("ERROR");
        assertThat(table.out().lines().map(String::stripTrailing))
                .containsExactly(
                        "DeviceId  Line", "d1        =cmd [2J next", "d2        " + "x".repeat(39) + "…", "2 rows.");
        assertThat(csv.out()).startsWith("DeviceId,Line\r\nd1,\"'=cmd").doesNotContain("d2");
        assertThat(csv.problems()).contains("1 of 2 rows. For more: --rows");
        assertThat(json.path("found").asInt()).isEqualTo(2);
        assertThat(json.path("rows").path(0).path("DeviceId").asText()).isEqualTo("d1");
        assertThat(standIn.mails().all()).isEmpty();
    }

    @Test
    void saysWhyNot() {
        CommandLineCall refused = hunt("broken");
        CommandLineCall missing = hunt("macro");

        assertThat(refused.exitCode()).isOne();
        assertThat(refused.problems()).contains("Microsoft Graph refused", "failed to resolve NoTable");
        assertThat(missing.exitCode()).isOne();
        assertThat(missing.problems()).contains("macro.kql. To fix: did you mean macros?");
    }

    @Test
    void isAnsweredByTheRunningProcess() {
        Path log = folder.resolve("log");
        try (ChildProcess run = new ChildProcess(log, settings, "--config", config.toString())) {
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(folder.resolve("control")));

            CommandLineCall table = hunt("macros");

            assertThat(run.isAlive()).isTrue();
            assertThat(table.exitCode()).as(table.problems()).isZero();
            assertThat(table.out()).contains("2 rows.");
        }
    }

    private CommandLineCall hunt(String... words) {
        List<String> all = new ArrayList<>(List.of("hunt"));
        all.addAll(List.of(words));
        all.addAll(List.of("--config", config.toString()));
        return CommandLineCall.here(settings, all.toArray(String[]::new));
    }
}
