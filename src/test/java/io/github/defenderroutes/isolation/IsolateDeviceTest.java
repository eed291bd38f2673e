package io.github.defenderroutes.isolation;

import static io.github.defenderroutes.isolation.TestDevice.ID;
import static io.github.defenderroutes.isolation.TestDevice.action;
import static io.github.defenderroutes.isolation.TestDevice.alert;
import static io.github.defenderroutes.isolation.TestDevice.device;
import static io.github.defenderroutes.isolation.TestDevice.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchRuntimeException;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.alert.Ticks;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.gate.Gate;
import io.github.defenderroutes.judge.Judge;
import io.github.defenderroutes.judge.OpenRules;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Approvals;
import io.github.defenderroutes.ledger.Courses;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Isolations;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.Switches;
import io.github.defenderroutes.ledger.TestLedger;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.stops.KillSwitch;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock stands at 2026-11-20T09:00:00Z. */
class IsolateDeviceTest {
    private static final Duration SETTLED = Duration.ofSeconds(61);
    private static final String YESTERDAY = "2026-11-19T09:00:00Z";

    private final HandClock clock = new HandClock();
    private final TestLedger database = new TestLedger();
    private final Ledger ledger = database.start(clock);
    private final Isolations isolations = ledger.isolations();
    private final Approvals approvals = ledger.approvals();
    private final IsolateDevice isolateDevice = isolateDevice();

    @AfterEach
    void close() {
        database.close();
    }

    // ---- the kill switch

    @Test
    void whileTheKillSwitchIsOnNothingIsRequestedAndTheReasonIsTold() {
        turn("on");

        Isolation record = decide("a", list());

        assertThat(record.state()).isEqualTo("stopped");
        assertThat(record.problem())
                .isEqualTo("the kill switch has been on since 2026-11-20T09:00:00Z, by ada: a drill");
        assertThat(isolations.open(ID)).isEmpty();

        turn("off");
        assertThat(decide("b", list()).state()).isEqualTo("requesting");
    }

    @Test
    void theKillSwitchTakesBackWhatItsAlertHadDecidedAndNotSent() {
        decide("a", list());
        turn("on");

        assertThat(isolations.send(ID)).isFalse();
        assertThat(decide("a", list()).state()).isEqualTo("stopped");
        turn("off");
        assertThat(isolations.send(ID)).isFalse();
    }

    private void turn(String state) {
        ledger.switches()
                .turn(
                        Switches.KILL_SWITCH,
                        state,
                        Actor.command("ada"),
                        "kill-switch-" + state,
                        "a drill",
                        Optional.empty());
    }

    // ---- nothing known

    @Test
    void aDeviceOfWhichNothingIsKnownIsRequestedOnce() {
        Isolation record = decide("a", list());

        assertThat(record.state()).isEqualTo("requesting");
        assertThat(record.alertId()).isEqualTo("a");
        assertThat(isolations.send(ID)).isTrue();
        assertThat(isolateDevice.comment(record)).isEqualTo("Defender Routes: alert a, ref " + record.id());
    }

    @Test
    void aBrokenListOfActionsDecidesNothing() {
        assertThatThrownBy(() -> decide("a", Map.of())).isInstanceOf(DefenderUnavailableException.class);
        assertThat(isolations.open(ID)).isEmpty();
    }

    @Test
    void anIncompleteListOfActionsStops() {
        var part = list();
        part.put("@odata.nextLink", "https://next");

        assertThat(decide("a", part).state()).isEqualTo("stopped");
    }

    @Test
    void anAlertThatWasResolvedMeanwhileStops() {
        var resolved = freshAlert("a");
        resolved.put("status", "Resolved");

        Isolation record = isolateDevice.decide(begin("a"), resolved, device(), list(), clock.millis());

        assertThat(record.state()).isEqualTo("stopped");
        assertThat(record.problem()).isEqualTo("on a fresh look: The alert is already resolved");
        assertThat(isolations.open(ID)).isEmpty();
    }

