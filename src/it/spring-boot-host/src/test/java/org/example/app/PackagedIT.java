package org.example.app;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.standin.StandIn;
import io.github.defenderroutes.standin.StandInOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar} of the packaged application, in which all of ours is in a jar in its jar, against the stand-in. */
class PackagedIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    private final StandIn standIn = StandIn.start(StandInOptions.defaults());

    @TempDir
    private Path folder;

    private Process application;

    @AfterEach
    void close() {
        if (application != null) {
            application.destroyForcibly();
        }
        standIn.close();
    }

    @Test
    void itPollsIsolatesMailsIsUpAndEndsInOrder() throws Exception {
        standIn.tenant().add(aMachine("d1").name("d1.corp.example"));
        standIn.tenant().add(anAlert("a1").device("d1"));

        start();

        await().atMost(SOON).until(() -> standIn.mails().all().stream()
                .anyMatch(mail -> mail.headers("X-Defender-Alert-Id").contains("a1")));
        assertThat(standIn.tenant().acceptedIsolations("d1")).hasSize(1);
        await().atMost(SOON).untilAsserted(() -> {
            HttpResponse<String> health = health();
            assertThat(health.body()).contains("defenderRoutes", "the last good poll was at");
            assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
        });
        application.destroy();
        assertThat(application.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(application.exitValue()).as("ended by SIGTERM").isEqualTo(143);
        assertThat(log())
                .as("it looks as the application wants it to")
                .contains("--- [soc]")
                .doesNotContain("ERROR");
        assertThat(folder.resolve("tmp").toFile().list()).as("what was unpacked").noneMatch(name -> name.contains("defender"));
    }

    private void start() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + Files.createDirectory(folder.resolve("tmp")),
                "-jar",
                System.getProperty("application.jar"),
                "--server.port=0",
                "--management.endpoint.health.show-details=always",
                "--defender-routes.settings.isolation.mode=enforce",
                "--defender-routes.settings.alerts.poll.cron=* * * * * ?",
                "--defender-routes.settings.mail.send.cron=* * * * * ?"));
        standIn.settings().forEach((key, value) -> command.add("--defender-routes.settings." + key + "=" + value));
        application = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private HttpResponse<String> health() throws Exception {
        String port = PORT.matcher(log())
                .results()
                .findFirst()
                .map((MatchResult started) -> started.group(1))
                .orElseThrow(() -> new AssertionError("It does not listen:\n" + log()));
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
                                .build(),
                        BodyHandlers.ofString());
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
