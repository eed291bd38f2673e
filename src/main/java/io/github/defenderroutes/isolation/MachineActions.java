package io.github.defenderroutes.isolation;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Ticks;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads from a device's machine actions whether it is isolated. The device itself does not say; the newest succeeded
 * Isolate or Unisolate does, and a running one says what is about to be true.
 */
final class MachineActions {
    /** What the actions say about the device. */
    enum Standing {
        NOTHING,
        ISOLATING,
        ISOLATED,
        RELEASING,
        RELEASED
    }

    /** The standing and the action that shows it; no action for {@link Standing#NOTHING}. */
    record Look(Standing standing, Map<String, ?> action) {}

    private final List<Map<String, Object>> newestFirst;

    /** @param answer the body of list machine actions; actions of other devices or types are left aside */
    MachineActions(Map<String, ?> answer, String deviceId) {
        Collection<?> all = answer.get("value") instanceof Collection<?> several ? several : List.of();
        newestFirst = all.stream()
                .filter(Map.class::isInstance)
                .map(MachineActions::cast)
                .filter(action -> deviceId.equalsIgnoreCase(
                        Alerts.text(action, "machineId").orElse("")))
                .filter(action -> isType(action, "Isolate") || isType(action, "Unisolate"))
                .sorted(Comparator.comparingLong(MachineActions::created).reversed())
                .toList();
    }

    Look look() {
        return newest(MachineActions::isRunning)
                .or(() -> newest(action -> status(action).equals("succeeded")))
                .map(action -> new Look(standing(action), action))
                .orElse(new Look(Standing.NOTHING, null));
    }

    Optional<Map<String, Object>> byId(String actionId) {
        return newest(action ->
                Alerts.id(action).filter(id -> id.equalsIgnoreCase(actionId)).isPresent());
    }

    private Optional<Map<String, Object>> newest(Predicate<Map<String, Object>> which) {
        return newestFirst.stream().filter(which).findFirst();
    }

    private static Standing standing(Map<String, ?> action) {
        if (isType(action, "Isolate")) {
            return isRunning(action) ? Standing.ISOLATING : Standing.ISOLATED;
        }
        return isRunning(action) ? Standing.RELEASING : Standing.RELEASED;
    }

    /** A status we do not know counts as running: it may still take effect. */
    private static boolean isRunning(Map<String, ?> action) {
        return !List.of("succeeded", "failed", "timeout", "cancelled").contains(status(action));
    }

    static boolean isRunningIsolation(Map<String, ?> action) {
        return isType(action, "Isolate") && isRunning(action);
    }

    static String status(Map<String, ?> action) {
        return Alerts.text(action, "status").orElse("").toLowerCase(Locale.ROOT);
    }

    static long created(Map<String, ?> action) {
        return Ticks.parse(action.get("creationDateTimeUtc")).orElse(0);
    }

    /** When the action last changed, under either of the two names the documentation gives it. */
    static long ended(Map<String, ?> action) {
        return Ticks.parse(action.get("lastUpdateDateTimeUtc"))
                .orElse(Ticks.parse(action.get("lastUpdateTimeUtc")).orElse(created(action)));
    }

    private static boolean isType(Map<String, ?> action, String type) {
        return type.equalsIgnoreCase(Alerts.text(action, "type").orElse(""));
    }

    @SuppressWarnings("unchecked") // Jackson's objects have text keys
    private static Map<String, Object> cast(Object action) {
        return (Map<String, Object>) action;
    }
}
