package io.github.defenderroutes.ledger;

import static io.github.defenderroutes.ledger.TestLedger.alert;
import static io.github.defenderroutes.ledger.TestLedger.ids;
import static io.github.defenderroutes.ledger.TestLedger.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.Claims.CursorMove;
import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    private static final String T = "2026-11-20T08:00:00Z";
    private static final long ALL = Long.MIN_VALUE;
    private static final Duration DEAD = Worker.PRESUMED_DEAD.plusSeconds(1);

    private final HandClock clock = new HandClock();
    private final TestLedger database = new TestLedger();
    private final Ledger one = database.start(clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aNewAlertIsOursOnce() {
        assertThat(take(one, alert("a", "High", T))).containsExactly("a");
        assertThat(take(one, alert("a", "High", T))).containsExactly(); // begun or not, it is in hand
        assertThat(one.claims().begin("a")).contains(new Claim("a", 1, Claim.ALERT, Severity.HIGH, 0, 0));
        assertThat(one.claims().begin("a")).isEmpty();
    }

    /** Pages overlap, and between the look at its row and the look into our hands its end may be written. */
    @Test
    void anAlertWhoseEndIsWrittenWhileThePageAfterItIsClaimedIsNotTakenAgain() {
        Database connections = new Database(database);
        ClaimTable table = new ClaimTable(TestLedger.TENANT, new Worker(connections, TestLedger.TENANT, clock, false));
        Map<String, Map<String, Object>> page = Map.of("a", alert("a", "High", T));
        Claim claim = claim(connections, table, page, Set.of()).get(0);
        Set<String> handsThatPutItDownNow = new HashSet<>() {
            @Override
            public boolean contains(Object id) {
                connections.transaction(c -> {
                    new RunTable(TestLedger.TENANT, new EventTable()).write(c, List.of(run(claim, Outcome.DONE, 0)));
                    return null;
                });
                return false;
            }
        };

        assertThat(claim(connections, table, page, handsThatPutItDownNow)).isEmpty();
        assertThat(one.claims().state("a")).contains("done");
    }

    private List<Claim> claim(
            Database connections, ClaimTable table, Map<String, Map<String, Object>> page, Set<String> inHand) {
        return connections.transaction(
                c -> table.claim(c, page, ALL, inHand, false, clock.millis()).claims());
    }

    @Test
    void anIdThatStandsTwiceOnAPageCountsOnceAsItStandsLast() {
        var taken = one.claims().take(List.of(alert("a", "Low", T), alert("a", "High", T)), ALL, null);

        assertThat(taken).containsExactly(alert("a", "High", T));
    }

    @Test
    void idsAreComparedExactly() {
        assertThat(take(one, alert("a'\"%_", "High", T), alert("A'\"%_", "High", T), alert("a'\"%_ ", "High", T)))
                .hasSize(3);
    }

    @Test
    void twoClaimersAtOnceGetDisjointSets() throws Exception {
        Ledger two = database.start(clock);
        List<Map<String, Object>> page =
                IntStream.range(0, 300).mapToObj(i -> alert("a" + i, "High", T)).toList();
        List<Map<String, Object>> reversed = new ArrayList<>(page);
        Collections.reverse(reversed);
        var next = new ArrayList<>(List.of(one, two));

        List<List<String>> taken = Together.run(2, () -> {
            Ledger mine;
            synchronized (next) {
                mine = next.remove(0);
            }
            return ids(mine.claims().take(mine == one ? page : reversed, ALL, null));
        });

        List<String> all = new ArrayList<>(taken.get(0));
        all.addAll(taken.get(1));
        assertThat(all).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void theClaimOfALiveWorkerIsLeftAlone() {
        take(one, alert("a", "High", T));
        clock.pass(Worker.PRESUMED_DEAD);

        assertThat(take(database.start(clock), alert("a", "High", T))).isEmpty();
    }

    @Test
    void theClaimOfADeadWorkerIsTakenAndItsLateResultIsVoid() throws Exception {
        take(one, alert("a", "High", T));
        Claim first = one.claims().begin("a").orElseThrow();
        clock.pass(DEAD);
        Ledger two = database.start(clock);

        assertThat(take(two, alert("a", "High", T))).containsExactly("a");
        Claim second = two.claims().begin("a").orElseThrow();
        assertThat(second.take()).isEqualTo(2);
        one.finish(run(first, Outcome.DONE, 0, TestLedger.notice(first)));
        assertThat(one.flush(5_000)).isTrue();
        assertThat(two.claims().state("a")).contains("claimed");
        assertThat(database.rows("SELECT * FROM defender_notices")).isEmpty();
        assertThat(database.rows("SELECT * FROM defender_runs")).isEmpty();
    }

    @Test
    void aWorkerThatSignedOffIsNotWaitedFor() {
        Ledger two = database.ledger(clock);
        two.start();
        take(two, alert("begun", "High", T), alert("waiting", "High", T));
        two.claims().begin("begun");
        two.close();

        assertThat(take(one, alert("begun", "High", T), alert("waiting", "High", T)))
                .containsExactly("begun", "waiting");
    }

    @Test
    void aFinishedAlertComesAgainOnlyWhenItIsMoreSevere() throws Exception {
        finish(alert("a", "Medium", T), Outcome.DONE, 0);

        assertThat(take(one, alert("a", "Medium", T))).isEmpty();
        assertThat(take(one, alert("a", "Low", T))).isEmpty();
        assertThat(take(one, alert("a", "Frightening", T))).isEmpty();
        assertThat(take(one, alert("a", "High", T))).containsExactly("a");
        assertThat(one.claims().begin("a").orElseThrow().kind()).isEqualTo(Claim.RAISED);
    }

    @Test
    void whatIsDueAgainIsTakenWhenItsTimeHasCome() throws Exception {
        finish(alert("a", "High", T), Outcome.DELAYED, clock.millis() + 1_000);

        assertThat(take(one, alert("a", "High", T))).isEmpty();
        assertThat(one.claims().due(Long.MAX_VALUE, 10)).isEmpty();
        clock.pass(Duration.ofSeconds(1));
        assertThat(one.claims().due(Long.MAX_VALUE, 10)).containsExactly("a");
        assertThat(take(one, alert("a", "High", T))).containsExactly("a");
        assertThat(one.claims().begin("a")).contains(new Claim("a", 2, Claim.ALERT, Severity.HIGH, 0, 1));
    }

    @Test
    void aParkedAlertStaysParked() throws Exception {
        finish(alert("a", "Low", T), Outcome.PARKED, 0);

        assertThat(take(one, alert("a", "High", T))).isEmpty();
        assertThat(one.claims().open()).containsExactly(Map.entry("parked", 1));
    }

    @Test
    void alertsFromBeforeOurTimeAreKnownAndNeverTaken() {
        long ourTime = 1_000_000_000L * 10_000_000L * 2;
        var old = alert("old", "Low", "2020-01-01T00:00:00Z");

        assertThat(one.claims().take(List.of(old), ourTime, null)).isEmpty();
        assertThat(one.claims().state("old")).contains("known");
        old.put("severity", "High");
        old.put("lastUpdateTime", "2026-11-20T08:59:00Z");
        assertThat(take(one, old)).isEmpty();
    }

    @Test
    void anAlertThatDoesNotSayWhenItWasRaisedIsOurs() {
        var alert = alert("a", "High", T);
        alert.remove("alertCreationTime");

        assertThat(ids(one.claims().take(List.of(alert), Long.MAX_VALUE, null))).containsExactly("a");
    }

    @Test
    void pageAndCursorAreCommittedTogetherOrNotAtAll() {
        var move = new CursorMove("a name that is longer than the column for it can hold", new Cursor(1, 1));

        assertThatThrownBy(() -> one.claims().take(List.of(alert("a", "High", T)), ALL, move))
                .isInstanceOf(LedgerException.class);

        assertThat(one.claims().state("a")).isEmpty();
        assertThat(one.claims().begin("a")).isEmpty();
        assertThat(take(one, alert("a", "High", T))).containsExactly("a");
    }

    @Test
    void theCursorMovesWithAnEmptyPageToo() {
        one.claims().take(List.of(), ALL, new CursorMove("alerts", new Cursor(7, 5)));

        assertThat(one.cursors().read("alerts")).contains(new Cursor(7, 5));
    }

    @Test
    void whatWasClaimedAndNeverHandedOnIsTakenAgainByTheNextWalk() {
        take(one, alert("a", "High", T), alert("b", "High", T));
        one.claims().begin("b");

        one.claims().letGo();

        assertThat(take(one, alert("a", "High", T), alert("b", "High", T))).containsExactly("a");
        assertThat(one.claims().begin("a").orElseThrow().take()).isEqualTo(2);
    }

    @Test
    void whatWasClaimedAndNeverHandedOnIsDueWhereThePollHasMovedOn() {
        take(one, alert("a", "High", T), alert("b", "High", T));
        one.claims().begin("b");
        assertThat(one.claims().due(Long.MAX_VALUE, 10)).isEmpty();

        one.claims().letGo();
        one.claims().giveBackWhatIsNotInHand();

        assertThat(one.claims().due(Long.MAX_VALUE, 10)).containsExactly("a");
        assertThat(one.claims().due(0, 10)).isEmpty();
    }

    /** Where alerts pass a queue, they are taken one by one while the poll's own tick goes by. */
    @Test
    void whatIsTakenAloneIsBegunThoughAWalkBeginsMeanwhile() throws Exception {
        AtomicBoolean taken = new AtomicBoolean();

        List<Integer> begun = Together.run(2, () -> {
            int mine = 0;
            if (taken.compareAndSet(false, true)) {
                for (int i = 0; i < 500; i++) {
                    mine += one.claims().takeOne(alert("a" + i, "High", T)).isPresent() ? 1 : 0;
                }
                taken.set(false);
            } else {
                while (taken.get()) {
                    one.claims().letGo();
                }
            }
            return mine;
        });

        assertThat(begun).contains(500);
    }

    @Test
    void whatAWorkerLostFromItsHandsItGivesBackAndNothingElse() {
        Ledger two = database.start(clock);
        take(one, alert("another's", "High", T));
        take(two, alert("lost", "High", T), alert("begun", "High", T));
        two.claims().begin("begun");
        two.claims().letGo();
        take(two, alert("waiting", "High", T));

        two.claims().giveBackWhatIsNotInHand();

        assertThat(one.claims().waiting(10)).extracting(Claims.Due::alertId).containsExactly("lost");
        assertThat(take(one, alert("lost", "High", T), alert("begun", "High", T), alert("waiting", "High", T)))
                .containsExactly("lost");
        assertThat(one.claims().begin("lost").orElseThrow().crashes()).isZero();
    }

    @Test
    void aClaimThatWasTakenAgainStaysInHandWhenTheEndOfTheFirstIsWritten() throws Exception {
        take(one, alert("a", "Low", T));
        Claim low = one.claims().begin("a").orElseThrow();
        one.finish(run(low, Outcome.DONE, 0));
        one.flush(5_000);
        take(one, alert("a", "High", T));

        one.claims().forget(low); // the writer's last step, come late

        assertThat(one.claims().begin("a")).isPresent();
    }

    @Test
    void theAlertsOfADeadWorkerAreDueForWhomThePollDoesNotMeetThem() {
        Ledger two = database.start(clock);
        take(one, alert("a", "High", T));
        assertThat(two.claims().due(Long.MAX_VALUE, 10)).isEmpty();
        database.update("DELETE FROM defender_workers");

        assertThat(two.claims().due(Long.MAX_VALUE, 10)).containsExactly("a");
    }

    @Test
    void startingChangesNoClaims() {
        take(one, alert("a", "High", T));
        var before = database.rows("SELECT * FROM defender_claims");

        database.start(clock);

        assertThat(database.rows("SELECT * FROM defender_claims")).isEqualTo(before);
    }

    @Test
    void tenantsDoNotSeeEachOther() {
        take(one, alert("a", "High", T));
        try (Ledger other = new Ledger(database, "tenant-2", clock, false)) {
            other.start();

            assertThat(take(other, alert("a", "High", T))).containsExactly("a");
        }
    }

    private void finish(Map<String, Object> alert, Outcome outcome, long dueAt) throws InterruptedException {
        take(one, alert);
        one.finish(run(one.claims().begin((String) alert.get("id")).orElseThrow(), outcome, dueAt));
        assertThat(one.flush(5_000)).isTrue();
    }

    private static List<String> take(Ledger ledger, Map<?, ?>... alerts) {
        List<Map<String, Object>> page = new ArrayList<>();
        for (Map<?, ?> alert : alerts) {
            Map<String, Object> copy = new LinkedHashMap<>();
            alert.forEach((field, value) -> copy.put((String) field, value));
            page.add(copy);
        }
        return ids(ledger.claims().take(page, ALL, null));
    }
}
