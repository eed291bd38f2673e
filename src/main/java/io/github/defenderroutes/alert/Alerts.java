package io.github.defenderroutes.alert;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what we need of an alert or a device, and nothing more. */
public final class Alerts {
    private Alerts() {}

    /** A field that holds text with something in it. */
    public static Optional<String> text(Map<String, ?> json, String field) {
        return json != null && json.get(field) instanceof String text && !text.isBlank()
                ? Optional.of(text)
                : Optional.empty();
    }

    public static Optional<String> id(Map<String, ?> json) {
        return text(json, "id");
    }

    /** The incident the alert belongs to: a number in the Defender API, a text in Graph. */
    public static Optional<String> incident(Map<String, ?> alert) {
        return Optional.ofNullable(alert.get("incidentId")).map(Object::toString);
    }

    /**
     * The same alert with this as its device: an alert of Graph can name several, under {@code devices}. Any other alert
     * stays as it is.
     */
    public static Map<String, Object> forDevice(Map<String, Object> alert, String machineId) {
        return device(alert, machineId)
                .<Map<String, Object>>map(device -> {
                    Map<String, Object> pointed = new LinkedHashMap<>(alert);
                    pointed.put("machineId", device.get("machineId"));
                    pointed.put("computerDnsName", device.get("computerDnsName"));
                    return pointed;
                })
                .orElse(alert);
    }

    /** The entry of this device among those that an alert of Graph names; empty if it is none of them. */
    public static Optional<Map<String, Object>> device(Map<String, ?> alert, String machineId) {
        return devices(alert).stream()
                .filter(device -> text(device, "machineId")
                        .filter(machineId::equalsIgnoreCase)
                        .isPresent())
                .findFirst();
    }

    /** The devices that an alert of Graph names, each with machineId, computerDnsName and marked; else none. */
    @SuppressWarnings("unchecked") // JSON objects have text keys
    public static List<Map<String, Object>> devices(Map<String, ?> alert) {
        return alert != null && alert.get("devices") instanceof List<?> devices
                ? devices.stream()
                        .filter(Map.class::isInstance)
                        .map(device -> (Map<String, Object>) device)
                        .toList()
                : List.of();
    }

    public static Severity severity(Map<String, ?> alert) {
        return Severity.of(alert.get("severity"));
    }

    /** When the alert was raised; empty when it does not say so readably. */
    public static OptionalLong created(Map<String, ?> alert) {
        return Ticks.parse(alert.get("alertCreationTime"));
    }

    /** When the alert last changed; empty when it does not say so readably. */
    public static OptionalLong updated(Map<String, ?> alert) {
        return Ticks.parse(alert.get("lastUpdateTime"));
    }
}
