package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.standin.ReceivedMail;
import io.github.defenderroutes.standin.StandIn;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 at any moment: no alert is lost, no device is asked for twice, and a repeated mail can be told as one. */
class KillTest {
    private static final int ALERTS = 30;

    private final StandIn standIn = StandIn.start();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void killedAgainAndAgainEveryAlertIsHandledEveryDeviceAskedForOnceAndEveryMailSent() throws Exception {
        for (int i = 0; i < ALERTS; i++) {
            standIn.tenant().add(aMachine("d" + i).name("ws-" + i));
            standIn.tenant()
                    .add(anAlert("a" + i)
                            .severity(i % 2 == 0 ? "High" : "Medium")
                            .device("d" + i));
        }
        standIn.faults().latency("isolate", Duration.ofMillis(150));

        killOnce(() -> !standIn.tenant().actions().isEmpty());
        killOnce(() -> standIn.tenant().actions().size() >= 6);
        killOnce(() -> standIn.mails().all().size() >= 5);
        try (ChildProcess last = start()) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> mailsByAlert().size() == ALERTS
                            && standIn.tenant().actions().size() >= ALERTS / 2);
            last.terminate();
        }

        assertThat(standIn.tenant().actions())
                .extracting("machineId")
                .hasSize(ALERTS / 2)
                .doesNotHaveDuplicates();
        assertThat(mailsByAlert()).hasSize(ALERTS).allSatisfy((alert, mails) -> assertThat(mails)
                .extracting(ReceivedMail::messageId)
                .containsOnly(mails.get(0).messageId()));
        try (DefenderRoutes after = new DefenderRoutes(settings(), Application.ROUTES, Clock.systemUTC())) {
            after.runOnce();
            assertThat(after.ledger().claims().open()).isEmpty();
            assertThat(after.ledger().mails().waiting(1)).isEmpty();
        }
    }

    @Test
    void aSecondProcessOnTheSameFileIsRefusedWithTheReason() {
        try (ChildProcess first = start()) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !standIn.calls("list-alerts").isEmpty());

            DefenderRoutes second = new DefenderRoutes(settings(), Application.ROUTES, Clock.systemUTC());
            assertThatThrownBy(second::runOnce)
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("is in use by another process. To fix: stop that process");
            assertThat(first.isAlive()).isTrue();
        }
    }

    private void killOnce(Callable<Boolean> moment) {
        try (ChildProcess process = start()) {
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(5))
                    .until(moment);
            process.kill();
        }
    }

    private ChildProcess start() {
        Map<String, String> all = new HashMap<>(standIn.settings());
        all.putAll(own());
        return new ChildProcess(folder.resolve("log"), all);
    }

    private Settings settings() {
        return Application.settings(Application.CONFIG, standIn.settings(), own().get("state.url"), own());
    }

    private Map<String, String> own() {
        return Map.of(
                "state.url", "jdbc:h2:file:" + folder.resolve("state"),
                "isolation.mode", "enforce",
                "isolation.cap.per-hour", "off",
                "isolation.cap.per-day", "off",
                "isolation.settle", "1s",
                "alerts.page-size", "10",
                "alerts.workers", "4",
                "alerts.poll.cron", "* * * * * ?",
                "alerts.retry.cron", "* * * * * ?",
                "mail.send.cron", "* * * * * ?");
    }

    private Map<String, List<ReceivedMail>> mailsByAlert() {
        return standIn.mails().all().stream().collect(Collectors.groupingBy(mail -> mail.headers("X-Defender-Alert-Id")
                .get(0)));
    }
}
