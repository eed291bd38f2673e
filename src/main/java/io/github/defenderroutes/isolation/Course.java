package io.github.defenderroutes.isolation;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Finding;
import io.github.defenderroutes.alert.Ticks;
import io.github.defenderroutes.ledger.Courses.Step;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What has become of an isolation, going by what Defender lists for its device. Says nothing where the list shows no more
 * than we know, and claims that a device is isolated only when Defender reports an Isolate that succeeded.
 */
final class Course {
    /** Defender drops an isolation after three days; what is still listed as pending so much later is stuck. */
    private static final Duration STUCK = Settling.STILL_FIRES.plusHours(12);

    /** Said of a device that is back. */
    static final String STILL_PENDING =
            "but mind that another request to isolate it is still pending, and may cut it off again";

    private final Settings settings;
    private final Clock clock;

    Course(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What happened next.
     *
     * @param step how the record changes
     * @param tells the kind of the notice that is due: isolated, not-isolated, cancelled, released, overdue, expired; or
     *     {@code null} for none
     * @param action the machine action that shows it, or {@code null}
     */
    record Turn(Step step, String tells, Map<String, ?> action) {}

    /** What happened to this record since it was written; empty if nothing that we would not know. */
    Optional<Turn> of(Isolation record, MachineActions listed) {
        Optional<Map<String, Object>> asked = listed.newest(action -> standsFor(record, action));
        if (record.state().equals("sent") && asked.isEmpty()) {
            return neverSeen(record);
        }
        Optional<Map<String, Object>> effect = listed.lastSucceeded();
        if (effect.filter(action -> MachineActions.isType(action, "Isolate")).isPresent()) {
            return isolated(record, effect.get());
        }
        if (effect.filter(unisolate -> undoes(record, asked, unisolate)).isPresent()) {
            return Optional.of(closed(record, "released", "released", released(effect.get(), listed), effect.get()));
        }
        return switch (record.state()) {
            case "sent", "requested", "under-way" ->
                asked.isPresent() ? underWay(record, asked.get()) : unlisted(record);
            default -> Optional.empty(); // what is isolated, being released or to be asked for again
        };
    }

    /** The action of the record; of a record that knows none, which is somebody else's, the newest on the device. */
    private static boolean standsFor(Isolation record, Map<String, ?> action) {
        return MachineActions.isType(action, "Isolate")
                && (record.actionId() == null && !record.ours() || Settling.isOurs(record, action));
    }

    private static Optional<Turn> isolated(Isolation record, Map<String, ?> action) {
        boolean known = record.state().equals("isolated");
        boolean news =
                switch (record.state()) {
                    case "isolated" -> !record.isTold("isolated");
                    case "sent", "requested", "under-way", "expired" -> true;
                    default -> false; // being released, or about to be asked for by whoever looks next
                };
        boolean ours = record.ours() && (known || Settling.isOurs(record, action));
        return news ? Optional.of(turn("isolated", ours, "isolated", action)) : Optional.empty();
    }

    /** Whether the release that took effect last is one of this isolation, and not one from before it. */
    private static boolean undoes(Isolation record, Optional<Map<String, Object>> asked, Map<String, ?> unisolate) {
        return switch (record.state()) {
            case "isolated", "releasing" ->
                asked.isPresent() || MachineActions.ended(unisolate) > Ticks.ofMillis(record.decidedAt());
            case "sent", "requested", "under-way" ->
                asked.filter(action -> MachineActions.status(action).equals("succeeded"))
                        .isPresent();
            default -> false;
        };
    }

    private Optional<Turn> underWay(Isolation record, Map<String, ?> action) {
        long created = MachineActions.created(action);
        Duration age = created == 0 ? age(record) : Duration.ofMillis(clock.millis() - millis(created));
        return switch (MachineActions.status(action)) {
            // unconfirmed: which of the two an isolation ends with that Defender dropped after three days
            case "timeout" -> Optional.of(expired(record, action));
            case "failed" ->
                Optional.of(
                        age.compareTo(Settling.STILL_FIRES) >= 0
                                ? expired(record, action)
                                : closed(record, "ended", "not-isolated", reason(action), action));
            case "cancelled" ->
                Optional.of(closed(
                        record,
                        "released",
                        "cancelled",
                        Alerts.text(action, "cancellationComment").orElse(null),
                        action));
            default -> pending(record, age, action);
        };
    }

    /** A status that we do not know counts as pending, too: the action may still take effect. */
    private Optional<Turn> pending(Isolation record, Duration age, Map<String, ?> action) {
        if (age.compareTo(STUCK) >= 0) {
            String problem =
                    "Defender gives up after three days and still lists the request as %s; it is not asked for again"
                            .formatted(Alerts.text(action, "status").orElse("pending"));
            return Optional.of(closed(record, "ended", "not-isolated", problem, action));
        }
        if (record.state().equals("sent")) {
            return Optional.of(turn("requested", true, null, action));
        }
        return overdue(record, age, action);
    }

    /** Defender need not list at once what it accepted, and answers 404 for it. */
    private Optional<Turn> unlisted(Isolation record) {
        Duration age = age(record);
        return age.compareTo(STUCK) >= 0 ? Optional.of(expired(record, null)) : overdue(record, age, null);
    }

    /** Whether anything came of a request whose answer is lost, its alert finds out; if that is gone, nobody does. */
    private Optional<Turn> neverSeen(Isolation record) {
        return age(record).compareTo(STUCK) >= 0
                ? Optional.of(closed(record, "ended", "not-isolated", "Defender never listed the request", null))
                : Optional.empty();
    }

    private Optional<Turn> overdue(Isolation record, Duration age, Map<String, ?> action) {
        return record.told() == null && age.compareTo(settings.duration("isolation.overdue")) >= 0
                ? Optional.of(new Turn(
                        new Step(
                                record.state(),
                                record.ours(),
                                record.actionId(),
                                action == null ? null : MachineActions.status(action),
                                null,
                                0),
                        "overdue",
                        action))
                : Optional.empty();
    }

    /** Ours is asked for again while {@code isolation.repeat} allows it; the request of somebody else is theirs to repeat. */
    private Turn expired(Isolation record, Map<String, ?> action) {
        if (!record.ours()) {
            return closed(record, "ended", "not-isolated", "Defender gave up on the request of somebody else", action);
        }
        if (Finding.isId(record.alertId())) {
            return closed(record, "ended", "expired", "what a hunt found is not asked for again by itself", action);
        }
        int repeats = settings.number("isolation.repeat");
        if (record.round() > repeats) {
            return closed(record, "ended", "expired", "isolation.repeat = " + repeats + " allows no more", action);
        }
        return new Turn(
                new Step(
                        "expired",
                        true,
                        record.actionId(),
                        action == null ? null : MachineActions.status(action),
                        null,
                        ended(action)),
                null,
                action);
    }

    private Turn closed(Isolation record, String state, String tells, String problem, Map<String, ?> action) {
        boolean released = action != null && MachineActions.isType(action, "Unisolate");
        return new Turn(
                new Step(
                        state,
                        record.ours(),
                        action == null || released
                                ? record.actionId()
                                : Alerts.id(action).orElse(record.actionId()),
                        action == null || released ? null : MachineActions.status(action),
                        problem,
                        ended(action)),
                tells,
                action);
    }

    private static Turn turn(String state, boolean ours, String tells, Map<String, ?> action) {
        String id = Alerts.id(action).orElse(null);
        return new Turn(new Step(state, ours, id, MachineActions.status(action), null, 0), tells, action);
    }

    private Duration age(Isolation record) {
        return Duration.ofMillis(clock.millis() - (record.sentAt() == 0 ? record.decidedAt() : record.sentAt()));
    }

    private long ended(Map<String, ?> action) {
        long ended = action == null ? 0 : millis(MachineActions.ended(action));
        return ended == 0 ? clock.millis() : ended;
    }

    private static long millis(long ticks) {
        return ticks == 0 ? 0 : Ticks.instant(ticks).toEpochMilli();
    }

    static String reason(Map<String, ?> action) {
        String code = action.get("errorHResult") instanceof Number number && number.longValue() != 0
                ? "error 0x%08X".formatted(number.intValue())
                : "no error code";
        return Alerts.text(action, "troubleshootInfo")
                .map(info -> info + " (" + code + ")")
                .orElse("Defender gives " + code + " and no reason");
    }

    /** What the person wrote; and a warning if another request may cut the device off again. */
    private static String released(Map<String, ?> action, MachineActions listed) {
        String comment = Alerts.text(action, "requestorComment").orElse(null);
        if (!listed.any(other -> MachineActions.isType(other, "Isolate") && MachineActions.isRunning(other))) {
            return comment;
        }
        return (comment == null ? "" : comment + "; ") + STILL_PENDING;
    }
}
