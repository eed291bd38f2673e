package io.github.defenderroutes.isolation;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Ticks;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.isolation.MachineActions.Look;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.judge.Judge;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Isolations;
import io.github.defenderroutes.ledger.Isolations.Cap;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The decisions inside the route isolate-device, as its bean {@code isolateDevice}: what the record and the machine
 * actions together allow. The route orders the calls; here is only what to conclude from their answers.
 */
public final class IsolateDevice {
    private static final Duration OTHERS_TURN = Duration.ofSeconds(5);

    private final Isolations isolations;
    private final Judge judge;
    private final Settings settings;
    private final Clock clock;

    public IsolateDevice(Isolations isolations, Judge judge, Settings settings, Clock clock) {
        this.isolations = isolations;
        this.judge = judge;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The record to begin with: the open one if it was compared with the machine actions a moment ago, so that seventy
     * alerts on a device cost one look; else one in state {@code new}, which asks for a look.
     */
    public Isolation begin(Map<String, ?> alert, Map<String, ?> device) {
        String deviceId = Alerts.id(device).orElseThrow();
        String alertId = Alerts.id(alert).orElseThrow();
        return isolations
                .open(deviceId)
                .filter(open -> List.of("requested", "under-way", "isolated").contains(open.state()))
                .filter(open -> clock.millis() - open.lookedAt() < settle().toMillis())
                .orElseGet(() -> Isolation.unwritten(deviceId, alertId, type(), "new", null));
    }

    /**
     * Decides once more, from the alert as it is now and the device's machine actions.
     *
     * @return the record; in state {@code requesting} the request is to be sent now, in every other it is not
     * @throws DefenderUnavailableException if a request was sent before and it is too early to say that nothing came of it
     */
    public Isolation decide(Isolation isolation, Map<String, ?> alert, Map<String, ?> device, Map<String, ?> actions) {
        String deviceId = isolation.deviceId();
        Optional<Isolation> open = isolations.open(deviceId);
        Look look = new MachineActions(actions, deviceId).look();
        return switch (look.standing()) {
            case ISOLATING -> attach(isolation, open, look.action(), "under-way");
            case ISOLATED -> attach(isolation, open, look.action(), "isolated");
            case RELEASING -> stopped(isolation, "it is being released from isolation right now");
            case RELEASED -> released(isolation, open, alert, device, look.action());
            case NOTHING -> nothingRunning(isolation, open, alert, device, new MachineActions(actions, deviceId));
        };
    }

    /** The text that goes with the request; it names the alert, and the record by which we find the action again. */
    public String comment(Isolation isolation) {
        return "Defender Routes: alert %s, ref %s".formatted(isolation.alertId(), isolation.id());
    }

    /** Notes what Defender made of the request: our action, or one that was under way already. */
    public Isolation accepted(Isolation isolation, Map<String, ?> action) {
        String state = isOurs(isolation, action) ? "requested" : "under-way";
        return isolations.found(
                isolation,
                state,
                isOurs(isolation, action),
                Alerts.id(action).orElse(null),
                MachineActions.status(action));
    }

    /** After "already in progress": attaches to the running isolation, or notes that one we cannot see is running. */
    public Isolation attach(Isolation isolation, Map<String, ?> actions) {
        Look look = new MachineActions(actions, isolation.deviceId()).look();
        return look.action() != null && MachineActions.isRunningIsolation(look.action())
                ? accepted(isolation, look.action())
                : isolations.found(isolation, "under-way", false, null, null);
    }

    /**
     * Nothing was sent, because the gate was closed. The record is left alone: it may be another alert's, or the reason to
     * look again.
     */
    public Isolation held(Isolation isolation, Exception problem) {
        return Isolation.unwritten(
                isolation.deviceId(), isolation.alertId(), isolation.type(), "stopped", problem.getMessage());
    }

    /** Notes that the request was refused and why; the device may be decided on again for the next alert. */
    public Isolation refused(Isolation isolation, Exception problem) {
        return isolation.id() == null
                ? Isolation.unwritten(
                        isolation.deviceId(), isolation.alertId(), isolation.type(), "refused", problem.getMessage())
                : isolations.close(isolation, "refused", problem.getMessage());
    }

    private Isolation attach(Isolation wanted, Optional<Isolation> open, Map<String, ?> action, String state) {
        String actionId = Alerts.id(action).orElse(null);
        String status = MachineActions.status(action);
        if (open.isEmpty()) {
            return isolations.attach(wanted.deviceId(), wanted.alertId(), wanted.type(), state, actionId, status);
        }
        Isolation record = open.get();
        boolean ours = record.ours() && isOurs(record, action);
        String known = ours && state.equals("under-way") ? "requested" : state;
        return isolations.found(record, known, ours, actionId, status);
    }

    private Isolation released(
            Isolation wanted,
            Optional<Isolation> open,
            Map<String, ?> alert,
            Map<String, ?> device,
            Map<String, ?> release) {
        if (open.isPresent()
                && open.get().sentAt()
                        > Ticks.instant(MachineActions.created(release)).toEpochMilli()) {
            return notYetVisible(open.get()).orElseGet(() -> isolations.again(open.get()));
        }
        open.ifPresent(record -> isolations.close(record, "released", null));
        long releasedAt = MachineActions.ended(release);
        String when = Ticks.format(releasedAt);
        if (Alerts.created(alert).orElse(Long.MIN_VALUE) <= releasedAt) {
            return stopped(wanted, "it was released at " + when + ", after this alert was raised");
        }
        Duration hold = settings.duration("isolation.hold-after-release");
        if (clock.instant().isBefore(Ticks.instant(releasedAt).plus(hold))) {
            return stopped(
                    wanted,
                    "it was released at %s, and isolation.hold-after-release = %s leaves the next isolation to a person"
                            .formatted(when, settings.text("isolation.hold-after-release")));
        }
        return request(wanted, alert, device);
    }

    private Isolation nothingRunning(
            Isolation wanted,
            Optional<Isolation> open,
            Map<String, ?> alert,
            Map<String, ?> device,
            MachineActions actions) {
        if (open.isEmpty()) {
            return request(wanted, alert, device);
        }
        Isolation record = open.get();
        boolean unanswered = record.state().equals("sent") || record.ours() && record.actionId() == null;
        return switch (record.state()) {
            case "requesting" ->
                othersTurn(record, wanted)
                        .or(() -> objection(record, alert, device))
                        .orElse(record);
            case "releasing" -> stopped(wanted, "it is being released from isolation right now");
            case "isolated" -> record; // only a release would undo it, and there is none
            default -> {
                if (unanswered) {
                    yield notYetVisible(record)
                            .or(() -> objection(record, alert, device))
                            .orElseGet(() -> isolations.again(record));
                }
                if (record.actionId() != null && actions.byId(record.actionId()).isEmpty()) {
                    yield record; // accepted a moment ago and not listed yet, as replication between hosts allows
                }
                isolations.close(record, "ended", "the machine action did not succeed");
                yield request(wanted, alert, device);
            }
        };
    }

    private Isolation request(Isolation wanted, Map<String, ?> alert, Map<String, ?> device) {
        Optional<Isolation> objection = objection(wanted, alert, device);
        if (objection.isPresent()) {
            return objection.get();
        }
        Isolation record = isolations.request(wanted.deviceId(), wanted.alertId(), type(), caps());
        return record.state().equals("requesting") ? othersTurn(record, wanted).orElse(record) : record;
    }

    /** What the judge says to the alert as it is now; an open record that may not go on is closed. */
    private Optional<Isolation> objection(Isolation isolation, Map<String, ?> alert, Map<String, ?> device) {
        Decision decision = judge.decide(alert, device, null, "isolate", false);
        if (decision.isIsolate()) {
            return Optional.empty();
        }
        String problem = "on a fresh look: " + decision.because();
        if (isolation.id() != null) {
            isolations.close(isolation, "ended", problem);
        }
        return Optional.of(stopped(isolation, problem));
    }

    /** Empty unless another alert decided for this device a moment ago and is about to ask. */
    private Optional<Isolation> othersTurn(Isolation record, Isolation wanted) {
        boolean recent = clock.millis() - record.lookedAt() < settle().toMillis();
        if (record.alertId().equals(wanted.alertId()) || !recent) {
            return Optional.empty();
        }
        throw new DefenderUnavailableException(
                "Alert %s is just asking to isolate the same device".formatted(record.alertId()), OTHERS_TURN, null);
    }

    /** Empty once the request was sent so long ago that Defender would list it. */
    private Optional<Isolation> notYetVisible(Isolation sent) {
        Duration left = settle().minusMillis(clock.millis() - sent.sentAt());
        if (left.isNegative() || left.isZero()) {
            return Optional.empty();
        }
        throw new DefenderUnavailableException(
                "An isolation of %s was sent and no answer came; we look again in %d s whether it arrived"
                        .formatted(sent.deviceId(), left.toSeconds() + 1),
                left.plusSeconds(1),
                null);
    }

    private static boolean isOurs(Isolation isolation, Map<String, ?> action) {
        return isolation.actionId() != null
                        && isolation
                                .actionId()
                                .equalsIgnoreCase(Alerts.id(action).orElse(""))
                || isolation.id() != null
                        && Alerts.text(action, "requestorComment").orElse("").contains(isolation.id());
    }

    private static Isolation stopped(Isolation isolation, String problem) {
        return Isolation.unwritten(isolation.deviceId(), isolation.alertId(), isolation.type(), "stopped", problem);
    }

    private List<Cap> caps() {
        return List.of(
                cap("isolation.cap.per-hour", Duration.ofHours(1)), cap("isolation.cap.per-day", Duration.ofDays(1)));
    }

    private Cap cap(String key, Duration span) {
        return new Cap(key, settings.limit(key), span);
    }

    private Duration settle() {
        return settings.duration("isolation.settle");
    }

    private String type() {
        return settings.text("isolation.type");
    }
}
