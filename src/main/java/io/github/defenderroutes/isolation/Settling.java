package io.github.defenderroutes.isolation;

import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.isolation.MachineActions.Look;
import io.github.defenderroutes.isolation.MachineActions.Standing;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How long what we know may differ from what Defender lists: {@code isolation.settle}, and what follows from it. */
final class Settling {
    /** States of which a mail can say what they mean for the device. */
    private static final List<String> TELLABLE = List.of("requested", "under-way", "isolated");

    /** An accepted isolation of a device that is switched off still takes effect within this time. */
    static final Duration STILL_FIRES = Duration.ofDays(3);

    /** So long after a request its answer may well be on its way to another alert's run. */
    private static final Duration ANSWER_LIKELY = Duration.ofSeconds(10);

    private static final Duration SOON = Duration.ofSeconds(5);

    private final Settings settings;
    private final Clock clock;

    Settling(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Whether the record was changed after the look, by another alert or process: then the look says nothing about it. A
     * decision "from the future" was made before our clock was set back; the gate lets it be sent only once anyway.
     */
    boolean isYounger(Isolation open, long lookedAt) {
        long changed = Math.max(open.lookedAt(), open.sentAt());
        return changed > lookedAt && !(open.state().equals("requesting") && changed > clock.millis());
    }

    /**
     * Whether the record stands for something that Defender does not show yet, though the list shows no isolation.
     *
     * @param lookedAt when the actions were asked for
     * @throws DefenderUnavailableException if that is a request whose answer we never got, and we looked so soon after it
     *     that Defender need not have listed it
     */
    boolean isOnItsWay(Isolation open, MachineActions actions, Look look, long lookedAt) {
        boolean listed = actions.any(action -> isOurs(open, action));
        return switch (open.state()) {
            case "sent" -> {
                Duration age = Duration.ofMillis(clock.millis() - open.sentAt());
                Duration left = time().minus(age).plusSeconds(1);
                if (!listed && lookedAt - open.sentAt() < time().toMillis()) {
                    Duration wait = left.isNegative() || age.compareTo(ANSWER_LIKELY) < 0 && left.compareTo(SOON) > 0
                            ? SOON
                            : left;
                    throw new DefenderUnavailableException(
                            "An isolation of %s was sent and its answer is not known; we look again in %d s whether it arrived"
                                    .formatted(open.deviceId(), wait.toSeconds()),
                            wait,
                            null);
                }
                yield false;
            }
            case "requested" -> !listed && clock.millis() - open.sentAt() < STILL_FIRES.toMillis();
            case "under-way" -> !listed && isFresh(open.lookedAt());
            case "releasing" -> look.standing() == Standing.NOTHING && isFresh(open.lookedAt());
            case "isolated" -> look.standing() == Standing.NOTHING; // only a release would undo it, and there is none
            default -> false;
        };
    }

    /** Whether the action came of this record: it carries the record's id, or its own is noted there. */
    static boolean isOurs(Isolation isolation, Map<String, ?> action) {
        return MachineActions.isOf(isolation, action);
    }

    static boolean isTellable(Isolation record) {
        return TELLABLE.contains(record.state());
    }

    /** Whether the record says enough for another alert on the device. */
    boolean needsNoLook(Isolation open) {
        return isTellable(open) && isFresh(open.lookedAt());
    }

    /** Whether the record was compared with Defender's list so recently that it needs no new look. */
    boolean isFresh(long lookedAt) {
        long age = clock.millis() - lookedAt;
        return age >= 0 && age < time().toMillis();
    }

    Duration time() {
        return settings.duration("isolation.settle");
    }
}