    @Test
    void beyondTheCapNothingIsRequested() {
        IsolateDevice capped = isolateDevice("isolation.cap.per-hour", "1", "isolation.cap.per-day", "1");
        isolations.request("another", "a", "Full", List.of());

        Isolation record = capped.decide(begin("a"), freshAlert("a"), device(), list(), clock.millis());

        assertThat(record.state()).isEqualTo("capped");
        assertThat(record.problem()).isEqualTo("isolation.cap.per-hour = 1 is exhausted");
    }

    // ---- somebody else was first

    @ParameterizedTest
    @ValueSource(strings = {"Pending", "InProgress", "Unheard"})
    void aRunningIsolationOfSomebodyElseIsAttachedToAndNotOurs(String status) {
        Isolation record = decide("a", list(action("Isolate", status, minutesAgo(2), minutesAgo(1))));

        assertThat(record.state()).isEqualTo("under-way");
        assertThat(record.ours()).isFalse();
        assertThat(isolations.release(ID)).isFalse();
    }

    @Test
    void aDeviceThatSomebodyElseIsolatedIsNotIsolatedAgainAndFreeOnceTheyReleaseIt() {
        var theirs = action("Isolate", "Succeeded", minutesAgo(30), minutesAgo(29));
        assertThat(decide("a", list(theirs)).state()).isEqualTo("isolated");
        var release = action("Unisolate", "Succeeded", minutesAgo(10), minutesAgo(9));

        Isolation record = decide("b", list(theirs, release));

        assertThat(record.state()).isEqualTo("stopped");
        assertThat(isolations.open(ID)).isEmpty();
    }

    @Test
    void aRunningReleaseStops() {
        assertThat(decide("a", list(action("Unisolate", "Pending", minutesAgo(1), minutesAgo(1))))
                        .state())
                .isEqualTo("stopped");
    }

    // ---- after a release

    @Test
    void afterAReleaseAnOlderAlertNeverIsolates() {
        IsolateDevice withoutHold = isolateDevice("isolation.hold-after-release", "0s");
        var actions = list(action("Unisolate", "Succeeded", minutesAgo(5), minutesAgo(4)));

        Isolation record = withoutHold.decide(begin("a"), alert("a", minutesAgo(4)), device(), actions, clock.millis());

        assertThat(record.state()).isEqualTo("stopped");
        assertThat(record.problem()).isEqualTo("it was released at " + minutesAgo(4) + ", after this alert was raised");
        assertThat(withoutHold
                        .decide(begin("b"), alert("b", minutesAgo(3)), device(), actions, clock.millis())
                        .state())
                .isEqualTo("requesting");
    }

    @Test
    void afterAReleaseANewerAlertWaitsForAPersonDuringTheHold() {
        var actions = list(action("Unisolate", "Succeeded", minutesAgo(479), minutesAgo(479)));
        assertThat(decide("a", actions).problem())
                .contains("isolation.hold-after-release = 8h leaves the next isolation to a person");
        clock.pass(Duration.ofMinutes(1));

        assertThat(decide("a", actions).state()).isEqualTo("requesting");
    }

    @Test
    void aReleaseThatDoesNotSayWhenStops() {
        var release = action("Unisolate", "Succeeded", "sometime", null);

        assertThat(decide("a", list(release)).problem()).isEqualTo("it was released, and Defender does not say when");
    }

    @Test
    void anIsolationOfOursThatAPersonReleasedInThePortalIsNotRepeatedWhateverOurClockSays() {
        Isolation ours = requested("a"); // at 09:00 by our clock, which is five minutes ahead of Defender's
        var isolated = ourAction(ours, "Succeeded", minutesAgo(5), minutesAgo(4));
        var release = action("Unisolate", "Succeeded", minutesAgo(2), minutesAgo(1));
        clock.pass(SETTLED);

        assertThat(decide("b", list(isolated, release)).state()).isEqualTo("stopped");
        assertThat(isolations.open(ID)).isEmpty();
    }

