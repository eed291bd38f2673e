package io.github.defenderroutes.isolation;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Ticks;
import io.github.defenderroutes.ledger.Releases;
import io.github.defenderroutes.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A person let a device back in, or cancelled its isolation before it took effect.
 *
 * @param what happened, as the end of "it was ..."
 * @param ticks when, in 100-ns ticks since 1970; 0 if the action does not say
 */
record Release(String what, long ticks) {
    /** Why a record was closed whose request a person cancelled. */
    static final String CANCELLED = Releases.CANCELLED;

    /** Whether the action that keeps the device in is an isolation that was cancelled, and not a release. */
    static boolean isCancelled(Map<String, ?> action) {
        return MachineActions.isType(action, "Isolate");
    }

    static Release of(Map<String, ?> action) {
        return new Release(
                isCancelled(action) ? "about to be isolated and a person cancelled that" : "released",
                MachineActions.ended(action));
    }

    /** One that we noticed before and that Defender does not list any more. */
    static Release noted(long millis) {
        return new Release("released", Ticks.ofMillis(millis));
    }

    /** Why this alert does not isolate the device after that; empty if it may. */
    Optional<String> objection(Map<String, ?> alert, Settings settings, Instant now) {
        Optional<String> older = objectionInSpiteOfApproval(alert);
        if (older.isPresent()) {
            return older;
        }
        Duration hold = settings.duration("isolation.hold-after-release");
        return now.isBefore(Ticks.instant(ticks).plus(hold))
                ? Optional.of("%s, and isolation.hold-after-release = %s leaves the next isolation to a person"
                        .formatted(when(), settings.text("isolation.hold-after-release")))
                : Optional.empty();
    }

    /** The same where a person wants it: not what {@code isolation.hold-after-release} leaves to a person. */
    Optional<String> objectionInSpiteOfApproval(Map<String, ?> alert) {
        if (ticks == 0) {
            return Optional.of("it was " + what + ", and Defender does not say when");
        }
        return Alerts.created(alert).orElse(Long.MIN_VALUE) <= ticks
                ? Optional.of(when() + ", after this alert was raised")
                : Optional.empty();
    }

    private String when() {
        return "it was " + what + " at " + Ticks.format(ticks);
    }
}
