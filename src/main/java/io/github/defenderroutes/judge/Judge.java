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

/**
 * Decides per alert and device. The rules are tried from top to bottom and the first that objects decides; only when
 * none objects does the mode speak. Whatever cannot be read objects: a device is never isolated on doubt.
 */
public final class Judge {
    /** A device with this tag is never isolated, whatever the settings say. */
    public static final String EXCLUDING_TAG = "no-isolation";

    /** An alert "from the future" by more than this has a clock we cannot reason with. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

    private final Settings settings;
    private final Clock clock;

    public Judge(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param alert the alert as Defender sent it
     * @param device its device, or {@code null} when there is none or it could not be read
     * @param deviceProblem why there is no device, or {@code null}
     * @param proposal the outcome that respond-to-alert proposes; the decision is never higher
     * @param knownBefore whether the alert was raised before we first looked
     */
    public Decision decide(
            Map<String, ?> alert, Map<String, ?> device, String deviceProblem, String proposal, boolean knownBefore) {
        return decide(alert, device, deviceProblem, proposal, knownBefore, null);
    }

    /**
     * The same for an isolation that expired and may be asked for again.
     *
     * @param agedFrom the end of the action that expired: {@code isolation.max-age} counts from there. An action takes
     *     three days to expire, so counted from the alert's creation nothing could ever be asked for again. {@code null}
     *     counts from the alert's creation.
     */
    public Decision decide(
            Map<String, ?> alert,
            Map<String, ?> device,
            String deviceProblem,
            String proposal,
            boolean knownBefore,
            Instant agedFrom) {
        Outcome proposed = Outcome.of(proposal);
        if (alert == null) {
            return decide(Map.of(), device, deviceProblem, proposal, knownBefore, agedFrom);
        }
        return objection(alert, device, deviceProblem, proposed, knownBefore, agedFrom)
                .orElseGet(() -> byMode(alert, device, proposed));
    }

    private Optional<Decision> objection(
            Map<String, ?> alert,
            Map<String, ?> device,
            String problem,
            Outcome proposed,
            boolean knownBefore,
            Instant agedFrom) {
        return Stream.<Supplier<Decision>>of(
                        () -> modeOff(),
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
                        () -> deviceRecord(device),
                        () -> onboarding(device),
                        () -> tags(device),
                        () -> platform(device))
                .map(Supplier::get)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private Decision modeOff() {
        return "off".equals(mode())
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

    private static Decision deviceRecord(Map<String, ?> device) {
        if (device.get("mergedIntoMachineId") != null) {
            return never("device-merged", "The device record was merged into another", device, "mergedIntoMachineId");
        }
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

    private static Decision tags(Map<String, ?> device) {
        if (!(device.get("machineTags") instanceof List<?> tags)) {
            return never("tags-unknown", "The device's tags cannot be read", device, "machineTags");
        }
        if (!tags.stream().allMatch(String.class::isInstance)) {
            return never("tags-unknown", "The device's tags cannot be read", device, "machineTags");
        }
        return tags.stream().anyMatch(tag -> EXCLUDING_TAG.equalsIgnoreCase(((String) tag).strip()))
                ? never("tag-no-isolation", "The device carries the tag " + EXCLUDING_TAG, device, "machineTags")
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

    private Decision byMode(Map<String, ?> alert, Map<String, ?> device, Outcome proposed) {
        Map<String, Object> values = pick(alert, "severity", "status");
        values.putAll(pick(device, "osPlatform", "machineTags"));
        values.put("isolation.mode", mode());
        Outcome allowed =
                switch (mode()) {
                    case "enforce" -> Outcome.ISOLATE;
                    case "approve" -> Outcome.APPROVE;
                    default -> Outcome.DRY_RUN;
                };
        if (isUnmarked(alert) && proposed == Outcome.ISOLATE) {
            return Decision.of(
                    allowed.lowerOf(Outcome.APPROVE),
                    "device-not-marked",
                    "The alert names this device, but not as compromised or primary: a person must decide",
                    values);
        }
        Outcome outcome = allowed.lowerOf(proposed);
        String because =
                switch (outcome) {
                    case ISOLATE -> "Nothing speaks against it and isolation is enforced";
                    case APPROVE -> "Nothing speaks against it, but a person must decide";
                    default -> "Nothing speaks against it, but this is a dry run";
                };
        return Decision.of(outcome, outcome == allowed ? "mode-" + mode() : "proposal", because, values);
    }

    /** An alert of Graph can name devices that only stand near what happened. */
    private static boolean isUnmarked(Map<String, ?> alert) {
        return alert.containsKey("devices")
                && !Alerts.device(alert, Alerts.text(alert, "machineId").orElse(""))
                        .map(device -> Boolean.TRUE.equals(device.get("marked")))
                        .orElse(false);
    }

    private String mode() {
        return settings.text("isolation.mode");
    }

    private static Decision never(String rule, String because, Map<String, ?> json, String... fields) {
        return Decision.of(Outcome.NEVER, rule, because, pick(json, fields));
    }

    private static Map<String, Object> pick(Map<String, ?> json, String... fields) {
        Map<String, Object> values = new LinkedHashMap<>();
        Arrays.stream(fields).forEach(field -> values.put(field, json.get(field)));
        return values;
    }
}
