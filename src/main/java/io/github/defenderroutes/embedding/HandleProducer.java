package io.github.defenderroutes.embedding;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.DefenderRoutes.Handled;
import io.github.defenderroutes.ledger.Offered.Sorted;
import io.github.defenderroutes.poll.AlertPoll;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * Hands an alert in by its id and waits until what became of it is written down. Whoever can send here is believed the id and
 * nothing else: the alert itself is read from Defender. What {@code alerts.filter} leaves out cannot be handed in.
 */
final class HandleProducer extends DefaultProducer {
    private static final int LONGEST_ID = 400;

    private final DefenderRoutes app;

    HandleProducer(HandleEndpoint endpoint, DefenderRoutes app) {
        super(endpoint);
        this.app = app;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        String id = id(exchange.getMessage().getBody());
        if (!app.isRunning()) {
            throw new NotHandledException(id, "unknown", "Defender Routes is not started, or stopping.");
        }
        Sorted sorted = app.ledger().offered().sort(List.of(id));
        if (sorted.waiting().isEmpty() && sorted.unseen().isEmpty()) {
            answer(exchange, id, app.ledger().claims().state(id).orElse("unknown"));
            return;
        }
        if (!sorted.unseen().isEmpty() && isFiltered()) {
            throw new NotHandledException(
                    id,
                    "unknown",
                    "alerts.filter or alerts.service-sources leaves alerts out, and the poll has not met this one. To fix:"
                            + " hand it in again after the next poll, or let the filter include it.");
        }
        Handled handled = app.handle(id);
        if (handled.problem().isPresent()) {
            throw new NotHandledException(id, handled.state(), handled.problem().get());
        }
        answer(exchange, id, handled.state());
    }

    private static void answer(Exchange exchange, String id, String state) {
        exchange.getMessage().setBody(Map.of("id", id, "state", state));
    }

    /** Whether there are alerts in the tenant that the poll leaves out. */
    private boolean isFiltered() {
        return !app.camel()
                .getRegistry()
                .lookupByNameAndType("alertPoll", AlertPoll.class)
                .filter()
                .isEmpty();
    }

    private static String id(Object body) {
        Object id = body instanceof Map<?, ?> alert ? alert.get("id") : body;
        String text = id instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : null;
        text = id instanceof String given ? given : text;
        if (text == null
                || text.isBlank()
                || text.length() > LONGEST_ID
                || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "No alert was handled: the body is not the id of one. To fix: send the id as text, or a map with the key id.");
        }
        return text.strip();
    }
}
