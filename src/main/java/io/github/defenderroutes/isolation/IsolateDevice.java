package io.github.defenderroutes.isolation;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.defender.DefenderRefusedException;
import io.github.defenderroutes.defender.DefenderThrottledException;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.gate.GateClosedException;
import io.github.defenderroutes.isolation.MachineActions.Look;
import io.github.defenderroutes.isolation.MachineActions.Standing;
import io.github.defenderroutes.isolation.SecondLook.Seen;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.judge.Judge;
import io.github.defenderroutes.judge.Learnt;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Approvals;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Isolations;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.stops.KillSwitch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The decisions inside the route isolate-device, as its bean {@code isolateDevice}: what the record and the machine
 * actions together allow. The route orders the calls; here is only what to conclude from their answers.
 */
public final class IsolateDevice {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String RELEASING = "it is being released from isolation right now";
    private static final String IN_OTHER_HANDS = "Another alert is deciding about the same device; we look again";

    private final Isolations isolations;
    private final SecondLook secondLook;
    private final Requests requests;
    private final Settling settling;

    public IsolateDevice(
            Isolations isolations,
            Approvals approvals,
            KillSwitch killSwitch,
            Judge judge,
            Settings settings,
            Clock clock) {
        this.isolations = isolations;
        this.secondLook = new SecondLook(isolations, killSwitch, judge, settings, clock);
        this.requests = new Requests(isolations, approvals, settings);
        this.settling = new Settling(settings, clock);
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
                .filter(settling::needsNoLook)
                .orElseGet(() -> Isolation.unwritten(deviceId, alertId, requests.type(), "new", null));
    }

    /**
     * Decides once more, from the newest that was read of the alert, the device and its machine actions.
     *
     * @param alertNow the alert; of several devices that it names, the record's counts
     * @param lookedAt when the machine actions were asked for, in milliseconds since 1970. What came of a later request they
     *     cannot show
     * @param learnt what else is known, for the rules
     * @param approved the case in which a person has approved it, or {@code null}. What it says is believed only if the ledger
     *     says so too
     * @return the record; in state {@code requesting} the request is to be sent now, in every other it is not
     * @throws DefenderUnavailableException if a request was sent before and it is too early to say that nothing came of
     *     it, or if another alert is at this moment deciding about the device
     */
    public Isolation decide(
            Isolation isolation,
            Map<String, Object> alertNow,
            Map<String, ?> device,
            Map<String, ?> actions,
            long lookedAt,
            Learnt learnt,
            Approval approved) {
        Map<String, Object> alert = Alerts.forDevice(alertNow, isolation.deviceId());
        if (!isolation
                .deviceId()
                .equalsIgnoreCase(Alerts.text(alert, "machineId").orElse(""))) {
            return stopped(isolation, "on a fresh look the alert names another device");
        }
        MachineActions listed = new MachineActions(actions, isolation.deviceId());
        Optional<Isolation> open = isolations.open(isolation.deviceId());
        if (open.filter(record -> settling.isYounger(record, lookedAt)).isPresent()) {
            return tellable(open);
        }
        Look look = listed.look();
        return switch (look.standing()) {
            case ISOLATING -> attach(isolation, open, look.action(), "under-way");
            case ISOLATED -> attach(isolation, open, look.action(), "isolated");
            case RELEASING -> stopped(isolation, RELEASING);
            case UNCLEAR -> stopped(isolation, "Defender lists more machine actions than we can read at once");
            case RELEASED, NOTHING ->
                open.isPresent() && settling.isOnItsWay(open.get(), listed, look, lookedAt)
                        ? open.get().state().equals("releasing") ? stopped(isolation, RELEASING) : open.get()
                        : notIsolated(isolation, open, new Seen(alert, device, listed, look, learnt, approved));
        };
    }

    /** The same where no person has approved it. */
    public Isolation decide(
            Isolation isolation,
            Map<String, Object> alertNow,
            Map<String, ?> device,
            Map<String, ?> actions,
            long lookedAt) {
        return decide(isolation, alertNow, device, actions, lookedAt, Learnt.NOTHING, null);
    }

    /** The text that goes with the request; it names the alert, and the record by which we find the action again. */
    public String comment(Isolation isolation) {
        return "Defender Routes: alert %s, ref %s".formatted(isolation.alertId(), isolation.id());
    }

    /**
     * Notes what Defender made of the request: our action, or one that was under way already.
     *
     * @throws DefenderUnavailableException if the answer names no action; the record says that the request was sent, and
     *     what came of it is looked up after {@code isolation.settle}
     */
    public Isolation accepted(Isolation isolation, Map<String, ?> action) {
        String actionId = Alerts.id(action)
                .orElseThrow(() -> new DefenderUnavailableException(
                        "Defender accepted an isolation of %s and names no machine action; we look again in %d s"
                                .formatted(isolation.deviceId(), settling.time().toSeconds()),
                        settling.time(),
                        null));
        Isolation sent = now(isolation);
        boolean ours = Settling.isOurs(sent, action);
        return sent.state().equals("sent")
                ? tellable(isolations.found(
                        sent, ours ? "requested" : "under-way", ours, actionId, MachineActions.status(action)))
                : tellable(Optional.of(sent));
    }

