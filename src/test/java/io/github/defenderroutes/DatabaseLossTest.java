package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.ReceivedMail;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database is away or locked for a while: nothing is taken meanwhile, nothing lost, nothing doubled. */
class DatabaseLossTest {
    private final Installation our = new Installation();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void aPostgresThatIsStoppedInTheMiddleOfTheWorkAndStartedAgainLosesNothing() throws Exception {
        int port = Ports.unused();
        try (LogProbe log = new LogProbe()) {
            try (EmbeddedPostgres first = server(port)) {
                our.with("state.url", first.getJdbcUrl("postgres", "postgres"));
                our.faults().latency("isolate", Duration.ofMillis(300));
                alerts(0, 20);
                our.app().start();
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> our.requestsToIsolate().size() >= 10);
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> our.app().ledger().away().isPresent());
            int asked = our.requestsToIsolate().size();
            our.faults().clear();
            alerts(20, 25);

            try (EmbeddedPostgres again = server(port)) {
                await().atMost(Duration.ofSeconds(120)).until(() -> different(our.mails()) >= 25);
                our.stop();

                assertThat(again.getPort()).isEqualTo(port);
            }
            assertThat(asked).isLessThan(25);
            assertThat(log.errors())
                    .as("the heartbeat, the writing of finished runs: whichever met it, once each")
                    .hasSizeBetween(1, 2)
                    .allMatch(line -> line.contains("othing is lost"));
        }
        assertThat(our.tenant().actions()).extracting("machineId").hasSize(25).doesNotHaveDuplicates();
        assertThat(our.requestsToIsolate()).hasSize(25);
        assertThat(our.mails())
                .as("one mail for each; the one that was just being accepted may have come again as the same")
                .extracting(mail -> mail.headers("X-Defender-Alert-Id").get(0) + " " + mail.messageId())
                .hasSizeLessThan(28);
        assertThat(different(our.mails())).isEqualTo(25);
    }

    @Test
    void rowsThatSomeoneElseHasLockedForTooLongAreATroubleOfTheWorld() throws SQLException {
        String url = Application.memory("locked-" + folder.getFileName());
        our.with("state.url", url + ";LOCK_TIMEOUT=200").with("alerts.max-attempts", "1");
        our.tick();
        alerts(0, 3);
        our.faults().always("isolate", Fault.status(503));
        our.tick();
        our.faults().clear();
        try (Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT * FROM \"defender_claims\" FOR UPDATE");
            alerts(3, 5);
            our.tickAfter(Duration.ofMinutes(10));
            our.tickAfter(Duration.ofMinutes(10));
            assertThat(our.acceptedIsolationsOf("d0")).as("its claim is locked").isZero();
            other.rollback();
        }

        our.ticksUntilQuiet();

        assertThat(our.tenant().actions()).extracting("machineId").hasSize(5).doesNotHaveDuplicates();
        assertThat(our.mails())
                .filteredOn(mail -> mail.headers("X-Defender-Routes-Kind").contains("alert"))
                .hasSize(5)
                .extracting(ReceivedMail::subject)
                .allMatch(subject -> subject.contains("isolation"));
    }

    private static long different(List<ReceivedMail> mails) {
        return mails.stream().map(ReceivedMail::messageId).distinct().count();
    }

    private void alerts(int from, int to) {
        for (int i = from; i < to; i++) {
            our.device("d" + i);
            our.tenant().add(anAlert("a" + i).device("d" + i));
        }
    }

    private EmbeddedPostgres server(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }
}