    @Test
    void aCancelledIsolationIsNotRepeatedByTheNextAlert() {
        Isolation ours = requested("a");
        clock.pass(Duration.ofMinutes(10));

        Isolation record = decide("b", list(ourAction(ours, "Cancelled", minutesAgo(10), minutesAgo(9))));

        assertThat(record.state()).isEqualTo("stopped");
        assertThat(record.problem()).startsWith("it was about to be isolated and a person cancelled that at ");
    }

    // ---- our own request

    @ParameterizedTest
    @ValueSource(strings = {"Failed", "TimeOut"})
    void aFailedIsolationIsTriedAgainByTheNextAlert(String status) {
        Isolation ours = requested("a");
        clock.pass(SETTLED);

        Isolation record = decide("b", list(ourAction(ours, status, minutesAgo(1), minutesAgo(1))));

        assertThat(record.state()).isEqualTo("requesting");
        assertThat(record.id()).isNotEqualTo(ours.id());
        assertThat(record.alertId()).isEqualTo("b");
    }

    @Test
    void anAcceptedRequestThatIsNotListedYetIsNotRepeated() {
        var oldRelease = action("Unisolate", "Succeeded", YESTERDAY, YESTERDAY);
        Isolation ours = requested("a");
        clock.pass(Duration.ofHours(1));

        assertThat(decide("b", list()).id()).isEqualTo(ours.id());
        assertThat(decide("b", list(oldRelease)).id()).isEqualTo(ours.id());
        assertThat(isolations.open(ID).orElseThrow().state()).isEqualTo("requested");
    }

    @Test
    void anAcceptedRequestThatIsNeverListedBlocksForThreeDays() {
        requested("a");
        clock.pass(Duration.ofDays(3));

        assertThat(decide("b", list()).state()).isEqualTo("requesting");
    }

    @Test
    void ourRunningActionIsOursAndRequested() {
        Isolation ours = requested("a");
        clock.pass(SETTLED);

        Isolation record = decide("b", list(ourAction(ours, "InProgress", minutesAgo(1), minutesAgo(1))));

        assertThat(record.state()).isEqualTo("requested");
        assertThat(record.ours()).isTrue();
    }

    @Test
    void aLostAnswerIsFoundAgainByTheCommentOfTheAction() {
        Isolation lost = sent("a");
        var arrived = action("Isolate", "Succeeded", minutesAgo(0), minutesAgo(0));
        arrived.put("requestorComment", isolateDevice.comment(lost));

        Isolation record = decide("a", list(arrived));

        assertThat(record.state()).isEqualTo("isolated");
        assertThat(record.ours()).isTrue();
        assertThat(record.actionId()).isEqualTo(arrived.get("id"));
    }

    @Test
    void afterALostAnswerAnEmptyLookCountsOnlyOnceItHasSettled() {
        Isolation lost = sent("a");
        clock.pass(Duration.ofSeconds(59));

        assertThatThrownBy(() -> decide("a", list()))
                .isInstanceOfSatisfying(DefenderUnavailableException.class, e -> assertThat(e.retryAfter())
                        .contains(Duration.ofSeconds(2)))
                .hasMessageContaining("was sent and its answer is not known");
        clock.pass(Duration.ofSeconds(1));
        Isolation again = decide("a", list());
        assertThat(again.state()).isEqualTo("requesting");
        assertThat(again.id()).isEqualTo(lost.id());
    }

    @Test
    void afterALostAnswerALookCountsOnlyIfItWasMadeAfterSettlingHoweverLateItIsUsed() {
        Isolation lost = sent("a");
        long sentAt = clock.millis();
        clock.pass(Duration.ofMinutes(10));

        for (long lookedAt : List.of(sentAt - 1, sentAt, sentAt + 59_999)) {
            assertThatThrownBy(() -> decide("b", list(), lookedAt))
                    .isInstanceOfSatisfying(DefenderUnavailableException.class, e -> assertThat(e.retryAfter())
                            .contains(Duration.ofSeconds(5)));
        }
        assertThat(isolations.open(ID).orElseThrow().state()).isEqualTo("sent");
        assertThat(decide("b", list(), sentAt + 60_000).id()).isEqualTo(lost.id());
    }