    /** After "already in progress": attaches to what is running, or notes that an isolation we cannot see is. */
    public Isolation attach(Isolation isolation, Map<String, ?> actions) {
        Look look = new MachineActions(actions, isolation.deviceId()).look();
        Isolation sent = now(isolation);
        return switch (look.standing()) {
            case ISOLATING -> attach(isolation, Optional.of(sent), look.action(), "under-way");
            case ISOLATED -> attach(isolation, Optional.of(sent), look.action(), "isolated");
            case RELEASING -> {
                isolations.close(sent, "refused", RELEASING);
                yield stopped(isolation, RELEASING);
            }
            case RELEASED, NOTHING, UNCLEAR -> tellable(isolations.found(sent, "under-way", false, null, null));
        };
    }

    /**
     * Notes that the request was refused and why, or that the gate did not let it out; the device may be decided on again
     * for the next alert.
     *
     * @throws DefenderUnavailableException if the gate was closed because another alert is sending the same request
     */
    public Isolation refused(Isolation isolation, Exception problem) {
        boolean held = problem instanceof GateClosedException;
        if (isolation.id() == null) {
            return held ? stopped(isolation, problem.getMessage()) : unwritten(isolation, problem);
        }
        boolean sent = problem instanceof DefenderRefusedException answer && answer.getStatus() > 0;
        Isolation closed = isolations
                .close(sent ? now(isolation) : isolation, held ? "ended" : "refused", problem.getMessage())
                .orElseThrow(() -> inOtherHands(isolation));
        return held ? stopped(isolation, problem.getMessage()) : closed;
    }

    private static Isolation unwritten(Isolation isolation, Exception problem) {
        return Isolation.unwritten(
                isolation.deviceId(), isolation.alertId(), isolation.type(), "refused", problem.getMessage());
    }

    /**
     * Defender was throttling. If that was its answer to our request, nothing was accepted, and the request may be sent
     * again as soon as Defender says; there is nothing to look for first.
     *
     * @throws DefenderThrottledException always the given one: the alert is due again
     */
    public void throttled(Isolation isolation, DefenderThrottledException throttled) {
        Optional.of(now(isolation))
                .filter(record -> record.id() != null && record.state().equals("sent"))
                .ifPresent(record -> isolations.again(record, List.of())); // it has its place under the caps already
        throw throttled;
    }

    private Isolation attach(Isolation wanted, Optional<Isolation> open, Map<String, ?> action, String state) {
        String actionId = Alerts.id(action).orElse(null);
        String status = MachineActions.status(action);
        if (open.isEmpty()) {
            return tellable(Optional.of(
                    isolations.attach(wanted.deviceId(), wanted.alertId(), wanted.type(), state, actionId, status)));
        }
        Isolation record = open.get();
        if (record.state().equals("releasing") && settling.isFresh(record.lookedAt())) {
            return stopped(wanted, RELEASING);
        }
        boolean ours = record.ours() && Settling.isOurs(record, action);
        String known = ours && state.equals("under-way") ? "requested" : state;
        return tellable(isolations.found(record, known, ours, actionId, status));
    }

    private Isolation notIsolated(Isolation wanted, Optional<Isolation> open, Seen seen) {
        boolean nothingCame = open.filter(record -> record.state().equals("requesting")
                        || record.state().equals("sent")
                                && !seen.actions().any(action -> Settling.isOurs(record, action)))
                .isPresent();
        boolean expired =
                open.filter(record -> record.state().equals("expired")).isPresent();
        if (open.isPresent() && !nothingCame && !expired) {
            String end = seen.look().standing() == Standing.RELEASED ? "released" : "ended";
            String problem = end.equals("ended")
                    ? "the machine action did not succeed"
                    : Release.isCancelled(seen.look().action()) ? Release.CANCELLED : null;
            isolations.close(open.get(), end, problem).orElseThrow(() -> inOtherHands(wanted));
        }
        boolean sameAlert =
                open.filter(record -> record.alertId().equals(wanted.alertId())).isPresent();
        Instant agedFrom = sameAlert ? Repeat.agedFrom(open.get()).orElse(null) : null;
        Decision decision = secondLook.decision(seen, agedFrom);
        Optional<String> objection = secondLook.objection(seen, decision);
        if (objection.isPresent()) {
            // only the alert it was asked for takes a request back; for another it may still be right
            open.filter(record -> nothingCame && sameAlert)
                    .ifPresent(record -> isolations.close(record, "ended", objection.get()));
            return stopped(wanted, objection.get());
        }
        Optional<Isolation> earlier = nothingCame || expired ? open : Optional.empty();
        return tellableOrHeld(
                requests.request(wanted, earlier, seen.approved(), decision).orElseThrow(() -> inOtherHands(wanted)));
    }

    private Isolation tellableOrHeld(Isolation decided) {
        return List.of("requesting", "capped", "stopped").contains(decided.state())
                ? decided
                : tellable(Optional.of(decided));
    }

    /** The record as it stands in the ledger now. */
    private Isolation now(Isolation isolation) {
        return isolations
                .open(isolation.deviceId())
                .filter(open -> open.id().equals(isolation.id()))
                .orElse(isolation);
    }

    private Isolation tellable(Optional<Isolation> record) {
        return record.filter(Settling::isTellable)
                .orElseThrow(() -> new DefenderUnavailableException(IN_OTHER_HANDS, SOON, null));
    }

    private static DefenderUnavailableException inOtherHands(Isolation isolation) {
        return new DefenderUnavailableException(IN_OTHER_HANDS + ": " + isolation.deviceId(), SOON, null);
    }

    private static Isolation stopped(Isolation isolation, String problem) {
        return Isolation.unwritten(isolation.deviceId(), isolation.alertId(), isolation.type(), "stopped", problem);
    }
}
