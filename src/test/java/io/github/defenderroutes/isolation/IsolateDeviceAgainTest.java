package io.github.defenderroutes.isolation;

import static io.github.defenderroutes.isolation.TestDevice.ID;
import static io.github.defenderroutes.isolation.TestDevice.action;
import static io.github.defenderroutes.isolation.TestDevice.alert;
import static io.github.defenderroutes.isolation.TestDevice.device;
import static io.github.defenderroutes.isolation.TestDevice.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchRuntimeException;

import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.gate.Gate;
import io.github.defenderroutes.ledger.Courses;
import io.github.defenderroutes.ledger.Isolation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where somebody was there before: a person, another alert, a release, or an isolation that has expired. */
class IsolateDeviceAgainTest extends OnOneDevice {
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

    @Test
    void aRefusalBeforeAnythingWasDecidedIsTold() {
        assertThat(isolateDevice
                        .refused(begin("a"), new IllegalStateException("no alert"))
                        .state())
                .isEqualTo("refused");
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

    private static RuntimeException closedGate() {
        return catchRuntimeException(() -> Gate.shut().pass("isolate-device", Map.of()));
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
}