    @Test
    void aLookFromBeforeWhatAnotherAlertHasDoneDecidesNothing() {
        long lookedAt = clock.millis();
        clock.pass(Duration.ofSeconds(1));
        Isolation requesting = decide("a", list());

        assertThatThrownBy(() -> decide("b", list(), lookedAt)).isInstanceOf(DefenderUnavailableException.class);
        assertThat(isolations.send(ID)).isTrue();
        Isolation requested =
                isolateDevice.accepted(requesting, ourAction(requesting, "Pending", minutesAgo(0), minutesAgo(0)));
        assertThat(decide("b", list(), lookedAt)).isEqualTo(requested);
    }

    @Test
    void aLookFromBeforeAnIsolationBySomebodyElseWasFoundDoesNotEndIt() {
        IsolateDevice hasty = isolateDevice("isolation.settle", "41s", "isolation.fresh", "10m");
        long lookedAt = clock.millis();
        clock.pass(Duration.ofSeconds(1));
        Isolation theirs = decide("a", list(action("Isolate", "Pending", minutesAgo(1), minutesAgo(1))));
        clock.pass(Duration.ofMinutes(5));

        assertThat(hasty.decide(begin("b"), freshAlert("b"), device(), list(), lookedAt))
                .isEqualTo(theirs);
    }

    @Test
    void aDecisionFromBeforeOurClockWasSetBackIsSent() {
        Isolation decided = decide("a", list());
        clock.pass(Duration.ofHours(-1));

        assertThat(decide("a", list()).id()).isEqualTo(decided.id());
    }

    @Test
    void whileAnotherAlertMayStillGetTheAnswerWeLookAgainSoon() {
        sent("a");

        assertThatThrownBy(() -> decide("b", list()))
                .isInstanceOfSatisfying(DefenderUnavailableException.class, e -> assertThat(e.retryAfter())
                        .contains(Duration.ofSeconds(5)));
    }

    @Test
    void afterALostAnswerAnOldReleaseInTheListChangesNothing() {
        var oldRelease = list(action("Unisolate", "Succeeded", YESTERDAY, YESTERDAY));
        Isolation lost = sent("a");
        assertThatThrownBy(() -> decide("a", oldRelease)).isInstanceOf(DefenderUnavailableException.class);
        clock.pass(SETTLED);

        assertThat(decide("a", oldRelease).id()).isEqualTo(lost.id());
    }

    @Test
    void afterALostAnswerAnAlertResolvedMeanwhileIsNotSentAgain() {
        var oldRelease = list(action("Unisolate", "Succeeded", YESTERDAY, YESTERDAY));
        sent("a");
        clock.pass(SETTLED);
        var resolved = freshAlert("a");
        resolved.put("status", "Resolved");

        assertThat(isolateDevice
                        .decide(begin("a"), resolved, device(), oldRelease, clock.millis())
                        .state())
                .isEqualTo("stopped");
        assertThat(isolations.open(ID)).isEmpty();
    }

    @Test
    void aLostAnswerBeforeAReleaseByAPersonIsNotSentAgain() {
        sent("a");
        clock.pass(SETTLED);

        assertThat(decide("a", list(action("Unisolate", "Succeeded", minutesAgo(1), minutesAgo(0))))
                        .state())
                .isEqualTo("stopped");
    }

    @Test
    void aRequestThatTheProcessDidNotLiveToSendIsTakenUpAgain() {
        Isolation left = decide("a", list());

        assertThat(decide("a", list()).id()).isEqualTo(left.id());
        assertThat(decide("b", list()).id()).isEqualTo(left.id());
    }

