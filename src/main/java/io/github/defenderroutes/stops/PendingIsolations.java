package io.github.defenderroutes.stops;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Ledger;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.util.URISupport;

/**
 * Our isolations that Defender has accepted and not carried out yet. They can still take effect for three days, whatever
 * the kill switch says, so whoever turns it on can have them cancelled.
 */
public final class PendingIsolations {
    private static final String CANCEL = "kamelet:defender-cancel-machine-action-action?";

    private final Ledger ledger;
    private final Supplier<CamelContext> camel;

    /** @param camel where the connector's Kamelets can be called; asked for only if there is something to cancel */
    public PendingIsolations(Ledger ledger, Supplier<CamelContext> camel) {
        this.ledger = ledger;
        this.camel = camel;
    }

    /**
     * What came of one.
     *
     * @param cancelled whether Defender cancelled it; how it ended is told by mail in any case
     * @param said what Defender or the gate said
     */
    public record Cancellation(Isolation isolation, boolean cancelled, String said) {}

    public List<Isolation> list() {
        return ledger.isolations().pending();
    }

    /** Asks Defender to cancel each, one after the other, with an entry in the audit. */
    public List<Cancellation> cancel(Actor actor, String reason) {
        return list().stream()
                .map(isolation -> cancel(isolation, actor, reason))
                .toList();
    }

    private Cancellation cancel(Isolation isolation, Actor actor, String reason) {
        if (isolation.actionId() == null) {
            return new Cancellation(
                    isolation, false, "its answer is not known yet; it shows in a minute, then cancel it again");
        }
        Cancellation outcome = ask(isolation, "Defender Routes: cancelled by %s: %s".formatted(actor.name(), reason));
        ledger.audit()
                .add(
                        actor,
                        "cancel-isolation",
                        isolation.deviceId(),
                        "%s: %s".formatted(outcome.cancelled() ? "cancelled" : "not cancelled", outcome.said()));
        return outcome;
    }

    private Cancellation ask(Isolation isolation, String comment) {
        CamelContext connector = camel.get();
        Exchange exchange = new DefaultExchange(connector);
        exchange.setVariable("quota", "respond");
        exchange.setVariable("comment", comment);
        Exchange ended = connector
                .createFluentProducerTemplate()
                .to(CANCEL
                        + URISupport.createQueryString(
                                Map.of("actionId", isolation.actionId(), "comment", "${variable.comment}"), false))
                .withExchange(exchange)
                .send();
        if (ended.getException() != null) {
            return new Cancellation(isolation, false, ended.getException().getMessage());
        }
        String status = ended.getMessage().getBody() instanceof Map<?, ?> action
                ? Alerts.text(texts(action), "status").orElse("without a status")
                : "without a status";
        return new Cancellation(isolation, status.equalsIgnoreCase("Cancelled"), "the machine action is " + status);
    }

    @SuppressWarnings("unchecked") // the API's JSON has texts for keys
    private static Map<String, ?> texts(Map<?, ?> json) {
        return (Map<String, ?>) json;
    }
}
