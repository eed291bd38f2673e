package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.ledger.Parked;
import io.github.defenderroutes.standin.ReceivedMail;
import io.github.defenderroutes.standin.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An alert whose handling ends the process each time, and a service manager that starts it again each time. */
@ExtendWith(PostgresServer.Shared.class)
class DeadlyAlertTest {
    private static final int INNOCENT = Integer.getInteger("deadly.innocent", 60);

    private final StandIn standIn = StandIn.start();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void itIsFoundParkedAndToldAndEveryOtherAlertIsHandled() throws Exception {
        endsWell(1, "jdbc:h2:file:" + folder.resolve("state"));
    }

    @Test
    @Tag("soak")
    void itKillsOneProcessAfterTheOtherAndIsParkedAllTheSame(PostgresServer postgres) throws Exception {
        endsWell(2, postgres.newDatabase());
    }

    private void endsWell(int processes, String database) throws Exception {
        for (int i = 0; i < INNOCENT; i++) {
            alert("a" + i, i % 3 == 0 ? "High" : "Medium", "Innocent");
        }
        alert("the-one", "High", "A deadly title");

        int deaths = deathsUntilAllIsTold(processes, database);

        assertThat(deaths).as("twice among others, twice alone").isEqualTo(4);
        assertThat(mailsAbout("the-one")).singleElement().satisfies(mail -> assertThat(mail.text())
                .contains("Set aside after 2 attempts: Handling it ended the process 4 times"));
        assertThat(standIn.tenant().actions())
                .extracting("machineId")
                .hasSize((INNOCENT + 2) / 3)
                .doesNotHaveDuplicates()
                .doesNotContain("device-the-one");
        try (DefenderRoutes after = new DefenderRoutes(
                Application.settings(Application.CONFIG, standIn.settings(), database, settings(database)),
                Application.ROUTES,
                Clock.systemUTC())) {
            after.runOnce();
            assertThat(after.ledger().claims().open()).containsExactly(Map.entry("parked", 1));
            assertThat(after.ledger().parked().alerts(2))
                    .singleElement()
                    .returns("the-one", Parked.Alert::id)
                    .returns(2, Parked.Alert::attempts);
        }
    }

    /** Starts each process again that dies, as a service manager does, and counts. */
    private int deathsUntilAllIsTold(int processes, String database) throws IOException {
        List<ChildProcess> running = new ArrayList<>();
        int deaths = 0;
        try {
            for (int i = 0; i < processes; i++) {
                running.add(start(database));
            }
            while (true) {
                await().atMost(Duration.ofMinutes(3))
                        .until(() -> allTold() || !running.stream().allMatch(ChildProcess::isAlive));
                if (running.stream().allMatch(ChildProcess::isAlive)) {
                    running.forEach(ChildProcess::terminate);
                    return deaths;
                }
                for (int i = 0; i < processes; i++) {
                    if (!running.get(i).isAlive()) {
                        assertThat(++deaths).as("deaths").isLessThan(10);
                        running.set(i, start(database));
                    }
                }
            }
        } finally {
            running.forEach(ChildProcess::close);
        }
    }

    private ChildProcess start(String database) throws IOException {
        Map<String, String> all = new HashMap<>(standIn.settings());
        all.putAll(settings(database));
        return new ChildProcess(folder.resolve("log"), all, "--routes", deadlyRoutes());
    }

    private boolean allTold() {
        return standIn.mails().all().stream()
                        .flatMap(mail -> mail.headers("X-Defender-Alert-Id").stream())
                        .distinct()
                        .count()
                == INNOCENT + 1;
    }

    private List<ReceivedMail> mailsAbout(String alertId) {
        return standIn.mails().all().stream()
                .filter(mail -> mail.headers("X-Defender-Alert-Id").contains(alertId))
                .toList();
    }

    private void alert(String id, String severity, String title) {
        standIn.tenant().add(aMachine("device-" + id).name(id + ".corp.example"));
        standIn.tenant().add(anAlert(id).severity(severity).title(title).device("device-" + id));
    }

    private static Map<String, String> settings(String database) {
        return Map.of(
                "state.url", database,
                "isolation.mode", "enforce",
                "isolation.cap.per-hour", "off",
                "isolation.cap.per-day", "off",
                "alerts.max-attempts", "2",
                "alerts.poll.cron", "* * * * * ?",
                "mail.send.cron", "* * * * * ?",
                "defender.quota.per-minute", "100000",
                "defender.quota.per-hour", "1000000");
    }

    /** The shipped routes, with a step in enrich-alert that does not survive some titles. */
    private String deadlyRoutes() throws IOException {
        Path routes = folder.resolve("routes");
        if (!Files.exists(routes)) {
            Files.createDirectory(routes);
            try (Stream<Path> files = Files.list(Application.ROUTES)) {
                for (Path file : files.toList()) {
                    Files.copy(file, routes.resolve(file.getFileName()));
                }
            }
            Path enrich = routes.resolve("enrich-alert.camel.yaml");
            String first = "uri: direct:enrich-alert\n      steps:\n";
            assertThat(Files.readString(enrich)).contains(first);
            Files.writeString(enrich, Files.readString(enrich).replace(first, first + """
                            - bean:
                                beanType: io.github.defenderroutes.DeadlyTitle
                                method: read(${body})
                    """));
        }
        return routes.toString();
    }
}
