package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.defenderroutes.ledger.Audit;
import io.github.defenderroutes.ledger.Releases.Outcome;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.Reaction;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** A device is let back in by its time, or when its alerts turn out to be none. */
class ReleaseByItselfTest extends Releasing {
    // ---- by its time

    @Test
    void aDeviceIsReleasedAfterTheTimeSetCountedFromWhenItIsIsolated() {
        our.with("isolation.release-after", "4h");
        our.tenant().react("d1", Reaction.staysPending());
        our.alertOn("d1");
        our.tick();
        our.tickAfter(Duration.ofHours(5));
        assertThat(isolation("d1").releaseAt()).as("while it is not isolated").isZero();
        finishIsolation("d1");
        our.tickAfter(A_MINUTE);
        assertThat(Instant.ofEpochMilli(isolation("d1").releaseAt()))
                .isCloseTo(our.clock.instant().plus(Duration.ofHours(4)), within(5, ChronoUnit.SECONDS));
        our.tenant().react("d1", Reaction.succeeds());

        our.tickAfter(Duration.ofHours(4).minusMinutes(1));
        assertThat(requestsToRelease()).isEmpty();
        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(requestsToRelease()).hasSize(1);
        assertThat(our.kindsOfCourse("alert-d1")).endsWith("released");
        assertThat(audit()).extracting(Audit.Entry::who).contains("release-after");
    }

    @Test
    void aNewerUnresolvedAlertKeepsTheDeviceIsolatedUntilItIsResolved() {
        our.with("isolation.release-after", "4h");
        isolated("d1");
        our.tickAfter(A_MINUTE);
        our.tenant().add(anAlert("newer").device("d1").createdAt(our.clock.instant()));

        our.tickAfter(Duration.ofHours(4)).tickAfter(A_MINUTE).tickAfter(Duration.ofMinutes(16));
        assertThat(requestsToRelease()).isEmpty();
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated", "release-waits");
        assertThat(last("alert-d1").text())
                .contains(
                        "the alert newer",
                        "release " + isolation("d1").isolation().id());
        our.tenant().resolve("newer");
        our.tickAfter(Duration.ofMinutes(16)).tickAfter(A_MINUTE);

        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated", "release-waits", "released");
    }

    @Test
    void aReleaseByItsTimeThatTakesLongIsTold() {
        our.with("isolation.release-after", "4h").with("isolation.overdue", "1h");
        isolated("d1");
        our.tickAfter(A_MINUTE);
        for (int i = 0; i < 20; i++) {
            our.faults().next("unisolate", Fault.throttled("5"));
        }

        our.tickAfter(Duration.ofHours(4));
        for (int i = 0; i < 7; i++) {
            our.tickAfter(Duration.ofMinutes(10));
        }

        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated", "release-overdue");
    }

    @Test
    void aPersonNeedNotWaitForTheNewerAlert() {
        our.with("isolation.release-after", "4h");
        isolated("d1");
        our.tickAfter(A_MINUTE);
        our.tenant().add(anAlert("newer").device("d1").createdAt(our.clock.instant()));
        our.tickAfter(Duration.ofHours(4));

        assertThat(request("d1")).isEqualTo(Outcome.WANTED);
        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated", "release-waits", "released");
        assertThat(last("alert-d1").text()).contains("jane");
    }

    @Test
    void withoutTheSettingNothingIsReleasedByItself() {
        isolated("d1");

        our.tickAfter(Duration.ofDays(20)).tickAfter(A_MINUTE);

        assertThat(requestsToRelease()).isEmpty();
    }

    // ---- its alerts were none

    @Test
    void whenAllAlertsBehindAnIsolationAreClosedTheSocIsAskedOnce() {
        isolated("d1");
        our.tenant().add(anAlert("second").device("d1"));
        our.tickAfter(Duration.ofMinutes(6));
        our.tenant().set("alert-d1", "classification", "FalsePositive");
        our.tickAfter(Duration.ofMinutes(11));
        assertThat(our.kindsOfCourse("alert-d1")).as("the second is open").containsExactly("isolated");

        our.tenant().resolve("second");
        our.tickAfter(Duration.ofMinutes(11)).tickAfter(Duration.ofMinutes(11));

        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated", "release-asked");
        assertThat(last("alert-d1").text())
                .contains(
                        "1 false positive; 1 resolved",
                        "release " + isolation("d1").isolation().id());
        assertThat(requestsToRelease()).isEmpty();
    }

    @Test
    void withAutoAFalsePositiveIsReleasedByItself() {
        our.with("isolation.release-on-false-positive", "auto");
        isolated("d1");
        our.tenant().set("alert-d1", "classification", "FalsePositive");

        our.tickAfter(Duration.ofMinutes(11)).tickAfter(A_MINUTE);

        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated", "released");
        assertThat(last("alert-d1").text()).contains("alerts behind it: 1 false positive");
    }

    @Test
    void withAutoAReleaseThatDefenderRefusesIsToldOnceAndLeftToAPerson() {
        our.with("isolation.release-on-false-positive", "auto");
        isolated("d1");
        our.tenant().set("alert-d1", "classification", "FalsePositive");
        our.tenant().removeMachine("d1");

        for (int i = 0; i < 5; i++) {
            our.tickAfter(Duration.ofMinutes(11)).tickAfter(A_MINUTE);
        }

        assertThat(requestsToRelease()).hasSize(1);
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated", "release-failed");
    }

    @Test
    void theAlertsOfTwentyDevicesAreLookedAtWithOneCall() {
        for (int i = 0; i < 20; i++) {
            our.alertOn("d" + i);
        }
        our.tick().tickAfter(A_MINUTE);
        our.tickAfter(Duration.ofMinutes(6));
        int before = looksByIds();

        our.tickAfter(Duration.ofMinutes(11));

        assertThat(looksByIds() - before).isOne();
    }

    private int looksByIds() {
        return (int) our.standIn.calls("list-alerts").stream()
                .filter(call -> call.query().getOrDefault("$filter", "").contains("id eq"))
                .count();
    }

    private void finishIsolation(String device) {
        our.tenant()
                .finish(our.tenant().acceptedIsolations(device).get(0).get("id").toString(), "Succeeded");
    }
}
