package io.github.defenderroutes.ledger;

import static io.github.defenderroutes.ledger.TestLedger.alert;
import static io.github.defenderroutes.ledger.TestLedger.ids;
import static io.github.defenderroutes.ledger.TestLedger.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.Claims.Suspect;
import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of alerts that processes die with. A process dies here by falling silent. */
class CrashedAlertsTest {
    private static final long ALL = Long.MIN_VALUE;
    private static final Duration SILENCE = Worker.PRESUMED_DEAD.plusSeconds(1);

    private final HandClock clock = new HandClock();
    private final TestLedger database = new TestLedger();
    private final List<Suspect> suspects = new ArrayList<>();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void afterOneCrashAlertsAreTakenTogetherAgain() {
        diesWith("a", "b");
        Ledger next = start();

        assertThat(page(next, "a", "b")).containsExactly("a", "b");
        assertThat(next.claims().begin("a")).contains(claim("a", 2, 0, 1, false));
        assertThat(suspects).isEmpty();
    }

    @Test
    void whatWasInFlightAtTwoCrashesIsTakenOnlyOneByOneAndTheRestTogether() {
        diesWith("a", "b");
        diesWith("a", "b", "c");
        Ledger next = start();

        assertThat(page(next, "a", "b", "c", "d")).containsExactly("c", "d");
        assertThat(suspects)
                .extracting(suspect -> suspect.alert().get("id"), Suspect::crashes)
                .containsExactlyInAnyOrder(tuple("a", 2), tuple("b", 2));
    }

    @Test
    void aSuspectIsTakenWhenNothingElseIsInHand() throws Exception {
        Ledger next = afterTwoCrashesWith("a");
        page(next, "other");
        assertThat(next.claims().takeOne(high("a"))).as("another waits").isEmpty();
        Claim other = next.claims().begin("other").orElseThrow();
        assertThat(next.claims().takeOne(high("a")))
                .as("another is at work, without an end")
                .isEmpty();

        next.finish(run(other, Outcome.DONE, 0));

        assertThat(next.claims().takeOne(high("a"))).contains(claim("a", 3, 0, 2, true));
        assertThat(database.rows("SELECT * FROM defender_claims WHERE alert_id = 'other' AND state = 'done'"))
                .as("what was in hand before is written")
                .hasSize(1);
    }

    @Test
    void aSuspectHasItsTurnThoughThereIsAlwaysSomethingInHand() throws Exception {
        Ledger next = afterTwoCrashesWith("a");

        try (LastingLoad load = new LastingLoad(next)) {
            assertThat(next.claims().takeOne(high("a"))).contains(claim("a", 3, 0, 2, true));
            assertThat(load.inHand()).isEmpty();
        }
    }

    @Test
    void whileASuspectIsInHandNothingElseIsTakenAndNothingForgotten() throws Exception {
        Ledger next = afterTwoCrashesWith("a", "b");
        finish(next, "risen", "Low");
        Claim alone = next.claims().takeOne(high("a")).orElseThrow();

        assertThat(page(next, "new", "risen")).isEmpty();
        assertThat(next.claims().takeOne(high("queued"))).isEmpty();
        assertThat(next.claims().takeOne(high("b"))).isEmpty();

        next.finish(run(alone, Outcome.DONE, 0));
        assertThat(next.claims().takeOne(high("b")))
                .isPresent()
                .get()
                .satisfies(b -> next.finish(run(b, Outcome.DONE, 0)));
        assertThat(next.flush(5_000)).isTrue();
        assertThat(next.claims().due(Long.MAX_VALUE, 10)).containsExactlyInAnyOrder("new", "risen", "queued");
        assertThat(page(next, "new", "risen", "queued")).containsExactly("new", "risen", "queued");
        assertThat(next.claims().begin("risen").orElseThrow().kind()).isEqualTo(Claim.RAISED);
    }

    @Test
    void aDeathWithTheAlertAloneCountsAgainstIt() {
        afterTwoCrashesWith("a").claims().takeOne(high("a")).orElseThrow();
        clock.pass(SILENCE);
        Ledger next = start();

        assertThat(page(next, "a")).isEmpty();
        assertThat(next.claims().takeOne(high("a"))).contains(claim("a", 4, 1, 3, true));
    }

    @Test
    void aDeathAmongOthersDoesNotCountAgainstAnAlert() {
        for (int i = 0; i < 2; i++) {
            diesWith("a");
        }

        assertThat(start().claims().takeOne(high("a")).orElseThrow().attempts()).isZero();
    }

    @Test
    void whatAProcessGaveBackWhenItEndedInOrderWasNotInFlight() {
        for (int i = 0; i < 3; i++) {
            Ledger ends = database.ledger(clock);
            ends.start();
            page(ends, "begun", "waiting");
            ends.claims().begin("begun");
            ends.close();
        }

        assertThat(page(start(), "begun", "waiting")).containsExactly("begun", "waiting");
        assertThat(database.rows("SELECT * FROM defender_claims WHERE crashes > 0"))
                .isEmpty();
    }

