package io.github.defenderroutes.release;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.isolation.MachineActions;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Isolations;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.ReleaseSteps;
import io.github.defenderroutes.ledger.ReleaseWish;
import io.github.defenderroutes.ledger.Releases;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what is to be done about a wish, from what Defender lists for the device: never a second request beside one that
 * runs, and none for a device that is back.
 */
final class ReleasePlanner {
    private final Isolations isolations;
    private final Releases releases;
    private final ReleaseSteps steps;
    private final Clock clock;

    ReleasePlanner(Ledger ledger, Clock clock) {
        this.isolations = ledger.isolations();
        this.releases = ledger.releases();
        this.steps = ledger.releaseSteps();
        this.clock = clock;
    }

    /** @param settle so long after a request Defender lists what it accepted */
    ReleasePlan plan(ReleaseWish wish, Isolation isolation, MachineActions listed, Duration settle) {
        Optional<Map<String, Object>> pending =
                listed.newest(action -> runs(action, "Isolate") && MachineActions.isOf(isolation, action));
        if (pending.isPresent()) {
            // before a release, also one that runs already, or it would be carried out after it
            Isolation known =
                    isolation.state().equals("sent") ? known(isolation, "requested", pending.get()) : isolation;
            return new ReleasePlan(
                    "cancel", wish, known, Alerts.id(pending.get()).orElseThrow());
        }
        Optional<Map<String, Object>> effect = listed.lastSucceeded();
        Optional<Map<String, Object>> release = listed.newest(action -> runs(action, "Unisolate"))
                .or(() -> effect.filter(action -> undoes(action, isolation)));
        if (release.isPresent()) {
            steps.accepted(wish, Alerts.id(release.get()).orElse(null));
            return ReleasePlan.nothing(wish, isolation);
        }
        Optional<Map<String, Object>> isolated = effect.filter(action -> MachineActions.isType(action, "Isolate"));
        if (listed.isComplete() && isolated.isPresent() && isOurs(isolation, isolated.get())) {
            return release(wish, isolation, isolated.get());
        }
        return nothingToUndo(wish, isolation, listed.isComplete() && isolated.isEmpty(), settle);
    }

    /** Whether what cut the device off is ours to undo: not what somebody else asked for while ours was under way. */
    private static boolean isOurs(Isolation isolation, Map<String, ?> effect) {
        return List.of("isolated", "releasing").contains(isolation.state()) || MachineActions.isOf(isolation, effect);
    }

    private static boolean runs(Map<String, ?> action, String type) {
        return MachineActions.isType(action, type) && MachineActions.isRunning(action);
    }

    /** A release from before this isolation undoes nothing of it. */
    private static boolean undoes(Map<String, ?> action, Isolation isolation) {
        return MachineActions.isType(action, "Unisolate") && MachineActions.endedMillis(action) > isolation.decidedAt();
    }

    /** It is isolated, so that whatever we sent before came to nothing. */
    private ReleasePlan release(ReleaseWish wish, Isolation isolation, Map<String, Object> effect) {
        if (!wish.state().equals("wanted")) {
            steps.back(wish, "isolated", clock.millis());
        }
        Isolation now = isolations
                .open(isolation.deviceId())
                .filter(open -> open.id().equals(isolation.id()))
                .orElse(isolation);
        ReleaseWish wanted = releases.open(isolation.id()).orElse(wish);
        return new ReleasePlan(
                "release", wanted, now.state().equals("isolated") ? now : known(now, "isolated", effect), null);
    }

    /** Notes what Defender shows: the gate lets us undo only what the record knows to be there. */
    private Isolation known(Isolation isolation, String state, Map<String, Object> action) {
        String actionId = MachineActions.isOf(isolation, action)
                ? Alerts.id(action).orElse(isolation.actionId())
                : isolation.actionId();
        return isolations
                .found(isolation, state, true, actionId, MachineActions.status(action))
                .orElse(isolation);
    }

    /**
     * Of a request that expired, or whose answer we never got, nothing came; another may not be listed yet.
     *
     * @param empty whether we saw all that Defender lists, and none of it cuts the device off
     */
    private ReleasePlan nothingToUndo(ReleaseWish wish, Isolation isolation, boolean empty, Duration settle) {
        boolean nothingCame = isolation.state().equals("expired")
                || isolation.state().equals("sent") && clock.millis() - isolation.sentAt() >= settle.toMillis();
        if (empty && nothingCame) {
            isolations.close(isolation, "released", Releases.CANCELLED);
        } else {
            steps.postpone(wish, "wanted", clock.millis() + settle.toMillis());
        }
        return ReleasePlan.nothing(wish, isolation);
    }
}
