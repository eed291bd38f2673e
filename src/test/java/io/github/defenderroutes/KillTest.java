package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.StandIn;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at any moment: no alert is lost, no device is asked for twice, and a repeated mail can be told as one.
 *
 * <p>{@code -Psoak} kills more often; {@code -Dkills.seed} repeats a series.
 */
@ExtendWith(PostgresServer.Shared.class)
class KillTest {
    @TempDir
    private Path folder;

    @Test
    void killedAtAnyMomentNothingIsLostAndNothingDoneTwice() {
        try (KillSeries series = new KillSeries(folder, "jdbc:h2:file:" + folder.resolve("state"))) {
            series.killed(Integer.getInteger("soak.kills", 12), 1).assertNothingLostAndNothingTwice();
        }
    }

    @Test
    void ofTwoProcessesOnOnePostgresOneIsKilledAtAnyMomentAndNothingIsLostAndNothingDoneTwice(PostgresServer postgres)
            throws Exception {
        try (KillSeries series = new KillSeries(folder, postgres.newDatabase())) {
            series.killed(Integer.getInteger("soak.kills", 6), 2).assertNothingLostAndNothingTwice();
        }
    }

    @Test
    void killedBetweenTheRequestAndItsAnswerADeviceIsAskedForOnceMoreOnlyIfNothingCameOfIt() {
        try (StandIn standIn = StandIn.start()) {
            standIn.faults()
                    .next(
                            "isolate",
                            Fault.slow(Duration.ofMinutes(5)),
                            Fault.status(503).delayed(Duration.ofMinutes(5)));
            for (String device : new String[] {"d1", "d2"}) {
                standIn.tenant().add(aMachine(device).name(device + ".corp.example"));
                standIn.tenant().add(anAlert("alert-" + device).severity("High").device(device));
            }
            try (ChildProcess process = start(standIn)) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> standIn.calls("isolate").size() == 2);
                process.kill();
            }
            assertThat(standIn.tenant().actions()).hasSize(1);

            try (ChildProcess process = start(standIn)) {
                await().atMost(Duration.ofSeconds(90))
                        .until(() -> standIn.mails().all().stream()
                                        .filter(mail -> !Installation.isOfCourse(mail))
                                        .count()
                                == 2);
                process.terminate();
            }

            assertThat(standIn.tenant().actions()).extracting("machineId").containsExactlyInAnyOrder("d1", "d2");
            assertThat(standIn.calls("isolate"))
                    .as("the one of which nothing came, again")
                    .hasSize(3);
        }
    }

    @Test
    void aSecondProcessOnTheSameFileIsRefusedWithTheReason() {
        try (StandIn standIn = StandIn.start();
                ChildProcess first = start(standIn)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !standIn.calls("list-alerts").isEmpty());

            Settings settings = Application.settings(standIn, state());
            DefenderRoutes second = new DefenderRoutes(settings, Application.ROUTES, Clock.systemUTC());
            assertThatThrownBy(second::runOnce)
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("is in use by another process. To fix: stop that process");
            assertThat(first.isAlive()).isTrue();
        }
    }

    private ChildProcess start(StandIn standIn) {
        Map<String, String> all = new HashMap<>(standIn.settings());
        all.putAll(Map.of(
                "state.url", state(),
                "isolation.mode", "enforce",
                "isolation.settle", "1s",
                "alerts.poll.cron", "* * * * * ?",
                "alerts.retry.cron", "* * * * * ?",
                "mail.send.cron", "* * * * * ?"));
        return new ChildProcess(folder.resolve("log"), all);
    }

    private String state() {
        return "jdbc:h2:file:" + folder.resolve("state");
    }
}