    @Test
    void whatALivingProcessLetsGoWasNotInFlight() {
        Ledger one = start();
        for (int i = 0; i < 3; i++) {
            page(one, "a");
            one.claims().letGo();
        }

        assertThat(page(one, "a")).containsExactly("a");
        assertThat(one.claims().begin("a").orElseThrow().crashes()).isZero();
    }

    @Test
    void whatWasHandledToTheEndIsSuspectNoMore() throws Exception {
        Ledger next = afterTwoCrashesWith("a");
        next.finish(run(next.claims().takeOne(high("a")).orElseThrow(), Outcome.DONE, 0));
        next.flush(5_000);

        assertThat(database.rows("SELECT crashes, alone FROM defender_claims"))
                .containsExactly(Map.of("crashes", 0, "alone", false));
    }

    @Test
    void whatWasParkedIsStillSuspectWhenAPersonHandsItInAgain() throws Exception {
        Ledger next = afterTwoCrashesWith("a");
        next.finish(run(next.claims().takeOne(high("a")).orElseThrow(), Outcome.PARKED, 0));
        next.flush(5_000);

        next.parked().resubmit(List.of("a"), Actor.command("jdoe"));

        assertThat(page(next, "a")).isEmpty();
        assertThat(next.claims().takeOne(high("a"))).contains(claim("a", 4, 0, 2, true));
    }

    @Test
    void whatTheWorldInterruptedStaysSuspect() throws Exception {
        Ledger next = afterTwoCrashesWith("a");
        next.finish(run(next.claims().takeOne(high("a")).orElseThrow(), Outcome.DELAYED, clock.millis()));
        next.flush(5_000);

        assertThat(page(next, "a")).isEmpty();
        assertThat(next.claims().takeOne(high("a")))
                .contains(new Claim("a", 4, Claim.ALERT, Severity.HIGH, 0, 1, 2, true));
    }

    @Test
    void ofWhatIsDueThatWithTheFewestCrashesComesFirst() throws Exception {
        diesWith("twice");
        diesWith("twice", "once");
        Ledger next = start();
        page(next, "never");
        next.finish(run(next.claims().begin("never").orElseThrow(), Outcome.DELAYED, clock.millis()));
        next.flush(5_000);

        assertThat(next.claims().due(Long.MAX_VALUE, 10)).containsExactly("never", "once", "twice");
    }

    @Test
    void thePollLearnsThatADeadProcessLeftSomethingBehind() throws Exception {
        Ledger living = start();
        page(living, "mine");
        assertThat(living.claims().leftBehind()).isFalse();
        Ledger dying = database.start(clock);
        page(dying, "a");
        assertThat(living.claims().leftBehind()).isFalse();
        database.update(
                "DELETE FROM defender_workers WHERE id <> (SELECT worker FROM defender_claims WHERE alert_id = 'mine')");

        assertThat(living.claims().leftBehind()).isTrue();
        page(living, "a");
        assertThat(living.claims().leftBehind()).isFalse();
    }

    @Test
    void aSuspectAndAPageThatAreTakenAtOnceAreNeverInHandTogether() throws Exception {
        for (int round = 0; round < 5; round++) {
            String suspect = "s" + round;
            String other = "o" + round;
            diesWith(suspect);
            diesWith(suspect);
            Ledger next = start();
            var turns = new ArrayList<>(List.of(true, false));

            Together.run(2, () -> {
                boolean page;
                synchronized (turns) {
                    page = turns.remove(0);
                }
                return page
                        ? page(next, other).isEmpty()
                        : next.claims().takeOne(high(suspect)).isEmpty();
            });

            assertThat(database.rows(
                            "SELECT * FROM defender_claims WHERE state = 'claimed' AND alert_id IN (?, ?) AND"
                                    + " take <> 2", // the last process's take of the suspect
                            suspect,
                            other))
                    .hasSize(1);
        }
    }

    private Ledger afterTwoCrashesWith(String... alerts) {
        diesWith(alerts);
        diesWith(alerts);
        return start();
    }

    private void diesWith(String... alerts) {
        page(start(), alerts);
        clock.pass(SILENCE);
    }

    private Ledger start() {
        return database.start(clock);
    }

    private void finish(Ledger ledger, String id, String severity) throws InterruptedException {
        Claim claim = ledger.claims()
                .takeOne(alert(id, severity, "2026-11-20T08:00:00Z"))
                .orElseThrow();
        ledger.finish(run(claim, Outcome.DONE, 0));
        assertThat(ledger.flush(5_000)).isTrue();
    }

    private List<String> page(Ledger ledger, String... alerts) {
        List<Map<String, Object>> page = new ArrayList<>();
        for (String id : alerts) {
            page.add(high(id));
        }
        return ids(ledger.claims().take(page, ALL, null, suspects::add));
    }

    private static Map<String, Object> high(String id) {
        return alert(id, "High", "2026-11-20T08:00:00Z");
    }

    private static Claim claim(String id, int take, int attempts, int crashes, boolean alone) {
        return new Claim(id, take, Claim.ALERT, Severity.HIGH, attempts, 0, crashes, alone);
    }
}