    @Test
    void anAlertThatMayNotIsolateDoesNotTakeBackTheRequestOfAnother() {
        decide("a", list());
        var resolved = freshAlert("b");
        resolved.put("status", "Resolved");

        assertThat(isolateDevice
                        .decide(begin("b"), resolved, device(), list(), clock.millis())
                        .state())
                .isEqualTo("stopped");
        assertThat(isolations.send(ID)).isTrue();
    }

    // ---- two alerts at once

    @Test
    void anAlertThatLosesAtTheGateDoesNotCloseWhatTheOtherIsSending() {
        Isolation first = decide("a", list());
        Isolation second = decide("b", list());
        assertThat(isolations.send(ID)).isTrue();

        assertThatThrownBy(() -> isolateDevice.refused(second, new IllegalStateException("closed")))
                .isInstanceOfSatisfying(DefenderUnavailableException.class, e -> assertThat(e.retryAfter())
                        .contains(Duration.ofSeconds(5)));
        isolateDevice.accepted(first, ourAction(first, "Pending", minutesAgo(0), minutesAgo(0)));
        assertThat(isolations.open(ID).orElseThrow().state()).isEqualTo("requested");
        assertThat(isolateDevice.begin(alert("b", minutesAgo(1)), device()).state())
                .isEqualTo("requested");
    }

    @Test
    void ofTwoThatFindALostRequestOneSendsItAgain() {
        sent("a");
        clock.pass(SETTLED);
        Isolation first = decide("a", list());
        assertThat(isolations.send(ID)).isTrue();

        assertThatThrownBy(() -> decide("b", list())).isInstanceOf(DefenderUnavailableException.class);
        assertThat(isolations.send(ID)).isFalse();
        assertThat(first.state()).isEqualTo("requesting");
    }

    @Test
    void aClosedGateIsNoRefusalOfDefendersAndLeavesNothingOpen() {
        Isolation record = decide("a", list());

        assertThat(isolateDevice.refused(record, closedGate()))
                .returns("stopped", Isolation::state)
                .satisfies(stopped -> assertThat(stopped.problem()).contains("isolate-device was not sent: "));
        assertThat(isolations.open(ID)).isEmpty();
        assertThat(decide("b", list()).state()).isEqualTo("requesting");
    }

    private static RuntimeException closedGate() {
        return catchRuntimeException(() -> Gate.shut().pass("isolate-device", Map.of()));
    }

    @Test
    void aRefusalBeforeAnythingWasDecidedIsTold() {
        assertThat(isolateDevice
                        .refused(begin("a"), new IllegalStateException("no alert"))
                        .state())
                .isEqualTo("refused");
    }

    // ---- the answer to the request

    @Test
    void aPendingActionOfSomebodyElseInTheAnswerIsNotOurs() {
        Isolation record = decide("a", list());
        isolations.send(ID);

        Isolation accepted = isolateDevice.accepted(record, action("Isolate", "Pending", minutesAgo(9), minutesAgo(9)));

        assertThat(accepted.state()).isEqualTo("under-way");
        assertThat(accepted.ours()).isFalse();
    }

    @Test
    void aLostAnswerThatWasThePendingActionOfSomebodyElseIsAttachedToAndNotAskedForAgain() {
        sent("a");
        clock.pass(SETTLED);

        Isolation found = decide("a", list(action("Isolate", "Succeeded", minutesAgo(2), minutesAgo(1))));

        assertThat(found.state()).isEqualTo("isolated");
        assertThat(found.ours()).isFalse();
        assertThat(isolations.send(ID)).as("asked for again").isFalse();
    }

    @Test
    void anAnswerThatNamesNoActionIsLikeALostOne() {
        Isolation record = decide("a", list());
        isolations.send(ID);

        assertThatThrownBy(() -> isolateDevice.accepted(record, Map.of()))
                .isInstanceOf(DefenderUnavailableException.class);
        assertThat(isolations.open(ID).orElseThrow().state()).isEqualTo("sent");
    }

