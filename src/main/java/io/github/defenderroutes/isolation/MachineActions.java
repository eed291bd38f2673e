package io.github.defenderroutes.isolation;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Ticks;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.ledger.Isolation;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads from a device's machine actions whether it is isolated. The device itself does not say; the Isolate or Unisolate
 * that succeeded last does, and a running one says what is about to be true.
 */
public final class MachineActions {
    /** What the actions say about the device. */
    enum Standing {
        /** No action speaks of isolation, or the ones that did failed. */
        NOTHING,
        ISOLATING,
        ISOLATED,
        RELEASING,
        /** A person let it back in, or cancelled an isolation before it took effect. */
        RELEASED,
        /** The answer is not the whole list. */
        UNCLEAR
    }

    /** The standing and the action that shows it; no action for {@code NOTHING} and {@code UNCLEAR}. */
    record Look(Standing standing, Map<String, ?> action) {}

    private static final Comparator<Map<String, Object>> BY_END = Comparator.<Map<String, Object>>comparingLong(
                    MachineActions::ended)
            .thenComparingLong(MachineActions::created);

    private final List<Map<String, Object>> actions;
    private final boolean complete;

    /**
     * @param answer the body of list machine actions; actions of other devices or types are left aside
     * @throws DefenderUnavailableException if it holds no list: that is not the same as an empty one
     */
    public MachineActions(Map<String, ?> answer, String deviceId) {
        if (!(answer.get("value") instanceof Collection<?> all)) {
            throw new DefenderUnavailableException(
                    "Defender's answer to list-machine-actions holds no list of actions");
        }
        complete = Alerts.text(answer, "@odata.nextLink").isEmpty();
        actions = all.stream()
                .filter(Map.class::isInstance)
                .map(MachineActions::cast)
                .filter(action -> deviceId.equalsIgnoreCase(
                        Alerts.text(action, "machineId").orElse("")))
                .filter(action -> isType(action, "Isolate") || isType(action, "Unisolate"))
                .toList();
    }

    Look look() {
        return newestRunning()
                .or(() -> complete ? lastEffect() : Optional.of(new Look(Standing.UNCLEAR, null)))
                .orElse(new Look(Standing.NOTHING, null));
    }

    private Optional<Look> newestRunning() {
        return actions.stream()
                .filter(MachineActions::isRunning)
                .max(Comparator.comparingLong(MachineActions::created))
                .map(action -> new Look(isType(action, "Isolate") ? Standing.ISOLATING : Standing.RELEASING, action));
    }

    private Optional<Look> lastEffect() {
        Optional<Map<String, Object>> effective = lastSucceeded();
        if (effective.filter(action -> isType(action, "Isolate")).isPresent()) {
            return effective.map(action -> new Look(Standing.ISOLATED, action));
        }
        return last(action -> status(action).equals(isType(action, "Isolate") ? "cancelled" : "succeeded"))
                .map(action -> new Look(Standing.RELEASED, action));
    }

    /** The Isolate or Unisolate that took effect last, whatever may be running besides. */
    public Optional<Map<String, Object>> lastSucceeded() {
        return last(action -> status(action).equals("succeeded"));
    }

    /** The last that was asked for, of this kind. */
    public Optional<Map<String, Object>> newest(Predicate<Map<String, Object>> which) {
        return actions.stream().filter(which).max(Comparator.comparingLong(MachineActions::created));
    }

    /** Whether the answer was the whole list. */
    public boolean isComplete() {
        return complete;
    }

    /** Whether the action came of this record: it carries the record's id, or its own is noted there. */
    public static boolean isOf(Isolation isolation, Map<String, ?> action) {
        String actionId = Alerts.id(action).orElse("");
        return isolation.actionId() != null && isolation.actionId().equalsIgnoreCase(actionId)
                || isolation.id() != null
                        && Alerts.text(action, "requestorComment").orElse("").contains(isolation.id());
    }

    private Optional<Map<String, Object>> last(Predicate<Map<String, Object>> which) {
        return actions.stream().filter(which).max(BY_END);
    }

    /** Whether any of the actions is of this kind. */
    boolean any(Predicate<Map<String, Object>> which) {
        return actions.stream().anyMatch(which);
    }

    /** A status we do not know counts as running: it may still take effect. */
    public static boolean isRunning(Map<String, ?> action) {
        return !List.of("succeeded", "failed", "timeout", "cancelled").contains(status(action));
    }

    /** In lower case; empty if it has none. */
    public static String status(Map<String, ?> action) {
        return Alerts.text(action, "status").orElse("").toLowerCase(Locale.ROOT);
    }

    static long created(Map<String, ?> action) {
        return Ticks.parse(action.get("creationDateTimeUtc")).orElse(0);
    }

    /** When the action last changed, under either of the two names the documentation gives it; 0 if it does not say. */
    static long ended(Map<String, ?> action) {
        return Ticks.parse(action.get("lastUpdateDateTimeUtc"))
                .orElse(Ticks.parse(action.get("lastUpdateTimeUtc")).orElse(created(action)));
    }

    /** When the action last changed, in milliseconds since 1970; 0 if it does not say. */
    public static long endedMillis(Map<String, ?> action) {
        long ended = ended(action);
        return ended == 0 ? 0 : Ticks.instant(ended).toEpochMilli();
    }

    /** Whether it is one of this type, such as Isolate. */
    public static boolean isType(Map<String, ?> action, String type) {
        return type.equalsIgnoreCase(Alerts.text(action, "type").orElse(""));
    }

    @SuppressWarnings("unchecked") // Jackson's objects have text keys
    private static Map<String, Object> cast(Object action) {
        return (Map<String, Object>) action;
    }
}
