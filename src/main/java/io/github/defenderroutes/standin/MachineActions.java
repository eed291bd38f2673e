package io.github.defenderroutes.standin;

import io.github.defenderroutes.standin.MachineAction.Order;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ledger of machine actions: accepts, refuses, and knows which devices are really cut off. */
final class MachineActions {

    private static final Set<String> ONE_AT_A_TIME = Set.of("CollectInvestigationPackage", "LiveResponse");

    private final Clock clock;
    private final List<MachineAction> accepted = new ArrayList<>();
    private final Map<String, Reaction> reactions = new HashMap<>();
    private Reaction usual = Reaction.succeeds();
    private Tenant.Duplicates duplicates = Tenant.Duplicates.RETURN_PENDING;
    private boolean stuckWhenIsolated = true;

    MachineActions(Clock clock) {
        this.clock = clock;
    }

    synchronized void usual(Reaction reaction) {
        usual = reaction;
    }

    synchronized void react(String deviceId, Reaction reaction) {
        reactions.put(deviceId, reaction);
    }

    synchronized void duplicates(Tenant.Duplicates answer) {
        duplicates = answer;
    }

    synchronized void stuckWhenIsolated(boolean stuck) {
        stuckWhenIsolated = stuck;
    }

    /** Documented: a duplicate gives the pending action or 400, and for some types always 400. Reported: isolating an isolated device stays Pending. */
    synchronized Map<String, Object> accept(Order order, String deviceName) {
        Instant now = now();
        Reaction reaction = reactions.getOrDefault(order.deviceId(), usual);
        if (reaction.refusalCode() != null) {
            throw new RefusedException(400, reaction.refusalCode(), reaction.refusalMessage());
        }
        Optional<MachineAction> running = running(order, now);
        if (running.isPresent()
                && duplicates == Tenant.Duplicates.RETURN_PENDING
                && !ONE_AT_A_TIME.contains(order.type())) {
            return running.get().json(now);
        } else if (running.isPresent()) {
            Reaction refusal = Reaction.refusesAsActive();
            throw new RefusedException(400, refusal.refusalCode(), refusal.refusalMessage());
        }
        boolean again = order.type().equals("Isolate") && isolated().contains(order.deviceId());
        MachineAction action = new MachineAction(
                order, deviceName, now, again && stuckWhenIsolated ? Reaction.staysPending() : reaction);
        accepted.add(action);
        return action.json(now);
    }

    private Optional<MachineAction> running(Order order, Instant now) {
        if (order.type().equals("StopAndQuarantineFile")) {
            return Optional.empty(); // one of another file is no duplicate
        }
        return accepted.stream()
                .filter(action -> action.deviceId.equals(order.deviceId()) && action.type.equals(order.type()))
                .filter(action -> action.open(now))
                .findFirst();
    }

    synchronized void finish(String actionId, String status) {
        find(actionId)
                .orElseThrow(() -> new IllegalArgumentException("No machine action " + actionId))
                .finish(status, now());
    }

    /** Documented: only what has not ended. Invented: code and text. */
    synchronized Map<String, Object> cancel(String actionId, String who, String why) {
        Instant now = now();
        MachineAction action = find(actionId).orElseThrow();
        if (!action.open(now)) {
            throw new RefusedException(400, "BadRequest", "The action has already ended: " + action.status(now));
        }
        action.cancel(who, why, now);
        return action.json(now);
    }

    synchronized List<Map<String, Object>> all(boolean hiddenToo) {
        Instant now = now();
        return accepted.stream()
                .filter(action -> hiddenToo || !action.hidden(now))
                .map(action -> action.json(now))
                .toList();
    }

    synchronized Optional<Map<String, Object>> visible(String actionId) {
        Instant now = now();
        return find(actionId).filter(action -> !action.hidden(now)).map(action -> action.json(now));
    }

    /** The order in which actions took effect decides, not the order of the requests. */
    synchronized Set<String> isolated() {
        Instant now = now();
        Set<String> devices = new LinkedHashSet<>();
        accepted.stream()
                .filter(action ->
                        action.succeeded(now) && List.of("Isolate", "Unisolate").contains(action.type))
                .sorted(Comparator.comparing(action -> action.changedAt(now)))
                .forEach(action -> {
                    if (action.type.equals("Isolate")) {
                        devices.add(action.deviceId);
                    } else {
                        devices.remove(action.deviceId);
                    }
                });
        return devices;
    }

    private Optional<MachineAction> find(String actionId) {
        return accepted.stream()
                .filter(action -> action.id.equalsIgnoreCase(actionId))
                .findFirst();
    }

    private Instant now() {
        return UtcText.ticks(clock.instant());
    }
}
