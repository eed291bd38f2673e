package io.github.defenderroutes.isolation;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.judge.Judge;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.IsolationAlerts;
import io.github.defenderroutes.ledger.IsolationAlerts.Attached;
import io.github.defenderroutes.ledger.IsolationAlerts.Behind;
import io.github.defenderroutes.ledger.IsolationAlerts.Decided;
import io.github.defenderroutes.run.RunEnd;
import io.github.defenderroutes.settings.Settings;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;

/** Notes which alerts stand behind an isolation, as the bean {@code alertsBehind}; letting the device back in goes by it. */
public final class AlertsBehind {
    private final IsolationAlerts alerts;
    private final Judge judge;
    private final Settings settings;

    public AlertsBehind(IsolationAlerts alerts, Judge judge, Settings settings) {
        this.alerts = alerts;
        this.judge = judge;
        this.settings = settings;
    }

    /**
     * Notes the alert behind the isolation that isolate-device made, or attached it to, from the newest that the route has
     * read: of an approved case nothing but the id was known before. If its run is in hand here, it is written with the
     * end of that.
     *
     * @param isolation what isolate-device left; one that is not in the ledger is passed over
     */
    public void note(Isolation isolation, Exchange exchange) {
        if (isolation == null || isolation.id() == null) {
            return;
        }
        Map<String, Object> alert =
                newest(exchange, "alertNow", exchange.getMessage().getBody());
        Map<String, Object> device = newest(exchange, "deviceNow", exchange.getVariable("device"));
        String alertId = Alerts.id(alert).orElse(isolation.alertId());
        Behind behind = new Behind(
                alertId,
                Alerts.severity(alert),
                Alerts.text(alert, "title").orElse(null),
                Alerts.text(alert, "category").orElse(null));
        Decided decided = isolation.ours() && alertId.equals(isolation.alertId())
                ? decided(isolation, alert, device, exchange)
                : null;
        Attached attached = new Attached(
                isolation.id(), behind, Alerts.text(device, "computerDnsName").orElse(null), decided);
        if (!RunEnd.says(attached, exchange)) {
            alerts.add(attached);
        }
    }

    private Decided decided(
            Isolation isolation, Map<String, Object> alert, Map<String, Object> device, Exchange exchange) {
        Approval approval = exchange.getVariable("approval", Approval.class);
        Decision decision = approval != null && approval.isApproved()
                ? AsAsked.decision(judge, approval, Alerts.forDevice(alert, isolation.deviceId()), device)
                : exchange.getVariable("decision", Decision.class);
        return new Decided(rule(decision, approval), releaseAfter(decision));
    }

    private static String rule(Decision decision, Approval approval) {
        return approval != null ? approval.rule() : decision != null ? decision.rule() : "unknown";
    }

    @SuppressWarnings("unchecked") // alerts and devices are Maps everywhere
    private static Map<String, Object> newest(Exchange exchange, String variable, Object before) {
        Map<String, Object> read = exchange.getVariable(variable, Map.class);
        return read != null ? read : (Map<String, Object>) before;
    }

    private Duration releaseAfter(Decision decision) {
        return decision != null && decision.releaseAfter() != null
                ? decision.releaseAfter()
                : settings.durationOrOff("isolation.release-after").orElse(null);
    }
}
