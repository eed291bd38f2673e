package io.github.defenderroutes.isolation;

import static io.github.defenderroutes.isolation.TestDevice.ID;
import static io.github.defenderroutes.isolation.TestDevice.action;
import static io.github.defenderroutes.isolation.TestDevice.device;
import static io.github.defenderroutes.isolation.TestDevice.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Switches;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One request for a device, and none on doubt. */
class IsolateDeviceTest extends OnOneDevice {
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
}
