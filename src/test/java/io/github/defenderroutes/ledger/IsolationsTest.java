package io.github.defenderroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.ledger.Isolations.Cap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IsolationsTest {
    private final HandClock clock = new HandClock();
    private final TestLedger database = new TestLedger();
    private final Ledger ledger = database.start(clock);
    private final Isolations isolations = ledger.isolations();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aDeviceHasOneOpenRecordHoweverManyAsk() throws Exception {
        Isolations other = database.start(clock).isolations();
        var turn = new AtomicInteger();

        List<Isolation> records = Together.run(
                8, () -> (turn.getAndIncrement() % 2 == 0 ? isolations : other).request("d", "a", "Full", none()));

        assertThat(records)
                .extracting(Isolation::id)
                .containsOnly(records.get(0).id());
        assertThat(database.rows("SELECT id FROM defender_isolations")).hasSize(1);
    }

    @Test
    void theCapIsExactUnderEightThreads() throws Exception {
        var device = new AtomicInteger();

        List<Isolation> records =
                Together.run(8, () -> isolations.request("d" + device.incrementAndGet(), "a", "Full", hourly(3)));

        assertThat(records)
                .filteredOn(record -> record.state().equals("requesting"))
                .hasSize(3);
        assertThat(records)
                .filteredOn(record -> record.state().equals("capped"))
                .hasSize(5)
                .allSatisfy(record -> {
                    assertThat(record.id()).isNull();
                    assertThat(record.problem()).endsWith("isolation.cap.per-hour = 3 is exhausted");
                });
        assertThat(records)
                .filteredOn(record -> "isolation.cap.per-hour = 3 is exhausted".equals(record.problem()))
                .as("the one that opened the breaker")
                .hasSize(1);
    }

    @Test
    void theBreakerStaysOpenWhenTheHourIsOverAndAPersonsDecisionPassesIt() {
        sent("d1");
        isolations.request("d2", "a", "Full", hourly(1));
        clock.pass(Duration.ofHours(2));

        assertThat(isolations.request("d2", "a", "Full", hourly(1)))
                .returns("capped", Isolation::state)
                .returns(
                        "the breaker has been open since 2026-11-20T09:00:00Z, by the cap: isolation.cap.per-hour = 1 is exhausted",
                        Isolation::problem);
        assertThat(isolations.request("d3", "a", "Full", none()).state()).isEqualTo("capped");
        assertThat(isolations.request("d4", "a", "Full", List.of()).state()).isEqualTo("requesting");
    }

    @Test
    void whenTheBreakerIsClosedTheCapCountsFromThere() {
        sent("d1");
        isolations.request("d2", "a", "Full", hourly(1));
        clock.pass(Duration.ofMinutes(1));
        turn(Switches.BREAKER, "closed");
        clock.pass(Duration.ofMinutes(1));

        assertThat(isolations.request("d2", "a", "Full", hourly(1)).state()).isEqualTo("requesting");
        assertThat(isolations.request("d3", "a", "Full", hourly(1)).state()).isEqualTo("capped");
    }

    @Test
    void aBreakerClosedByAClockThatWasSetBackSinceLiftsNoCap() {
        sent("d1");
        isolations.request("d2", "a", "Full", hourly(1));
        clock.pass(Duration.ofHours(3));
        turn(Switches.BREAKER, "closed");
        clock.pass(Duration.ofHours(-2).minusMinutes(30));

        assertThat(isolations.request("d3", "a", "Full", hourly(1)).state()).isEqualTo("capped");
    }

    @Test
    void whileTheKillSwitchIsOnNothingIsDecidedAndNothingSentByWhomeverItWasDecided() {
        isolations.request("d1", "a", "Full", none());
        Isolation lost = sent("d2");
        turn(Switches.KILL_SWITCH, "on");

        assertThat(isolations.send("d1")).isFalse();
        assertThat(isolations.request("d3", "a", "Full", List.of()).state()).isEqualTo("stopped");
        assertThat(isolations.again(lost, List.of()).orElseThrow().state()).isEqualTo("stopped");
        assertThat(isolations.repeat(lost, List.of()).orElseThrow().state()).isEqualTo("stopped");

        turn(Switches.KILL_SWITCH, "off");
        assertThat(isolations.send("d1")).isTrue();
    }

    @Test
    void theKillSwitchHoldsAtOnceForEveryProcessOnTheDatabase() {
        Isolations other = database.start(clock).isolations();
        other.request("d", "a", "Full", none());
        turn(Switches.KILL_SWITCH, "on");

        assertThat(other.send("d")).isFalse();
        assertThat(other.request("e", "a", "Full", none()).state()).isEqualTo("stopped");
    }

    @Test
    void aKillSwitchInAStateNobodyKnowsCountsAsOn() {
        turn(Switches.KILL_SWITCH, "perhaps");

        assertThat(isolations.request("d", "a", "Full", none()).state()).isEqualTo("stopped");
    }

    @Test
    void onceTheKillSwitchIsTurnedNoRequestIsSentHoweverManyAreAtIt() throws Exception {
        for (int i = 0; i < 50; i++) {
            isolations.request("d" + i, "a", "Full", none());
        }
        var turn = new AtomicInteger();
        var turned = new AtomicBoolean();

        List<Boolean> late = Together.run(8, () -> {
            if (turn.getAndIncrement() == 4) {
                turn(Switches.KILL_SWITCH, "on");
                turned.set(true);
                return false;
            }
            boolean sentLate = false;
            for (int i = 0; i < 50; i++) {
                boolean isTurned = turned.get();
                sentLate |= isolations.send("d" + i) && isTurned;
            }
            return sentLate;
        });

        assertThat(late).containsOnly(false);
    }

    private void turn(String name, String state) {
        ledger.switches().turn(name, state, Actor.command("ada"), name + "-" + state, null, Optional.empty());
    }

    @Test
    void theCapLooksBackOverItsSpanOnly() {
        sent("d1");
        clock.pass(Duration.ofHours(1));

        assertThat(isolations.request("d2", "a", "Full", hourly(1)).state()).isEqualTo("requesting");
    }

    @Test
    void whatWasSentCountsEvenIfItMetTheActionOfSomeoneElse() {
        isolations.found(sent("d1"), "under-way", false, "action", "pending");

        assertThat(isolations.request("d2", "a", "Full", hourly(1)).state()).isEqualTo("capped");
    }

    @Test
    void whatDefenderRefusedOrWasTakenBackUnsentDoesNotCount() {
        isolations.close(sent("d1"), "refused", "no");
        isolations.close(isolations.request("d2", "a", "Full", none()), "ended", "resolved");
        isolations.attach("d3", "a", "Full", "isolated", "action", "succeeded");

        assertThat(isolations.request("d4", "a", "Full", hourly(1)).state()).isEqualTo("requesting");
    }

    @Test
    void aRequestIsSentOnce() throws Exception {
        isolations.request("d", "a", "Full", none());

        assertThat(Together.run(8, () -> isolations.send("d"))).containsOnlyOnce(true);
        assertThat(isolations.send("d")).isFalse();
        assertThat(isolations.send("another")).isFalse();
    }

    @Test
    void onlyWhatIsOursIsReleasedAndOnce() {
        isolations.attach("theirs", "a", "Full", "isolated", "action", "succeeded");
        isolations.found(sent("ours"), "requested", true, "action", "pending");

        assertThat(isolations.release("theirs")).isFalse();
        assertThat(isolations.release("ours")).isTrue();
        assertThat(isolations.release("ours")).isFalse();
        assertThat(isolations.release("unknown")).isFalse();
    }

    @Test
    void aRecordIsChangedOnlyAsItWasSeen() {
        Isolation seen = isolations.request("d", "a", "Full", none());
        isolations.send("d");

        assertThat(isolations.close(seen, "ended", null)).isEmpty();
        assertThat(isolations.again(seen, none())).isEmpty();
        assertThat(isolations.found(seen, "isolated", true, null, null)).isEmpty();
        assertThat(isolations.open("d").orElseThrow().state()).isEqualTo("sent");
    }

    @Test
    void ofTwoThatAskAgainOneMay() {
        Isolation lost = sent("d");
        clock.pass(Duration.ofMinutes(2));
        assertThat(isolations.again(lost, none())).isPresent();
        assertThat(isolations.send("d")).isTrue();

        assertThat(isolations.again(lost, none())).isEmpty();
        assertThat(isolations.send("d")).isFalse();
    }

    @Test
    void askingAgainCountsAgainstTheCapOfItsOwnTimeAndNotAgainstItself() {
        Isolation lost = sent("d1");
        assertThat(isolations.again(lost, hourly(1)).orElseThrow().state()).isEqualTo("requesting");
        isolations.send("d1");
        Isolation lostAgain = isolations.open("d1").orElseThrow();
        clock.pass(Duration.ofHours(2));
        sent("d2");

        assertThat(isolations.again(lostAgain, hourly(1)).orElseThrow().state()).isEqualTo("capped");
        assertThat(isolations.open("d1").orElseThrow().state()).isEqualTo("sent");
    }

    @Test
    void aClosedRecordMakesRoomForAnotherAndDoesNotChangeAnyMore() {
        Isolation first = isolations.close(sent("d"), "released", null).orElseThrow();

        assertThat(isolations.open("d")).isEmpty();
        assertThat(isolations.found(first, "isolated", true, null, null)).isEmpty();
        assertThat(isolations.request("d", "b", "Full", none()).id()).isNotEqualTo(first.id());
    }

    private Isolation sent(String device) {
        isolations.request(device, "a", "Full", none());
        isolations.send(device);
        return isolations.open(device).orElseThrow();
    }

    private static List<Cap> hourly(int most) {
        return List.of(new Cap("isolation.cap.per-hour", OptionalInt.of(most), Duration.ofHours(1)));
    }

    private static List<Cap> none() {
        return List.of(new Cap("isolation.cap.per-hour", OptionalInt.empty(), Duration.ofHours(1)));
    }
}