    @Test
    void afterAlreadyInProgressTheRunningIsolationIsAttachedTo() {
        Isolation record = decide("a", list());
        isolations.send(ID);

        Isolation attached =
                isolateDevice.attach(record, list(action("Isolate", "Pending", minutesAgo(1), minutesAgo(1))));

        assertThat(attached.state()).isEqualTo("under-way");
        assertThat(attached.ours()).isFalse();
    }

    @Test
    void afterAlreadyInProgressWithNothingToSeeOneIsolationIsUnderWayForAWhile() {
        Isolation record = decide("a", list());
        isolations.send(ID);

        assertThat(isolateDevice.attach(record, list()).state()).isEqualTo("under-way");
        assertThat(decide("b", list()).state()).isEqualTo("under-way");
        clock.pass(SETTLED);
        assertThat(decide("b", list()).state()).isEqualTo("requesting");
    }

    @Test
    void afterAlreadyInProgressARunningReleaseIsNotToldAsAnIsolation() {
        Isolation record = decide("a", list());
        isolations.send(ID);

        Isolation attached =
                isolateDevice.attach(record, list(action("Unisolate", "Pending", minutesAgo(1), minutesAgo(1))));

        assertThat(attached.state()).isEqualTo("stopped");
        assertThat(isolations.open(ID)).isEmpty();
    }

    // ---- our own release

    @Test
    void whileWeReleaseADeviceItIsNotToldAsIsolated() {
        Isolation ours = requested("a");
        var isolated = list(ourAction(ours, "Succeeded", minutesAgo(0), minutesAgo(0)));
        isolations.release(ID);

        assertThat(decide("b", isolated).state()).isEqualTo("stopped");
        assertThat(decide("b", list()).state()).isEqualTo("stopped");
    }

    @Test
    void aReleaseThatNeverArrivedDoesNotBlockForEver() {
        Isolation ours = requested("a");
        var isolated = list(ourAction(ours, "Succeeded", minutesAgo(0), minutesAgo(0)));
        isolations.release(ID);
        clock.pass(SETTLED);

        assertThat(decide("b", isolated).state()).isEqualTo("isolated");
        isolations.release(ID);
        clock.pass(SETTLED);
        assertThat(decide("b", list()).state()).isEqualTo("requesting");
    }

    // ---- many alerts on one device

    @Test
    void aRecordComparedAMomentAgoIsBelievedWithoutALook() {
        Isolation ours = requested("a");

        assertThat(isolateDevice.begin(freshAlert("b"), device())).isEqualTo(ours);
        clock.pass(SETTLED);
        assertThat(isolateDevice.begin(freshAlert("b"), device()).state()).isEqualTo("new");
    }

    @Test
    void aRecordFromTheFutureIsNotBelieved() {
        requested("a");
        clock.pass(Duration.ofHours(-1));

        assertThat(isolateDevice.begin(freshAlert("b"), device()).state()).isEqualTo("new");
    }

    private Isolation sent(String alertId) {
        Isolation record = decide(alertId, list(action("Unisolate", "Failed", YESTERDAY, YESTERDAY)));
        assertThat(isolations.send(ID)).isTrue();
        return record;
    }

    private Isolation requested(String alertId) {
        Isolation record = sent(alertId);
        return isolateDevice.accepted(record, ourAction(record, "Pending", minutesAgo(0), minutesAgo(0)));
    }

    private Map<String, Object> ourAction(Isolation record, String status, String created, String ended) {
        var action = action("Isolate", status, created, ended);
        action.put("id", "action-of-" + record.id().substring(0, 8));
        action.put("requestorComment", isolateDevice.comment(record));
        return action;
    }

    private Isolation begin(String alertId) {
        return Isolation.unwritten(ID, alertId, "Full", "new", null);
    }

    private Isolation decide(String alertId, Map<String, Object> actions) {
        return decide(alertId, actions, clock.millis());
    }

    private Isolation decide(String alertId, Map<String, Object> actions, long lookedAt) {
        return isolateDevice.decide(begin(alertId), freshAlert(alertId), device(), actions, lookedAt);
    }

