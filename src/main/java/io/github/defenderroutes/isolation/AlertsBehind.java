package io.github.defenderroutes.isolation;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.IsolationAlerts;
import io.github.defenderroutes.ledger.IsolationAlerts.Behind;
import io.github.defenderroutes.settings.Settings;
import java.time.Duration;
import java.util.Map;

/** Notes which alerts stand behind an isolation, as the bean {@code alertsBehind}; letting the device back in goes by it. */
public final class AlertsBehind {
    private final IsolationAlerts alerts;
    private final Settings settings;

    public AlertsBehind(IsolationAlerts alerts, Settings settings) {
        this.alerts = alerts;
        this.settings = settings;
    }

    /**
     * Notes the alert behind the isolation that isolate-device made, or attached it to.
     *
     * @param isolation what isolate-device left; one that is not in the ledger is passed over
     * @param decision by which the alert isolates, or {@code null}
     */
    public void note(Isolation isolation, Map<String, ?> alert, Map<String, ?> device, Decision decision) {
        if (isolation == null || isolation.id() == null) {
            return;
        }
        String alertId = Alerts.id(alert).orElse(isolation.alertId());
        alerts.add(
                isolation.id(),
                new Behind(
                        alertId,
                        Alerts.severity(alert),
                        Alerts.text(alert, "title").orElse(null),
                        Alerts.text(alert, "category").orElse(null)),
                Alerts.text(device, "computerDnsName").orElse(null));
        if (isolation.ours() && alertId.equals(isolation.alertId())) {
            alerts.decidedBy(isolation.id(), decision == null ? "unknown" : decision.rule(), releaseAfter(decision));
        }
    }

    private Duration releaseAfter(Decision decision) {
        return decision != null && decision.releaseAfter() != null
                ? decision.releaseAfter()
                : settings.durationOrOff("isolation.release-after").orElse(null);
    }
}
