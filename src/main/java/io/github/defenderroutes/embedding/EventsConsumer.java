package io.github.defenderroutes.embedding;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.ledger.Event;
import io.github.defenderroutes.ledger.Events;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;

/**
 * Tells the events one after the other, the oldest first, each until the host's route has taken it: one that fails is told
 * again at the next poll, and those behind it wait.
 */
final class EventsConsumer extends ScheduledPollConsumer {
    private static final int AT_ONCE = 100;

    private final DefenderRoutes app;

    EventsConsumer(EventsEndpoint endpoint, Processor processor, DefenderRoutes app) {
        super(endpoint, processor);
        this.app = app;
    }

    @Override
    protected int poll() throws Exception {
        Events events = app.ledger().events();
        if (!app.isRunning() || !events.leads()) {
            return 0;
        }
        int told = 0;
        List<Event> next;
        do {
            next = events.next(AT_ONCE);
            for (Event event : next) {
                if (!isRunAllowed() || !events.leads() || !tell(event)) {
                    return told;
                }
                events.told(event);
                told++;
            }
        } while (next.size() == AT_ONCE);
        return told;
    }

    private boolean tell(Event event) throws Exception {
        Exchange exchange = createExchange(false);
        try {
            exchange.getMessage().setBody(event.body());
            exchange.getMessage().setMessageId(event.id());
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                getExceptionHandler()
                        .handleException(
                                "An event was not taken and will be told again", exchange, exchange.getException());
                return false;
            }
            return !exchange.isRollbackOnly() && !exchange.isRollbackOnlyLast();
        } finally {
            releaseExchange(exchange, false);
        }
    }
}
