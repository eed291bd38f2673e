package io.github.defenderroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.IsolationAlerts.Attached;
import io.github.defenderroutes.ledger.IsolationAlerts.Behind;
import io.github.defenderroutes.ledger.IsolationAlerts.Decided;
import io.github.defenderroutes.ledger.Releases.Answer;
import io.github.defenderroutes.ledger.Releases.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReleasesTest {
    private static final Duration SETTLE = Duration.ofSeconds(60);
    private static final Actor JANE = Actor.command("jane");

    private final HandClock clock = new HandClock();
    private final TestLedger database = new TestLedger();
    private final Ledger ledger = database.start(clock);
    private final Isolations isolations = ledger.isolations();
    private final Releases releases = ledger.releases();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void ofManyWhoAskAtOnceOneIsFirstAndEachIsEnteredInTheAudit() throws Exception {
        String id = isolated("d").id();
        Releases elsewhere = database.start(clock).releases();

        List<Outcome> outcomes = Together.run(
                8, () -> elsewhere.request(id, JANE, "a false alarm").outcome());

        assertThat(outcomes).containsOnlyOnce(Outcome.WANTED).containsOnly(Outcome.WANTED, Outcome.ALREADY);
        assertThat(database.rows("SELECT id FROM defender_releases")).hasSize(1);
        assertThat(database.rows("SELECT who FROM defender_audit WHERE action = 'release' AND subject = 'd'"))
                .hasSize(8);
    }

    @Test
    void onlyAnOpenIsolationOfOursIsReleased() {
        isolations.attach("theirs", "a", "Full", "isolated", "action", "succeeded");
        Isolation over = isolated("over");
        isolations.close(over, "released", null);

        assertThat(releases.request(isolations.open("theirs").orElseThrow().id(), JANE, "why")
                        .outcome())
                .isEqualTo(Outcome.NOT_OURS);
        assertThat(releases.request(over.id(), JANE, "why").outcome()).isEqualTo(Outcome.CLOSED);
        assertThat(releases.request("nobody", JANE, "why").outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(database.rows("SELECT id FROM defender_releases")).isEmpty();
        assertThat(database.rows("SELECT id FROM defender_audit")).isEmpty();
    }

    @Test
    void whatHasNotLeftUsIsWithdrawnAtOnceAndCountsAsReleased() {
        Isolation decided = isolations.request("d", "a", "Full", List.of());

        Answer answer = releases.request(decided.id(), JANE, "a false alarm");

        assertThat(answer.outcome()).isEqualTo(Outcome.WITHDRAWN);
        assertThat(isolations.send("d")).as("the gate, afterwards").isFalse();
        assertThat(isolations.released("d")).hasValue(clock.millis());
        assertThat(releases.due(SETTLE)).isEmpty();
        assertThat(ledger.courses().untold()).extracting(Isolation::problem).containsExactly(Releases.CANCELLED);
    }

    @Test
    void theGateTurnsTheWishIntoSentAndAStrangersReleaseIsOnRecordToo() {
        Isolation asked = isolated("d1");
        releases.request(asked.id(), JANE, "a false alarm");
        Isolation byRoute = isolated("d2");

        assertThat(isolations.release("d1")).isTrue();
        assertThat(isolations.release("d2")).isTrue();

        assertThat(releases.open(asked.id()).orElseThrow())
                .returns("sent", ReleaseWish::state)
                .returns("jane", ReleaseWish::who)
                .returns(clock.millis(), ReleaseWish::sentAt);
        assertThat(releases.open(byRoute.id()).orElseThrow())
                .returns("sent", ReleaseWish::state)
                .returns("route", ReleaseWish::cause);
    }

    @Test
    void aRequestWithoutAnAnswerIsDueOnceDefenderMustHaveListedIt() {
        releases.request(isolated("d").id(), JANE, "a false alarm");
        isolations.release("d");

        clock.pass(SETTLE.minusMillis(1));
        assertThat(releases.due(SETTLE)).isEmpty();
        clock.pass(Duration.ofMillis(1));
        assertThat(releases.due(SETTLE)).hasSize(1);
    }

    @Test
    void theTimeSetCountsFromWhenTheDeviceIsKnownToBeIsolatedAndTheWishComesOnce() {
        isolations.request("d", "a", "Full", List.of());
        isolations.send("d");
        Isolation requested = isolations
                .found(isolations.open("d").orElseThrow(), "requested", true, "action", "pending")
                .orElseThrow();
        ledger.isolationAlerts().decidedBy(requested.id(), new Decided("clients", Duration.ofHours(4)));
        ledger.isolationAlerts().decidedBy(requested.id(), new Decided("another", Duration.ofHours(1)));
        releases.wishDue();
        clock.pass(Duration.ofHours(9));
        isolations.found(requested, "isolated", true, "action", "succeeded");
        releases.wishDue();

        clock.pass(Duration.ofHours(4).minusMillis(1));
        releases.wishDue();
        assertThat(releases.due(SETTLE)).isEmpty();
        clock.pass(Duration.ofMillis(1));
        releases.wishDue();
        releases.wishDue();

        assertThat(releases.due(SETTLE)).singleElement().satisfies(wish -> assertThat(wish.isByItself())
                .isTrue());
        assertThat(ledger.cutOffs().open()).singleElement().satisfies(one -> assertThat(one)
                .returns("clients", CutOff::rule)
                .returns(clock.millis(), CutOff::releaseAt));
    }

    @Test
    void aPersonTakesOverWhatWaits() {
        Isolation isolation = isolated("d");
        releases.requestByItself(isolation.id(), Actor.program("review"), "false positive");
        ReleaseWish wish = releases.open(isolation.id()).orElseThrow();
        ledger.releaseSteps().postpone(wish, "waits", clock.millis() + 1_000_000);

        assertThat(releases.request(isolation.id(), JANE, "I know it").outcome())
                .isEqualTo(Outcome.WANTED);

        assertThat(releases.due(SETTLE)).singleElement().satisfies(taken -> assertThat(taken)
                .returns("person", ReleaseWish::cause)
                .returns("jane", ReleaseWish::who)
                .returns("I know it", ReleaseWish::reason));
    }

    @Test
    void whoSawTheWishBeforeAPersonTookItOverDoesNotPutItOff() {
        Isolation isolation = isolated("d");
        releases.requestByItself(isolation.id(), Actor.program("review"), "false positive");
        ReleaseWish seen = releases.open(isolation.id()).orElseThrow();
        releases.request(isolation.id(), JANE, "I know it");

        assertThat(ledger.releaseSteps().postpone(seen, "waits", clock.millis() + 1_000_000))
                .isFalse();

        assertThat(releases.due(SETTLE)).extracting(ReleaseWish::who).containsExactly("jane");
    }

    @Test
    void aPersonWhoAsksWhileTheTimeIsUpIsTheOneWhoWantsIt() throws Exception {
        for (int round = 0; round < 20; round++) {
            Isolation isolation = isolated("d" + round);
            ledger.isolationAlerts().decidedBy(isolation.id(), new Decided("clients", Duration.ZERO));
            AtomicBoolean first = new AtomicBoolean(true);

            Together.run(2, () -> {
                if (first.getAndSet(false)) {
                    releases.wishDue();
                } else {
                    releases.request(isolation.id(), JANE, "I know it");
                }
                return null;
            });

            assertThat(releases.open(isolation.id()).orElseThrow().who()).isEqualTo("jane");
        }
    }

    @Test
    void stepsAndRequestsOfTheSameReleaseWaitForEachOtherAndNeverLockUp() throws Exception {
        Isolation isolation = isolated("d");
        for (int round = 0; round < 50; round++) {
            releases.request(isolation.id(), JANE, "a false alarm");
            isolations.release("d");
            ReleaseWish sent = releases.open(isolation.id()).orElseThrow();
            AtomicBoolean first = new AtomicBoolean(true);

            Together.run(2, () -> {
                if (first.getAndSet(false)) {
                    ledger.releaseSteps().failed(sent, "isolated", "no", notice(isolation));
                } else {
                    releases.request(isolation.id(), JANE, "again");
                }
                return null;
            });

            releases.open(isolation.id())
                    .ifPresent(wish -> ledger.releaseSteps().failed(wish, "isolated", "no", notice(isolation)));
        }
        assertThat(releases.open(isolation.id())).isEmpty();
    }

    @Test
    void aStepFromAWishThatHasChangedChangesNothing() {
        Isolation isolation = isolated("d");
        releases.request(isolation.id(), JANE, "a false alarm");
        ReleaseWish seen = releases.open(isolation.id()).orElseThrow();
        isolations.release("d");

        assertThat(ledger.releaseSteps().failed(seen, "isolated", "no", notice(isolation)))
                .isFalse();
        assertThat(ledger.releaseSteps().accepted(seen, "action")).isFalse();
        assertThat(isolations.open("d").orElseThrow().state()).isEqualTo("releasing");
        assertThat(database.rows("SELECT id FROM defender_notices")).isEmpty();
    }

    @Test
    void afterAFailureTheIsolationStandsAndCanBeReleasedAgain() {
        Isolation isolation = isolated("d");
        releases.request(isolation.id(), JANE, "a false alarm");
        isolations.release("d");
        ReleaseWish sent = releases.open(isolation.id()).orElseThrow();

        assertThat(ledger.releaseSteps().failed(sent, "isolated", "no", notice(isolation)))
                .isTrue();

        assertThat(isolations.open("d").orElseThrow().state()).isEqualTo("isolated");
        assertThat(releases.last(isolation.id()).orElseThrow().state()).isEqualTo("failed");
        clock.pass(SETTLE);
        assertThat(releases.request(isolation.id(), JANE, "again").outcome()).isEqualTo(Outcome.WANTED);
    }

    @Test
    void afterAFailureTheProgramDoesNotAskAgainByItself() {
        Isolation isolation = isolated("d");
        ledger.isolationAlerts().add(attached("a", isolation));
        releases.requestByItself(isolation.id(), Actor.program("review"), "false positive");

        ledger.releaseSteps().failed(releases.open(isolation.id()).orElseThrow(), "isolated", "no", notice(isolation));

        assertThat(ledger.isolationAlerts().unasked(clock.millis(), "")).isEmpty();
    }

    @Test
    void aWishWhoseIsolationIsOverIsDone() {
        Isolation isolation = isolated("d");
        releases.request(isolation.id(), JANE, "a false alarm");
        isolations.close(isolation, "released", null);

        releases.wishDue();

        assertThat(releases.due(SETTLE)).isEmpty();
        assertThat(releases.last(isolation.id()).orElseThrow().state()).isEqualTo("done");
    }

    @Test
    void theAlertsBehindAnIsolationAreKeptOnceAndTheSocIsAskedOnce() throws Exception {
        Isolation isolation = isolated("d");
        IsolationAlerts alerts = ledger.isolationAlerts();
        for (String alert : List.of("a", "b", "a")) {
            alerts.add(attached(alert, isolation));
        }
        assertThat(alerts.unasked(clock.millis(), "")).containsEntry(isolation.id(), List.of("a", "b"));

        assertThat(Together.run(4, () -> alerts.ask(isolation.id(), notice(isolation))))
                .containsOnlyOnce(true);

        assertThat(alerts.unasked(clock.millis(), "")).isEmpty();
        assertThat(ledger.cutOffs().named("PC-1")).singleElement().satisfies(one -> assertThat(one)
                .returns("A title", CutOff::title)
                .returns(Severity.HIGH, CutOff::severity));
    }

    @Test
    void eachIsolationHasItsTurnToBeReviewed() {
        Stream.of("d1", "d2", "d3").forEach(this::isolated);
        List<String> ids =
                List.copyOf(ledger.isolationAlerts().unasked(clock.millis(), "").keySet());

        assertThat(ledger.isolationAlerts().unasked(clock.millis(), ids.get(1)).keySet())
                .containsExactly(ids.get(2), ids.get(0), ids.get(1));
    }

    private static Attached attached(String alertId, Isolation isolation) {
        return new Attached(isolation.id(), new Behind(alertId, Severity.HIGH, "A title", null), "pc-1.example");
    }

    private Isolation isolated(String device) {
        isolations.request(device, "a", "Full", List.of());
        isolations.send(device);
        return isolations
                .found(isolations.open(device).orElseThrow(), "isolated", true, "action-" + device, "succeeded")
                .orElseThrow();
    }

    private static Notice notice(Isolation isolation) {
        return new Notice("release-failed", "a", isolation.id(), Severity.HIGH, isolation.deviceId(), null, "{}");
    }
}
