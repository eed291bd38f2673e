package io.github.defenderroutes.alert;

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
