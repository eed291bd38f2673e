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
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check} in a JVM of its own, as it is given before going live and while {@code run} is at work. */
class CheckCommandTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final StandIn standIn = StandIn.start();
    private final Map<String, String> settings = new HashMap<>(standIn.settings());

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void whileRunHoldsTheDatabaseItIsAskedAndCountsTheCalls() throws IOException {
        settings.put("state.url", "jdbc:h2:file:" + folder.resolve("defender-routes"));
        settings.put("alerts.poll.cron", "0 0 0 1 1 ? 2099"); // only the poll at the start counts
        settings.put("log.level", "INFO");
        Path log = folder.resolve("log");
        try (ChildProcess run = new ChildProcess(log, settings)) {
            await().atMost(LIMIT)
                    .until(() -> Files.exists(folder.resolve("control"))
                            && standIn.calls("list-alerts").stream().anyMatch(call -> call.status() == 200));

            CommandLineCall said = CommandLineCall.of(settings, "check", "--json");

            assertThat(said).returns(0, CommandLineCall::exitCode).returns("", CommandLineCall::problems);
            JsonNode json = new ObjectMapper().readTree(said.out());
            assertThat(json.path("fine").asBoolean()).isTrue();
            assertThat(found(json, "database")).contains("held by process " + run.pid());
            assertThat(found(json, "call list-alerts")).startsWith("is answered");
            assertThat(found(json, "quota of Defender")).startsWith("4 of 100 calls used in the last minute");
            assertThat(run.isAlive()).isTrue();
        }
    }

    @Test
    void allThatIsWrongIsSaidForPeopleAndInTheExitCode() {
        settings.remove("defender.client-id");
        settings.put("isolation.mode", "enfroce");

        CommandLineCall said = CommandLineCall.of(settings, "check");

        assertThat(said).returns(1, CommandLineCall::exitCode).returns("", CommandLineCall::problems);
        assertThat(said.out())
                .startsWith("problem  settings")
                .contains("defender.client-id", "isolation.mode", "enforce", "skipped  database")
                .endsWith("Nothing in the tenant was changed." + System.lineSeparator());
        assertThat(said.out().lines()).allMatch(line -> line.length() <= 120);
    }

    private static String found(JsonNode json, String name) {
        for (JsonNode check : json.path("checks")) {
            if (check.path("name").asText().equals(name)) {
                return check.path("found").asText();
            }
        }
        return "";
    }
}
