package io.github.defenderroutes.poll;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.settings.Settings;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The severities that isolate. */
final class Isolating {
    private final Set<Severity> severities;
    private final AlertSource source;

    Isolating(Settings settings) {
        source = AlertSource.of(settings);
        severities = settings.text("isolation.mode").equals("off")
                ? Set.of()
                : settings.words("isolation.severities").stream()
                        .map(Severity::of)
                        .collect(Collectors.toSet());
    }

    boolean includes(Map<String, ?> alert) {
        return severities.contains(Alerts.severity(alert));
    }

    /** As an OData condition; empty if none isolates. Several are what is left without the others: {@code or} is unconfirmed. */
    String condition() {
        if (severities.size() == 1) {
            return "severity eq '%s'"
                    .formatted(source.word(severities.iterator().next()));
        }
        return severities.isEmpty()
                ? ""
                : Arrays.stream(Severity.values())
                        .filter(severity -> severity != Severity.UNKNOWN && !severities.contains(severity))
                        .map(source::word)
                        .map("severity ne '%s'"::formatted)
                        .collect(Collectors.joining(" and "));
    }
}
