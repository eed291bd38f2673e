package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.standin.Call;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Alerts pass a real broker; the connection to it is the one of the examples. */
@ExtendWith(PostgresServer.Shared.class)
class HandOverByBrokerTest {
    @TempDir
    private Path folder;

    @Test
    void twoProcessesShareOneQueueAreKilledAtAnyMomentAndNothingIsLostAndNothingDoneTwice(PostgresServer postgres)
            throws Exception {
        try (Broker broker = new Broker(folder).start();
                KillSeries series = new KillSeries(folder, postgres.newDatabase())
                        .withRoutes(broker.routes(folder))
                        .with("alerts.hand-over.timeout", "2s")) {
            broker.settings().forEach(series::with);

            series.killed(Integer.getInteger("soak.kills", 2), 2);

            series.assertNothingLostAndNothingTwice();
        }
    }

    @Test
    void routesAreReplacedAgainAndAgainWhileAlertsAreInTheQueueAndEachIsHandledOnce(PostgresServer postgres)
            throws Exception {
        try (Broker broker = new Broker(folder).start();
                Installation our = installation(broker)
                        .with("state.url", postgres.newDatabase())
                        .with("alerts.hand-over.timeout", "2s")) {
            our.faults().latency("isolate", Duration.ofMillis(100));
            our.app().start();
            for (int round = 0; round < 4; round++) {
                for (int alert = 0; alert < 10; alert++) {
                    our.alertOn("d" + round + "-" + alert);
                }
                our.app().reload();
            }

            await().atMost(Duration.ofSeconds(90))
                    .until(() -> our.mails().stream()
                                    .flatMap(mail -> mail.headers("X-Defender-Alert-Id").stream())
                                    .distinct()
                                    .count()
                            == 40);
            assertThat(our.requestsToIsolate())
                    .extracting(Call::path)
                    .hasSize(40)
                    .doesNotHaveDuplicates();
            assertThat(our.app().ledger().overview().offeredAlerts()).isZero();
        }
    }

    @Test
    void whenTheBrokerIsBackTheAlertsThatItDidNotTakeAreOffered() {
        Broker broker = new Broker(folder);
        try (Installation our = installation(broker)) {
            our.tick();
            our.alertOn("d1");
            our.tick();
            assertThat(our.app().ledger().overview().offeredAlerts()).isOne();

            broker.start();
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                our.tick();
                assertThat(our.acceptedIsolationsOf("d1")).isOne();
            });
        } finally {
            broker.close();
        }
    }

    @Test
    void whoeverWritesToTheQueueLearnsNothing() {
        try (Broker broker = new Broker(folder).start();
                Installation our = installation(broker);
                ActiveMQConnectionFactory others = new ActiveMQConnectionFactory(broker.url());
                JMSContext writer = others.createContext()) {
            our.tick();
            our.alertOn("d1");
            Queue queue = writer.createQueue(Broker.QUEUE);
            TemporaryQueue answers = writer.createTemporaryQueue();

            writer.createProducer()
                    .setJMSReplyTo(answers)
                    .setProperty("severity", "Low")
                    .setProperty("CamelHttpUri", "https://evil.example")
                    .send(queue, "alert-d1");

            await().atMost(Duration.ofSeconds(20)).until(() -> our.app()
                    .ledger()
                    .claims()
                    .state("alert-d1")
                    .filter("done"::equals)
                    .isPresent());
            Message answer = writer.createConsumer(answers).receive(500);
            assertThat(answer).isNull();
            assertThat(our.acceptedIsolationsOf("d1")).isOne();
        }
    }

    private Installation installation(Broker broker) {
        Installation our = new Installation().withRoutes(broker.routes(folder));
        broker.settings().forEach(our::with);
        return our;
    }
}
