package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code log.format = json}: the console holds lines of JSON and nothing else. */
class JsonLogTest {
    private final StandIn standIn = StandIn.start();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void everyLineIsJsonAndThoseOfARunSayWhichAlertAndDeviceTheyAreAbout() throws IOException {
        standIn.tenant()
                .add(aMachine("d1").name("ws-1"))
                .add(anAlert("a1").device("d1").title("\"quoted\"\n{"));
        standIn.faults().next("isolate", Fault.status(503).header("Retry-After", "1"));
        Map<String, String> settings = new HashMap<>(standIn.settings());
        settings.put("state.url", "jdbc:h2:file:" + folder.resolve("state"));
        settings.put("isolation.mode", "enforce");
        settings.put("isolation.settle", "1s");
        settings.put("alerts.poll.cron", "* * * * * ?");
        settings.put("alerts.retry.cron", "* * * * * ?");
        settings.put("mail.send.cron", "* * * * * ?");
        settings.put("log.format", "json");
        settings.put("log.level", "INFO");
        settings.put("logback.configurationFile", "log/logback.xml");
        Path log = folder.resolve("log");

        try (ChildProcess run = new ChildProcess(log, settings)) {
            await().atMost(Duration.ofSeconds(90)).until(() -> standIn.mails().all().stream()
                    .anyMatch(mail -> mail.headers("X-Defender-Alert-Id").contains("a1")));
            run.terminate();
        }

        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            assertThat(line).startsWith("{");
            lines.add(new ObjectMapper().readTree(line));
        }
        assertThat(lines)
                .anySatisfy(line ->
                        assertThat(line.path("formattedMessage").asText()).contains("ISOLATES devices"))
                .anySatisfy(line -> {
                    assertThat(line.path("level").asText()).isEqualTo("WARN");
                    assertThat(line.path("formattedMessage").asText()).contains("Tried again in");
                    assertThat(line.at("/mdc/alertId").asText()).isEqualTo("a1");
                    assertThat(line.at("/mdc/deviceId").asText()).isEqualTo("d1");
                });
    }

    @Test
    void itIsAskedForLikeAnyOtherSetting() {
        Map<String, String> settings = new HashMap<>(standIn.settings());
        settings.put("state.url", "jdbc:h2:file:" + folder.resolve("state"));

        CommandLineCall once = CommandLineCall.of(settings, Map.of("LOG_FORMAT", "json"), "run", "--once");

        assertThat(once.out()).startsWith("{");
    }
}
