package io.github.defenderroutes.cases;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.run.AlertRun;
import io.github.defenderroutes.run.ClaimedAlerts;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.ExchangeHelper;

/** An alert that alert-pipeline has taken and begun, for a route that is called with one. */
final class InHand {
    private final ClaimedAlerts claims;
    private final AlertRun run;
    private final String alertId;
    private final Exchange exchange;

    private InHand(DefenderRoutes app, String alertId, Exchange exchange) {
        this.claims = app.camel().getRegistry().lookupByNameAndType("alertClaims", ClaimedAlerts.class);
        this.run = app.camel().getRegistry().lookupByNameAndType("run", AlertRun.class);
        this.alertId = alertId;
        this.exchange = exchange;
    }

    static InHand take(DefenderRoutes app, Map<String, Object> alert) {
        Exchange exchange = new DefaultExchange(app.camel());
        exchange.getMessage().setBody(alert);
        return take(app, alert, exchange);
    }

    static InHand take(DefenderRoutes app, Map<String, Object> alert, Exchange exchange) {
        InHand inHand = new InHand(app, Alerts.id(alert).orElseThrow(), exchange);
        if (!inHand.claims.add(exchange, inHand.alertId)) {
            throw new IllegalStateException(
                    "Alert %s cannot be taken again. To fix: give another claim, or describe alert-pipeline."
                            .formatted(inHand.alertId));
        }
        inHand.run.begin(exchange);
        return inHand;
    }

    void notice() {
        run.notice(exchange);
    }

    /** Ends the run as alert-pipeline would: a failure, also one that was handled, is not a success. */
    void end() {
        if (exchange.isFailed() || ExchangeHelper.isFailureHandled(exchange)) {
            claims.remove(exchange, alertId);
        } else {
            claims.confirm(exchange, alertId);
        }
    }
}
