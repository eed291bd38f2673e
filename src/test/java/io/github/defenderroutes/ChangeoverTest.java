package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.generation.Reloaded;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A fresh generation of the routes takes over from the one at work: nothing is lost, nothing is done twice, nothing is left. */
class ChangeoverTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Installation our = new Installation();

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void whatIsInHandIsFinishedByTheOldRoutesWhileTheFreshOnesAreAlreadyAtWork() {
        our.faults().hold("isolate");
        our.alertOn("d1");
        our.app().start();
        await().atMost(SOON).until(() -> our.requestsToIsolate().size() == 1);
        CamelContext old = our.app().camel();

        CompletableFuture<Reloaded> reloading = CompletableFuture.supplyAsync(this::reload);

        await().atMost(SOON).until(() -> our.app().camel() != old);
        CamelContext fresh = our.app().camel();
        await("a route that had nothing in hand goes on at once")
                .atMost(SOON)
                .until(() -> isStarted(fresh, "send-mail"));
        assertThat(reloading).isNotDone();
        assertThat(isStarted(fresh, "poll-alerts")).isFalse();
        our.faults().clear();
        assertThat(reloading.join().inHand()).isEmpty();
        assertThat(isStarted(fresh, "poll-alerts")).isTrue();
        assertThat(old.isStopped()).isTrue();
        await().atMost(SOON).until(() -> our.mails().size() == 1);
        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        our.alertOn("d2");
        await().atMost(SOON).until(() -> our.acceptedIsolationsOf("d2") == 1);
    }

    @Test
    void aStopInTheMiddleIsOverInTimeAndTheAlertIsTakenUpAgain() {
        our.with("shutdown.timeout", "2s").faults().hold("isolate");
        our.alertOn("d1");
        our.app().start();
        await().atMost(SOON).until(() -> our.requestsToIsolate().size() == 1);
        CamelContext old = our.app().camel();
        CompletableFuture<Reloaded> reloading = CompletableFuture.supplyAsync(this::reload);
        await().atMost(SOON).until(() -> our.app().camel() != old);
        long began = System.nanoTime();

        our.stop();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
        assertThat(reloading.handle((done, failed) -> true)).succeedsWithin(SOON);
        our.faults().clear();
        our.clock.advance(Duration.ofMinutes(2));
        our.ticksUntilQuiet();
        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        our.mailAbout("alert-d1");
    }

    @Test
    void aWalkThroughManyPagesEndsWithItsPageAndTheFreshRoutesTakeTheRest() {
        our.with("alerts.page-size", "8");
        for (int alert = 0; alert < 80; alert++) {
            our.alertOn("d" + alert);
        }
        our.faults().latency("isolate", Duration.ofMillis(500));
        our.app().start();
        await().atMost(SOON).until(() -> !our.requestsToIsolate().isEmpty());
        CompletableFuture<Reloaded> reloading = CompletableFuture.supplyAsync(this::reload);

        await().atMost(SOON).until(reloading::isDone);

        assertThat(our.requestsToIsolate().size()).isLessThan(60);
        await().atMost(Duration.ofSeconds(90)).until(() -> our.mails().size() == 80);
        assertThat(our.requestsToIsolate()).hasSize(80);
    }

    @Test
    void alertsGoOnBeingHandledOnceWhileTheRoutesAreReplacedAgainAndAgain() {
        int rounds = Integer.getInteger("soak.reloads", 5);
        our.faults().latency("isolate", Duration.ofMillis(50));
        our.app().start();
        for (int round = 0; round < rounds; round++) {
            for (int alert = 0; alert < 3; alert++) {
                our.alertOn("d" + round + "-" + alert);
            }
            reload();
        }

        await().atMost(Duration.ofSeconds(90)).until(() -> our.mails().size() >= 3 * rounds);
        for (int round = 0; round < rounds; round++) {
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
    void generationsThatEndedLeaveNothingBehind() {
        our.app().start();
        List<WeakReference<CamelContext>> ended = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            ended.add(new WeakReference<>(our.app().camel()));
            reload();
        }
        int threads = Thread.activeCount();
        int reloads = 7;
        for (int round = 0; round < reloads; round++) {
            ended.add(new WeakReference<>(our.app().camel()));
            reload();
        }

        // pools start threads whenever they are first needed; a leak is one for each reload, at least
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Thread.activeCount()).isLessThan(threads + reloads));
        await().atMost(SOON).untilAsserted(() -> {
            System.gc();
            assertThat(ended).allMatch(reference -> reference.get() == null);
        });
    }

    private Reloaded reload() {
        try {
            return our.app().reload();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isStarted(CamelContext routes, String id) {
        return routes.getRouteController().getRouteStatus(id).isStarted();
    }
}
