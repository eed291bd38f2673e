package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.standin.Call;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.component.seda.SedaEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Between poll and pipeline alerts pass a queue that may lose, double, mix up and delay messages, and that others write to. */
class HandOverTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final Installation our = new Installation()
            .with("alerts.hand-over", "seda:alerts?pollTimeout=10")
            .with("mail.digest.by", "off")
            .with("shutdown.timeout", "3s"); // a seda with something left in it waits for so long

    @AfterEach
    void stop() {
        our.close();
    }

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

    // ---- whoever can write to the queue

    @Test
    void nothingButTheIdIsBelieved() {
        our.tenant().add(aMachine("d1").name("ws-1"));
        our.tenant().add(anAlert("low").device("d1").severity("Low"));

        bring(Map.of("id", "low", "severity", "High", "machineId", "d1", "status", "New", "alertCreationTime", "now"));
        bring("{\"id\": \"low\", \"severity\": \"High\", \"machineId\": \"d1\"}");

        awaitHandled("low");
        awaitEmpty();
        assertThat(our.requestsToIsolate()).isEmpty();
    }

    @Test
    void headersAreDropped() {
        our.tick();
        our.alertOn("d1");

        our.app().camel().createProducerTemplate().send(endpoint(), message -> {
            message.getMessage().setBody("alert-d1");
            message.getMessage()
                    .setHeaders(
                            Map.of("CamelHttpUri", "https://evil.example", "Authorization", "x", "severity", "Low"));
        });

        awaitHandled("alert-d1");
        assertIsolatedAndMailedOnce("d1");
        assertThat(our.standIn.calls())
                .noneMatch(call -> call.path().contains("evil"))
                .noneMatch(call -> "x".equals(call.header("Authorization")) || call.header("severity") != null);
    }

    @Test
    void aForgedIdCostsOneCallHoweverOftenItComesAndIsSaidOnce() {
        our.tick();
        try (LogProbe log = new LogProbe()) {
            for (int i = 0; i < 200; i++) {
                bring("forged");
            }
            awaitEmpty();

            await().untilAsserted(
                            () -> assertThat(our.standIn.calls("get-alert")).hasSize(1));
            await().untilAsserted(() -> assertThat(log.lines())
                    .filteredOn(line -> line.contains("dropped that came by alerts.hand-over"))
                    .hasSize(1));
        }
        assertThat(our.app().ledger().claims().open()).isEmpty();
        assertThat(our.mails()).isEmpty();
    }

    @Test
    void aFloodOfForgedIdsDoesNotHoldUpWhatMayIsolate() {
        our.with("defender.quota.per-minute", "100");
        our.tick();
        for (int i = 0; i < 500; i++) {
            bring("forged-" + i);
        }
        awaitEmpty();
        IntStream.range(0, 5).forEach(i -> our.alertOn("d" + i));

        our.tick();

        awaitHandled("alert-d0", "alert-d1", "alert-d2", "alert-d3", "alert-d4");
        assertThat(our.requestsToIsolate()).hasSize(5);
        assertThat(our.standIn.calls("get-alert")).as("a tenth of 80").hasSizeLessThanOrEqualTo(8);
    }

    @Test
    void whatTheFilterLeavesOutIsNotSeenWhoeverBringsIt() {
        our.with("alerts.filter", "severity eq 'Medium'").tick();
        our.alertOn("d1");
        our.device("d2");
        our.tenant().add(anAlert("medium").device("d2").severity("Medium"));

        bring("alert-d1\nmedium");

        awaitHandled("medium");
        awaitEmpty();
        assertThat(state("alert-d1")).isEqualTo("unseen");
        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.standIn.calls("get-alert")).isEmpty();
    }

    @Test
    void ofGraphWhichCannotBeAskedSoNothingIsTakenThatThePollHasNotMet() {
        our.with("alerts.source", "graph").tick();
        our.alertOn("d1");
        int calls = our.standIn.calls().size();
        try (LogProbe log = new LogProbe()) {
            bring("alert-d1");

            await().untilAsserted(() -> assertThat(log.lines())
                    .filteredOn(line -> line.contains("dropped that came by alerts.hand-over"))
                    .hasSize(1));
        }
        assertThat(state("alert-d1")).isEqualTo("unseen");
        assertThat(our.standIn.calls()).hasSize(calls);
    }

    @Test
    void whatCouldNotBeTakenMayBeBroughtAgainAtOnce() {
        our.tick();
        our.alertOn("d1");
        our.faults().always("get-alert", Fault.status(503));
        bring("alert-d1");
        await().until(() -> !our.standIn.calls("get-alert").isEmpty());
        awaitEmpty();
        our.faults().clear("get-alert");
        assertThat(state("alert-d1")).isEqualTo("unseen");

        bring("alert-d1");

        awaitHandled("alert-d1");
    }

    @Test
    void whatCannotBeIdsIsAskedOfNobodyAndHoldsUpNothing() {
        our.tick();
        bring(null);
        bring(new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("A foreign object was asked");
            }
        });
        bring(Map.of("id", Map.of("id", "x")));
        bring("{\"id\": 5}");
        bring("{".repeat(50_000));
        bring("x".repeat(401));
        bring("a\u0000b");
        bring(String.join("\n", Collections.nCopies(21, "x"))
                + IntStream.range(0, 21).mapToObj(i -> "\nx" + i).toList());
        bring(new byte[] {(byte) 0xff, 0});
        our.alertOn("d1");

        our.tick();

        awaitHandled("alert-d1");
        assertThat(our.standIn.calls("get-alert")).hasSize(1); // of alert-d1, which came alone
        assertIsolatedAndMailedOnce("d1");
    }

    @Test
    void anAlertThatSomebodyBringsAndNobodyOfferedIsHandledLikeAnyOther() {
        our.tick();
        our.device("d1");
        our.tenant()
                .add(anAlert("alert-d1")
                        .device("d1")
                        .createdAt(our.clock.instant().minus(Duration.ofHours(3))));

        bring("alert-d1");

        awaitHandled("alert-d1");
        assertIsolatedAndMailedOnce("d1");
    }

    // ----

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

    private void bring(Object body) {
        if (our.app().camel() == null) {
            our.tick();
        }
        our.app().camel().createProducerTemplate().send(endpoint(), exchange -> exchange.getMessage()
                .setBody(body));
    }

    private SedaEndpoint endpoint() {
        return our.app().camel().getEndpoints().stream()
                .filter(SedaEndpoint.class::isInstance)
                .map(SedaEndpoint.class::cast)
                .filter(endpoint -> endpoint.getEndpointUri().startsWith("seda://alerts"))
                .findFirst()
                .orElseThrow();
    }

    private BlockingQueue<Exchange> queue() {
        return endpoint().getQueue();
    }

    private void awaitEmpty() {
        await().until(() ->
                queue().isEmpty() && our.app().camel().getInflightRepository().size("take-alerts") == 0);
    }

    private void awaitHandled(String... alertIds) {
        for (String id : alertIds) {
            awaitState(id, "done");
        }
    }

    private void awaitState(String alertId, String state) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(state(alertId)).isEqualTo(state));
    }

    private String state(String alertId) {
        return our.app().ledger().claims().state(alertId).orElse("unseen");
    }

    private void assertIsolatedAndMailedOnce(String device) {
        our.fire("send-mail");
        assertThat(our.acceptedIsolationsOf(device))
                .as("isolations of " + device)
                .isOne();
        assertThat(our.requestsToIsolate())
                .filteredOn(call -> call.path().contains("/" + device + "/"))
                .hasSize(1);
        our.mailAbout("alert-" + device);
    }
}
