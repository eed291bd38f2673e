package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.standin.Call;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.Faults;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** Whatever the queue does: each alert is handled, and once. */
class HandOverTest extends ThroughAQueue {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    // ---- the way through the queue

    @Test
    void anAlertIsHandledOnceAndItsDeviceIsolatedOnce() {
        our.alertOn("d1");

        our.tick();

        awaitHandled("alert-d1");
        assertIsolatedAndMailedOnce("d1");
    }

    @Test
    void aMessageHoldsNothingButIdsTheMostSevereFirst() {
        stopTaking();
        our.tenant().add(anAlert("alert-d1").severity("Low").title("=cmd|' /C calc'!A0"));
        our.alertOn("d2");

        our.tick();

        assertThat(queue()).as(state("alert-d1")).hasSize(1);
        Exchange message = queue().remove();
        assertThat(message.getMessage().getBody()).isEqualTo("alert-d2\nalert-d1");
        assertThat(message.getMessage().getHeaders()).isEmpty();
    }

    @Test
    void whileAlertsAreInTheQueueTheyAreOfferedAndNotOfferedAgain() {
        stopTaking();
        our.alertOn("d1");

        our.tick().tickAfter(Duration.ofSeconds(30));

        assertThat(queue()).as(state("alert-d1")).hasSize(1);
        assertThat(our.app().ledger().overview())
                .matches(now -> now.offeredAlerts() == 1 && now.claimedAlerts() == 0)
                .extracting(now -> now.oldestOffered().orElseThrow())
                .matches(since -> our.clock.millis() - since >= 30_000);
    }

    @Test
    void inAStormTheDevicesInDangerAreIsolatedInsideTheFirstQuotaMinute() {
        our.with("isolation.settle", "60s").with("defender.quota.per-minute", "100");
        our.faults().quota(Faults.ANY, 100, 1_500);
        for (int i = 0; i < 500; i++) {
            our.tenant().add(aMachine("d" + i).name("ws-" + i));
            our.tenant().add(anAlert("a" + i).device("d" + i).severity(i % 10 == 0 ? "High" : "Informational"));
        }
        Instant begin = our.clock.instant();

        our.tick();

        await().until(() -> our.standIn.calls("isolate").size() == 50);
        assertThat(our.requestsToIsolate()).extracting(Call::at).allSatisfy(at -> assertThat(at)
                .isBefore(begin.plusSeconds(60)));
    }

    @Test
    void anEntryWithoutAnIdIsParkedAndNotSentToTheQueue() {
        stopTaking();
        our.tenant().add(anAlert("a1").set("id", null));

        our.tick();

        assertThat(queue()).isEmpty();
        assertThat(our.app().ledger().claims().open()).isEqualTo(Map.of("parked", 1));
    }

    @Test
    void anAlertThatIsGoneWhenItsTurnComesIsParkedAndTold() {
        stopTaking();
        our.alertOn("d1");
        our.tick();
        our.tenant().add(anAlert("alert-d1").visibleFrom(our.clock.instant().plus(Duration.ofDays(1))));

        startTaking();

        awaitState("alert-d1", "parked");
        assertThat(our.requestsToIsolate()).isEmpty();
    }

    // ---- lost, doubled, mixed up, late

    @Test
    void anAlertWhoseMessageIsLostIsOfferedAgainAfterTheTimeout() {
        stopTaking();
        our.alertOn("d1");
        our.tick();
        queue().clear();

        our.tickAfter(TIMEOUT.minusSeconds(5));
        assertThat(queue()).isEmpty();
        our.tickAfter(Duration.ofSeconds(10));
        assertThat(queue()).as(state("alert-d1")).hasSize(1);
        startTaking();

        awaitHandled("alert-d1");
        assertIsolatedAndMailedOnce("d1");
    }

    @Test
    void aQueueThatLosesEveryMessageIsNotAskedForEver() {
        stopTaking();
        our.alertOn("d1");

        for (int minute = 0; minute < 40 && !state("alert-d1").equals("done"); minute++) {
            our.tickAfter(Duration.ofMinutes(1));
            queue().clear();
        }

        assertIsolatedAndMailedOnce("d1");
    }

    @Test
    void doubledMessagesInAnyOrderAreHandledOnceAndCostNoCall() {
        stopTaking();
        IntStream.range(0, 30).forEach(i -> our.alertOn("d" + i));
        our.tick();
        List<Exchange> messages = new ArrayList<>(queue());
        Collections.reverse(messages);
        queue().clear();
        queue().addAll(messages);
        startTaking();
        IntStream.range(0, 30).forEach(i -> awaitHandled("alert-d" + i));
        int calls = our.standIn.calls().size();

        for (int times = 0; times < 3; times++) {
            messages.forEach(message -> bring(message.getMessage().getBody()));
        }

        awaitEmpty();
        our.tick();
        assertThat(our.standIn.calls().size() - calls).as("but the poll's").isLessThanOrEqualTo(2);
        IntStream.range(0, 30).forEach(i -> assertIsolatedAndMailedOnce("d" + i));
    }

