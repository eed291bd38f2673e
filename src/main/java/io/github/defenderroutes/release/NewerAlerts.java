package io.github.defenderroutes.release;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.alert.Ticks;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.settings.Settings;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a device that is to be let back in by itself shows signs that the danger goes on: an unresolved alert of a severity
 * that isolates, raised after the isolation was decided.
 */
final class NewerAlerts {
    /** So many alerts are read at most; where there are more, a person has to look. */
    static final int MOST = 1000;

    private final List<Severity> isolating;
    private final boolean graph;

    NewerAlerts(Settings settings) {
        this.isolating = settings.words("isolation.severities").stream()
                .map(Severity::of)
                .toList();
        this.graph = settings.text("alerts.source").equals("graph");
    }

    /**
     * The condition for the alerts that may be such, whatever their device: neither source can be asked by device. That it
     * understands {@code or} is not confirmed, so several severities are told apart here.
     */
    String filter(Isolation isolation) {
        String newer = "%s ge %s"
                .formatted(
                        graph ? "createdDateTime" : "alertCreationTime",
                        Ticks.format(Ticks.ofMillis(isolation.decidedAt())));
        if (isolating.size() != 1) {
            return newer;
        }
        String word = isolating.get(0).toString();
        return newer + " and severity eq '%s'".formatted(graph ? word.toLowerCase(Locale.ROOT) : word);
    }

    /**
     * What speaks against letting it in. An alert whose time, status or severity cannot be read does, too.
     *
     * @param answer the alerts that meet the condition, or {@code null} if they could not be read
     */
    Optional<String> objection(Isolation isolation, Map<String, ?> answer, String problem) {
        if (answer == null || !(answer.get("value") instanceof Collection<?> alerts)) {
            return Optional.of(
                    "its alerts could not be read" + (problem == null ? "" : ": " + problem.replaceAll("\\.$", "")));
        }
        Optional<String> standing = alerts.stream()
                .filter(Map.class::isInstance)
                .map(alert -> json((Map<?, ?>) alert))
                .filter(alert -> isOn(isolation.deviceId(), alert) && stands(alert, isolation))
                .findFirst()
                .map(alert -> "the alert %s (%s) was raised after it was isolated and is not resolved"
                        .formatted(
                                Alerts.id(alert).orElse("without an id"),
                                Alerts.text(alert, "title").orElse("without a title")));
        boolean isWhole =
                alerts.size() < MOST && Alerts.text(answer, "@odata.nextLink").isEmpty();
        return standing.isPresent() || isWhole
                ? standing
                : Optional.of("there are more new alerts than can be looked through");
    }

    private static boolean isOn(String deviceId, Map<String, ?> alert) {
        return deviceId.equalsIgnoreCase(Alerts.text(alert, "machineId").orElse(""))
                || Alerts.device(alert, deviceId).isPresent();
    }

    private boolean stands(Map<String, ?> alert, Isolation isolation) {
        boolean isNewer = Alerts.created(alert).orElse(Long.MAX_VALUE) > Ticks.ofMillis(isolation.decidedAt());
        boolean isResolved = Alerts.text(alert, "status").orElse("").equalsIgnoreCase("Resolved");
        Severity severity = Alerts.severity(alert);
        return isNewer && !isResolved && (severity == Severity.UNKNOWN || isolating.contains(severity));
    }

    @SuppressWarnings("unchecked") // the API's objects have text keys
    private static Map<String, Object> json(Map<?, ?> alert) {
        return (Map<String, Object>) alert;
    }
}
