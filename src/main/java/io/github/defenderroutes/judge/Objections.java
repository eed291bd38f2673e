package io.github.defenderroutes.judge;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.alert.Ticks;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What always speaks against isolating, whatever people have written: each gives {@code never}. */
final class Objections {
    /** An alert "from the future" by more than this has a clock we cannot reason with. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

    private final Settings settings;
    private final Clock clock;

    Objections(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** The first of those that ask whether there is anything to decide: an alert that counts, on a device that we know. */
    Optional<Decision> toDeciding(
            Map<String, ?> alert,
            Map<String, ?> device,
            String problem,
            Outcome proposed,
            boolean knownBefore,
            Instant agedFrom) {
        return first(Stream.of(
                this::modeOff,
                () -> severity(alert, proposed),
                () -> knownBefore
                        ? never(
                                "known-before-start",
                                "The alert is older than this installation",
                                alert,
                                "alertCreationTime")
                        : null,
                () -> status(alert),
                () -> age(alert, agedFrom),
                () -> deviceIsKnown(alert, device, problem),
                () -> excluded(device),
                () -> onboarding(device),
                () -> readableTags(device)));
    }

    /** The first of those to this kind of device. */
    Optional<Decision> toDevice(Map<String, ?> device) {
        return first(Stream.of(() -> tag(device), () -> platform(device)));
    }

    private static Optional<Decision> first(Stream<Supplier<Decision>> objections) {
        return objections.map(Supplier::get).filter(Objects::nonNull).findFirst();
    }

    private Decision modeOff() {
        return "off".equals(settings.text("isolation.mode"))
                ? Decision.of(Outcome.NEVER, "mode-off", "Isolation is switched off", Map.of("isolation.mode", "off"))
                : null;
    }

    private Decision severity(Map<String, ?> alert, Outcome proposed) {
        Severity severity = Alerts.severity(alert);
        if (severity == Severity.UNKNOWN) {
            return never("severity-unknown", "We do not know this severity", alert, "severity");
        }
        List<String> isolating = settings.words("isolation.severities");
        if (isolating.stream().noneMatch(word -> Severity.of(word) == severity)) {
            return never(
                    "severity-does-not-isolate",
                    "Only " + String.join(", ", isolating) + " isolates",
                    alert,
                    "severity");
        }
        return proposed == Outcome.NEVER
                ? never("not-proposed", "The route respond-to-alert does not propose it", alert, "severity")
                : null;
    }

    private static Decision status(Map<String, ?> alert) {
        String status = Alerts.text(alert, "status").orElse("");
        if (status.equalsIgnoreCase("Resolved")) {
            return never("alert-resolved", "The alert is already resolved", alert, "status", "assignedTo");
        }
        return status.equalsIgnoreCase("New") || status.equalsIgnoreCase("InProgress")
                ? null
                : never("status-unknown", "We do not know this status", alert, "status");
    }

    private Decision age(Map<String, ?> alert, Instant agedFrom) {
        OptionalLong created = Alerts.created(alert);
        if (created.isEmpty()) {
            return never("age-unknown", "The alert's creation time cannot be read", alert, "alertCreationTime");
        }
        Instant raised = Ticks.instant(created.getAsLong());
        Instant now = clock.instant();
        if (raised.isAfter(now.plus(CLOCK_TOLERANCE))) {
            return never("age-unknown", "The alert's creation time lies in the future", alert, "alertCreationTime");
        }
        if (!(agedFrom == null ? raised : agedFrom).isBefore(now.minus(settings.duration("isolation.max-age")))) {
            return null;
        }
        String limit = "isolation.max-age = " + settings.text("isolation.max-age");
        return agedFrom == null
                ? never("alert-too-old", "Older than " + limit, alert, "alertCreationTime")
                : never("expired-too-long-ago", "The isolation expired longer ago than " + limit, alert, "status");
    }

    private static Decision deviceIsKnown(Map<String, ?> alert, Map<String, ?> device, String problem) {
        if (Alerts.text(alert, "machineId").isEmpty()) {
            return never("no-device", "The alert names no device", alert, "machineId");
        }
        Optional<String> id = Alerts.id(device);
        if (id.isPresent()
                && !id.get().equalsIgnoreCase(Alerts.text(alert, "machineId").orElseThrow())) {
            return never("device-differs", "The device read is not the one that the alert names", device, "id");
        }
        return id.isEmpty()
                ? never(
                        "device-unknown",
                        problem == null ? "The device could not be read" : "The device could not be read: " + problem,
                        alert,
                        "machineId")
                : null;
    }

    private static Decision excluded(Map<String, ?> device) {
        Object excluded = device.get("isExcluded"); // anything but a plain no is a yes
        return excluded != null && !Boolean.FALSE.equals(excluded)
                ? never(
                        "device-excluded",
                        "The device is excluded in Defender",
                        device,
                        "isExcluded",
                        "exclusionReason")
                : null;
    }

    private static Decision onboarding(Map<String, ?> device) {
        return Alerts.text(device, "onboardingStatus").orElse("").equalsIgnoreCase("Onboarded")
                ? null
                : never("device-not-onboarded", "The device is not onboarded", device, "onboardingStatus");
    }

    private static Decision readableTags(Map<String, ?> device) {
        return device.get("machineTags") instanceof List<?> tags
                        && tags.stream().allMatch(String.class::isInstance)
                ? null
                : never("tags-unknown", "The device's tags cannot be read", device, "machineTags");
    }

    private static Decision tag(Map<String, ?> device) {
        return ((List<?>) device.get("machineTags"))
                        .stream().anyMatch(tag -> Judge.EXCLUDING_TAG.equalsIgnoreCase(((String) tag).strip()))
                ? never("tag-no-isolation", "The device carries the tag " + Judge.EXCLUDING_TAG, device, "machineTags")
                : null;
    }

    private Decision platform(Map<String, ?> device) {
        List<String> allowed = settings.words("isolation.os-platforms");
        String platform = Alerts.text(device, "osPlatform").orElse("");
        if (platform.isEmpty()) {
            return never("platform-unknown", "The device's platform cannot be read", device, "osPlatform");
        }
        return allowed.contains("*") || allowed.stream().anyMatch(platform::equalsIgnoreCase)
                ? null
                : never("platform-not-listed", "isolation.os-platforms does not list it", device, "osPlatform");
    }

    private static Decision never(String rule, String because, Map<String, ?> json, String... fields) {
        return Decision.of(Outcome.NEVER, rule, because, pick(json, fields));
    }

    static Map<String, Object> pick(Map<String, ?> json, String... fields) {
        Map<String, Object> values = new LinkedHashMap<>();
        Arrays.stream(fields).forEach(field -> values.put(field, json.get(field)));
        return values;
    }
}