    @Test
    void severalTakersAtOnceHandleEachAlertOnce() {
        our.with("alerts.hand-over", "seda:alerts?pollTimeout=10&concurrentConsumers=4");
        stopTaking();
        IntStream.range(0, 60).forEach(i -> our.alertOn("d" + i));
        our.tick();
        List<Exchange> messages = new ArrayList<>(queue());
        messages.forEach(message -> bring(message.getMessage().getBody()));
        messages.forEach(message -> bring(message.getMessage().getBody()));

        startTaking();

        IntStream.range(0, 60).forEach(i -> awaitHandled("alert-d" + i));
        awaitEmpty();
        our.tick();
        IntStream.range(0, 60).forEach(i -> assertIsolatedAndMailedOnce("d" + i));
    }

    @Test
    void anAlertThatMayOnlyBeHandledAloneHasItsTurnThoughTheQueueIsNeverEmpty() throws Exception {
        String database = Application.memory(UUID.randomUUID().toString());
        our.with("state.url", database).with("alerts.hand-over", "seda:alerts?pollTimeout=10&concurrentConsumers=4");
        stopTaking();
        IntStream.range(0, 400).forEach(i -> our.alertOn("d" + i));
        our.tick();
        processesHaveDiedWith("alert-d399", database);
        our.faults().latency("isolate", Duration.ofMillis(100));
        startTaking();
        await().until(() -> our.requestsToIsolate().size() > 4);

        our.fire("poll-alerts");

        awaitHandled("alert-d399");
        assertThat(our.app().ledger().overview().offeredAlerts())
                .as("what still waits")
                .isPositive();
    }

    @Test
    void whatWaitedInTheQueueIsReadAfreshAndNotIsolatedIfItWasResolvedMeanwhile() {
        stopTaking();
        our.alertOn("d1");
        our.tick();
        our.tenant().resolve("alert-d1");

        startTaking();

        awaitHandled("alert-d1");
        assertThat(our.requestsToIsolate()).isEmpty();
    }

    // ---- the queue is away, and so is Defender

    @Test
    void whileTheQueueIsAwayThePollGoesOnNothingIsLostAndItIsSaidOnce() {
        our.with("alerts.hand-over", "seda:alerts?pollTimeout=10&size=1");
        stopTaking();
        bring("in the way");
        our.alertOn("d1");
        our.alertOn("d2");
        try (LogProbe log = new LogProbe()) {
            our.tick().tickAfter(Duration.ofSeconds(30)).tickAfter(Duration.ofSeconds(30));

            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("Alerts are not handed over: "))
                    .singleElement()
                    .asString()
                    .contains("To fix: check alerts.hand-over, and the broker that it names.");
        }
        assertThat(our.app().ledger().cursors().read("alerts")).isPresent();
        queue().clear();
        startTaking();
        our.tickAfter(Duration.ofSeconds(30));

        awaitHandled("alert-d1", "alert-d2");
        assertIsolatedAndMailedOnce("d1");
        assertIsolatedAndMailedOnce("d2");
    }

    @Test
    void whatIsTakenWhileDefenderIsAwayIsOfferedAgain() {
        stopTaking();
        our.alertOn("d1");
        our.alertOn("d2");
        our.tick();
        our.faults().during("list-alerts", Duration.ofMinutes(5), Fault.status(503));
        int calls = our.standIn.calls("list-alerts").size();
        startTaking();
        await().until(() -> our.standIn.calls("list-alerts").size() > calls);
        awaitEmpty();

        our.tickAfter(Duration.ofMinutes(6));

        awaitHandled("alert-d1", "alert-d2");
        assertIsolatedAndMailedOnce("d1");
        assertIsolatedAndMailedOnce("d2");
    }

    @Test
    void afterAReturnToTheDirectWayWhatIsOnOfferIsHandled() {
        stopTaking();
        our.alertOn("d1");
        our.tick().stop();

        our.with("alerts.hand-over", "direct:handle-alerts").tick();

        assertIsolatedAndMailedOnce("d1");
    }

    private void stopTaking() {
        route(false);
    }

    private void startTaking() {
        route(true);
    }

    private void route(boolean takes) {
        if (our.app().camel() == null) {
            our.tick();
        }
        try {
            if (takes) {
                our.app().camel().getRouteController().startRoute("take-alerts");
            } else {
                our.app().camel().getRouteController().stopRoute("take-alerts");
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void processesHaveDiedWith(String alertId, String database) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database + ";DATABASE_TO_LOWER=TRUE");
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE defender_claims SET state = 'due', due_at = 0, crashes = 2 WHERE alert_id = '%s'"
                    .formatted(alertId));
        }
    }
}
