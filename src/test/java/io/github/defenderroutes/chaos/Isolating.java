package io.github.defenderroutes.chaos;

import io.github.defenderroutes.standin.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Which devices were isolated, and how often. */
final class Isolating {
    /** What may lie between the last look at an alert and the request: isolation.fresh, and the call itself. */
    private static final Duration LOOKED = Duration.ofSeconds(40);

    private static final Duration HOLD = Duration.ofHours(8);

    private Isolating() {}

    /** A request is made neither while an isolation is under way nor on an isolated device, nor granted twice. */
    static Stream<String> secondIsolations(Ledger ledger) {
        Stream<String> onTop = ours(ledger)
                .filter(action -> isOnTopOfAnIsolation(action, ledger)
                        || othersOn(action, ledger)
                                .anyMatch(other ->
                                        other.ours() && other.isolates() && other.wasRunningAt(action.createdAt())))
                .map(action -> action + " on top of " + othersOn(action, ledger).toList());
        Stream<String> grantedTwice = ledger.world().deviceIds().stream()
                .filter(device -> grants(ledger, device).size() > actionsGranted(ledger, device))
                .map(device -> "more than one request of ours was granted for each action on " + device + ": "
                        + ledger.actionsOn(device));
        return Stream.concat(onTop, grantedTwice);
    }

    /** What we asked for ourselves we know at once; what somebody else does may cross our request. */
    private static boolean isOnTopOfAnIsolation(Action action, Ledger ledger) {
        return ledger.lastEffect(action.deviceId(), action.createdAt())
                .filter(Action::isolates)
                .filter(before -> before.ours()
                        || before.changedAt().isBefore(action.createdAt().minus(LOOKED)))
                .isPresent();
    }

    private static List<Call> grants(Ledger ledger, String device) {
        return ledger.calls().stream()
                .filter(call -> call.operation().equals("isolate") && call.status() == 201)
                .filter(call -> call.path().contains("/" + device + "/"))
                .toList();
    }

    /**
     * The actions that can have been the answer to a request of ours, each to one: our own; and what a person had asked for,
     * if it was under way when we asked. No look can show us that one before Defender lists it, and Defender may grant us
     * the action that is pending instead of a second.
     */
    private static long actionsGranted(Ledger ledger, String device) {
        List<Call> grants = grants(ledger, device);
        return ledger.actionsOn(device).stream()
                .filter(Action::isolates)
                .filter(action -> action.ours() || grants.stream().anyMatch(grant -> action.wasRunningAt(grant.at())))
                .count();
    }

    static Stream<String> isolationsWithoutReason(Ledger ledger) {
        return ours(ledger)
                .filter(action -> !mayBeIsolated(action, ledger))
                .map(action -> "%s on a device that is %s with the alerts %s and the actions %s"
                        .formatted(
                                action,
                                ledger.world().kind(action.deviceId()),
                                ledger.world().alerts().stream()
                                        .filter(alert -> action.deviceId().equals(alert.deviceId))
                                        .toList(),
                                ledger.actionsOn(action.deviceId())));
    }

    private static boolean mayBeIsolated(Action action, Ledger ledger) {
        Instant looked = action.createdAt().minus(LOOKED);
        return ledger.world().kind(action.deviceId()) == DeviceKind.MAY_BE_ISOLATED
                && ledger.world().alerts().stream()
                        .filter(alert -> action.deviceId().equals(alert.deviceId))
                        .anyMatch(alert -> alert.callsForIsolation(looked, action.createdAt())
                                || expiredBefore(action, ledger)
                                        .anyMatch(end -> alert.callsForRepeat(end, looked, action.createdAt())))
                && !releasedBefore(action, ledger);
    }

    /** When isolations of ours on the same device expired that were asked for before this one. */
    private static Stream<Instant> expiredBefore(Action action, Ledger ledger) {
        return othersOn(action, ledger)
                .filter(other ->
                        other.ours() && other.isolates() && other.status().equals("TimeOut"))
                .map(Action::changedAt)
                .filter(end -> end.isBefore(action.createdAt()));
    }

    /** After a release only a person isolates again for a while. */
    private static boolean releasedBefore(Action action, Ledger ledger) {
        Instant looked = action.createdAt().minus(LOOKED);
        return othersOn(action, ledger)
                .anyMatch(other -> other.type().equals("Unisolate")
                        && other.hadSucceededAt(looked)
                        && other.changedAt().plus(HOLD).isAfter(action.createdAt()));
    }

    private static Stream<Action> ours(Ledger ledger) {
        return ledger.actions().stream().filter(action -> action.ours() && action.isolates());
    }

    private static Stream<Action> othersOn(Action action, Ledger ledger) {
        List<Action> all = ledger.actionsOn(action.deviceId());
        return all.stream().filter(other -> !other.id().equals(action.id()));
    }
}
