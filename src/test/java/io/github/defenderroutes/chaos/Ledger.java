package io.github.defenderroutes.chaos;

import io.github.defenderroutes.standin.Call;
import io.github.defenderroutes.standin.ReceivedMail;
import io.github.defenderroutes.standin.StandIn;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the stand-in saw, and what is true.
 *
 * @param log what an operator read
 * @param secret what must stand nowhere
 * @param mostRepeats how many mails may have come again: the server took them, and the sender could not know
 */
record Ledger(
        World world,
        List<Action> actions,
        List<ReceivedMail> mails,
        List<Told> told,
        List<Call> calls,
        List<String> log,
        String secret,
        int mostRepeats) {

    static Ledger of(World world, StandIn standIn, List<String> log, int mostRepeats) {
        List<ReceivedMail> mails = standIn.mails().all();
        return new Ledger(
                world,
                standIn.tenant().actions().stream().map(Action::of).toList(),
                mails,
                mails.stream().map(Told::of).toList(),
                standIn.calls(),
                log,
                standIn.settings().get("defender.client-secret"),
                mostRepeats);
    }

    List<Action> actionsOn(String deviceId) {
        return actions.stream()
                .filter(action -> action.deviceId().equals(deviceId))
                .toList();
    }

    /** The action that had made the device what it was then: cut off or not. */
    Optional<Action> lastEffect(String deviceId, Instant time) {
        return actionsOn(deviceId).stream()
                .filter(action -> action.hadSucceededAt(time))
                .max(Comparator.comparing(Action::changedAt));
    }
}
