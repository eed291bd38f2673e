package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A fresh generation of the routes takes over from the one at work: nothing is lost, nothing is done twice, nothing is left. */
class HandoverTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Installation our = new Installation();

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void whatIsInHandIsFinishedByTheOldRoutesWhileTheFreshOnesAreAlreadyAtWork() throws Exception {
        our.faults().latency("isolate", Duration.ofSeconds(4));
        our.alertOn("d1");
        our.app().start();
        await().atMost(SOON).until(() -> our.requestsToIsolate().size() == 1);
        CamelContext old = our.app().camel();

        Handover handover = our.app().renew();

        assertThat(handover.await(Duration.ofSeconds(1))).isFalse();
        assertThat(handover.inHand()).contains("poll-alerts").doesNotContain("send-mail");
        assertThat(our.app().camel()).isNotSameAs(old);
        CamelContext fresh = our.app().camel();
        assertThat(fresh.getRouteController().getRouteStatus("send-mail").isStarted())
                .as("a route that had nothing in hand goes on at once")
                .isTrue();
        assertThat(fresh.getRouteController().getRouteStatus("poll-alerts").isStarted())
                .isFalse();
        assertThat(handover.await(SOON)).isTrue();
        assertThat(fresh.getRouteController().getRouteStatus("poll-alerts").isStarted())
                .isTrue();
        await().atMost(SOON).until(() -> our.mails().size() == 1);
        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        our.alertOn("d2");
        await().atMost(SOON).until(() -> our.acceptedIsolationsOf("d2") == 1);
    }

    @Test
    void alertsGoOnBeingHandledOnceWhileTheRoutesAreReplacedTwentyTimes() throws Exception {
        our.faults().latency("isolate", Duration.ofMillis(50));
        our.app().start();
        for (int round = 0; round < 20; round++) {
            for (int alert = 0; alert < 3; alert++) {
                our.alertOn("d" + round + "-" + alert);
            }
            assertThat(our.app().renew().await(SOON)).isTrue();
        }

        await().atMost(Duration.ofSeconds(90)).until(() -> our.mails().size() >= 60);
        for (int round = 0; round < 20; round++) {
            for (int alert = 0; alert < 3; alert++) {
                String device = "d" + round + "-" + alert;
                assertThat(our.requestsToIsolate().stream()
                                .filter(call -> call.path().contains(device))
                                .count())
                        .as("requests to isolate " + device)
                        .isOne();
                our.mailAbout("alert-" + device);
            }
        }
    }

    @Test
    void generationsThatEndedLeaveNothingBehind() throws Exception {
        our.app().start();
        List<WeakReference<CamelContext>> ended = new ArrayList<>();
        int threads = 0;
        for (int round = 0; round < 10; round++) {
            ended.add(new WeakReference<>(our.app().camel()));
            assertThat(our.app().renew().await(SOON)).isTrue();
            if (round == 2) {
                threads = Thread.activeCount();
            }
        }

        assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 3);
        await().atMost(SOON).untilAsserted(() -> {
            System.gc();
            assertThat(ended).allMatch(reference -> reference.get() == null);
        });
    }
}
