package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.standin.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look at what was done, each in a JVM of its own. */
class RunsCommandTest {
    private final StandIn standIn = StandIn.start();
    private final Map<String, String> settings = new HashMap<>(standIn.settings());

    @TempDir
    private Path folder;

    @BeforeEach
    void prepare() {
        settings.put("state.url", "jdbc:h2:file:" + folder.resolve("defender-routes"));
        settings.put("alerts.poll.cron", "* * * * * ?");
        standIn.tenant()
                .add(aMachine("d1").name("ws-1.corp.example"))
                .add(anAlert("a1").device("d1").title("A title \u001B[31mwith\nan escape"))
                .add(anAlert("a2").severity("Medium"));
    }

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void withNothingRunningRunsAreListedAndShown() throws IOException {
        assertThat(ask("run", "--once").out()).contains("Handled 2 alerts.");

        assertThat(ask("runs")).returns(0, CommandLineCall::exitCode).satisfies(said -> assertThat(said.out())
                .contains("ENDED", " a1 ", " a2 ", "dry-run", "ws-1.corp.example"));
        assertThat(ask("runs", "--severity", "High", "--device", "WS-1", "--json")
                        .out())
                .satisfies(out -> assertThat(json(out)).singleElement().satisfies(run -> {
                    assertThat(run.path("alert").asText()).isEqualTo("a1");
                    assertThat(run.path("result").asText()).isEqualTo("dry-run");
                }));
        assertThat(ask("runs", "--text", "nothing of that kind").out()).isEqualToIgnoringNewLines("None.");

        CommandLineCall shown = ask("runs", "show", "a1");
        assertThat(shown.out())
                .contains("Decision", "dry-run", "severity = High", "Steps", "enrich", "get-device", "Mail", "routes ")
                .doesNotContain("\u001B");
        assertThat(shown.out().lines()).allMatch(line -> line.length() <= 120);
        assertThat(json(ask("runs", "show", "a1", "--alert-json").out())
                        .path("id")
                        .asText())
                .isEqualTo("a1");
        String hash = shown.out().replaceFirst("(?s).*routes ([0-9a-f]{12}).*", "$1");
        assertThat(ask("runs", "text", hash).out()).contains("# ---- alert-pipeline.camel.yaml");
        assertThat(ask("runs", "show", "nobody"))
                .returns(1, CommandLineCall::exitCode)
                .satisfies(said -> assertThat(said.problems()).contains("There is no run nobody"));
    }

    @Test
    void whileItRunsTheRunningProcessIsAsked() throws IOException {
        Map<String, String> running = new HashMap<>(settings);
        running.put("log.level", "INFO");
        running.put("logback.configurationFile", "log/logback.xml");
        try (ChildProcess run = new ChildProcess(folder.resolve("log"), running)) {
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> Files.exists(folder.resolve("control"))
                            && standIn.mails().all().size() >= 2);

            assertThat(ask("runs", "--outcome", "dry-run").out())
                    .contains(" a1 ")
                    .doesNotContain(" a2 ");
            assertThat(ask("runs", "show", "a1", "--json").out())
                    .satisfies(out -> assertThat(json(out).path("steps").size()).isGreaterThan(3));
            assertThat(ask("resubmit", "a1", "--as-it-was"))
                    .returns(0, CommandLineCall::exitCode)
                    .satisfies(said -> assertThat(said.out()).contains("a1 was handled again as it was; it is done."));
            assertThat(json(ask("runs", "--alert", "a1", "--json").out())).hasSize(2);
            assertThat(ask("report").out())
                    .contains(
                            "Would have been isolated: 1 device",
                            "ws-1.corp.example",
                            "1 alert",
                            "isolation.cap.per-hour")
                    .doesNotContain("\u001B");
            assertThat(run.isAlive()).isTrue();
        }
    }

    @Test
    void wrongUseIsTold() {
        assertThat(ask("runs", "--since", "yesterday"))
                .returns(2, CommandLineCall::exitCode)
                .satisfies(said -> assertThat(said.problems()).contains("'yesterday' is no time. To fix: "));
        assertThat(ask("runs", "show")).returns(2, CommandLineCall::exitCode);
        assertThat(ask("resubmit", "--all", "--as-it-was")).returns(2, CommandLineCall::exitCode);
    }

    private CommandLineCall ask(String... words) {
        return CommandLineCall.here(settings, words);
    }

    private static JsonNode json(String out) {
        try {
            return new ObjectMapper().readTree(out);
        } catch (IOException e) {
            throw new IllegalStateException(out, e);
        }
    }
}