    private Map<String, Object> freshAlert(String id) {
        return alert(id, minutesAgo(0));
    }

    private String minutesAgo(long minutes) {
        return Ticks.format(Ticks.of(clock.instant().minus(Duration.ofMinutes(minutes))));
    }

    // ---- remembered by ourselves

    @Test
    void aReleaseThatWeNoticedCountsThoughDefenderListsItNoMore() {
        Isolation released = isolations.attach(ID, "old", "Full", "isolated", "action", "succeeded");
        isolations.close(released, "released", null);
        clock.pass(Duration.ofHours(1));

        Isolation record = decide("a", list());

        assertThat(record.state()).isEqualTo("stopped");
        assertThat(record.problem()).contains("isolation.hold-after-release = 8h");

        clock.pass(Duration.ofHours(8));
        assertThat(decide("a", list()).state()).isEqualTo("requesting");
    }

    // ---- what expired

    @Test
    void whatExpiredIsDecidedAnewThoughItsAlertIsDaysOld() {
        expired("a");
        var old = alert("a", "2026-11-17T08:00:00Z");

        Isolation record = isolateDevice.decide(begin("a"), old, device(), list(), clock.millis());

        assertThat(record.state()).isEqualTo("requesting");
        assertThat(record.round()).isEqualTo(2);
    }

    @Test
    void whatExpiredLongerAgoThanTheMaximumAgeStaysExpired() {
        Isolation expired = expired("a");
        clock.pass(Duration.ofHours(7));

        Isolation record =
                isolateDevice.decide(begin("a"), alert("a", "2026-11-17T08:00:00Z"), device(), list(), clock.millis());

        assertThat(record.state()).isEqualTo("stopped");
        assertThat(record.problem()).contains("expired longer ago than isolation.max-age = 6h");
        assertThat(isolations.open(ID)).map(Isolation::id).hasValue(expired.id());
    }

    @Test
    void anotherAlertOnADeviceWhoseIsolationExpiredIsAFirstRequestOfItsOwn() {
        expired("a");

        Isolation record = isolateDevice.decide(begin("b"), freshAlert("b"), device(), list(), clock.millis());

        assertThat(record.state()).isEqualTo("requesting");
        assertThat(record.round()).isEqualTo(1);
        assertThat(record.alertId()).isEqualTo("b");
    }

    @Test
    void anotherAlertThatMayNotIsolateLeavesWhatExpiredToBeAskedForAgain() {
        Isolation expired = expired("a");

        assertThat(isolateDevice
                        .decide(begin("b"), alert("b", YESTERDAY), device(), list(), clock.millis())
                        .problem())
                .contains("Older than isolation.max-age = 6h");
        assertThat(isolations.open(ID)).map(Isolation::id).hasValue(expired.id());
    }

    private Isolation expired(String alert) {
        isolations.request(ID, alert, "Full", List.of());
        isolations.send(ID);
        return database.start(clock)
                .courses()
                .step(
                        isolations.open(ID).orElseThrow(),
                        new Courses.Step("expired", true, "action", "timeout", null, clock.millis()),
                        null)
                .orElseThrow();
    }

    private IsolateDevice isolateDevice(String... changes) {
        Map<String, String> values = new HashMap<>(Map.of(
                "defender.tenant-id", "11111111-2222-3333-4444-555555555555",
                "defender.client-id", "66666666-7777-8888-9999-000000000000",
                "defender.client-secret", "secret",
                "mail.host", "smtp.example.org",
                "mail.from", "defender@example.org",
                "mail.to", "soc@example.org",
                "isolation.mode", "enforce"));
        for (int i = 0; i < changes.length; i += 2) {
            values.put(changes[i], changes[i + 1]);
        }
        Settings settings = Settings.of(values);
        return new IsolateDevice(
                isolations,
                approvals,
                new KillSwitch(ledger, settings, clock),
                new Judge(settings, OpenRules.ISOLATE, clock),
                settings,
                clock);
    }
}
