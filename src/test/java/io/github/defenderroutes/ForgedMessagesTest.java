package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.standin.Fault;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whoever can write to the queue has nothing isolated, learns nothing, and holds up nothing. */
class ForgedMessagesTest extends ThroughAQueue {
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
}
