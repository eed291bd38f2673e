package io.github.defenderroutes.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.DelayedAlerts;
import io.github.defenderroutes.ledger.DelayedAlerts.Delayed;
import io.github.defenderroutes.ledger.Notice;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Tells, once each, of alerts that might isolate and are still not handled, whatever the reason. */
final class Delays {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final DelayedAlerts alerts;
    private final Settings settings;
    private final Clock clock;

    Delays(DelayedAlerts alerts, Settings settings, Clock clock) {
        this.alerts = alerts;
        this.settings = settings;
        this.clock = clock;
    }

    void tell() {
        List<Severity> isolating = settings.words("isolation.severities").stream()
                .map(Severity::of)
                .toList();
        Instant now = clock.instant();
        List<Delayed> untold = alerts.untold(
                isolating, now.minus(settings.duration("mail.delayed-after")).toEpochMilli());
        if (!untold.isEmpty()) {
            alerts.tell(untold.stream().map(delayed -> notice(delayed, now)).toList());
        }
    }

    private Notice notice(Delayed delayed, Instant now) {
        try {
            Map<String, Object> alert = delayed.alert().isPresent()
                    ? JSON.readValue(delayed.alert().get(), OBJECT)
                    : Map.of(
                            "id",
                            delayed.alertId(),
                            "severity",
                            delayed.severity().toString());
            return new Notice(
                    DelayedAlerts.KIND,
                    delayed.alertId(),
                    "",
                    delayed.severity(),
                    Alerts.text(alert, "machineId").orElse(null),
                    Alerts.incident(alert).orElse(null),
                    model(delayed, alert, now).json(),
                    true);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The alert we kept is no JSON", e);
        }
    }

    private MailModel model(Delayed delayed, Map<String, Object> alert, Instant now) {
        return MailModel.of(DelayedAlerts.KIND)
                .alert(alert)
                .alertIds(List.of(delayed.alertId()))
                .mode(settings.text("isolation.mode"))
                .handledAt(now)
                .problem(delayed.reason())
                .attempts(delayed.tries())
                .since(Instant.ofEpochMilli(delayed.since()))
                .build();
    }
}
