package io.github.defenderroutes.embedding;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.StartException;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.ScheduledPollEndpoint;

/** The way out. Takes the options of every polling endpoint, such as {@code delay} and {@code backoffMultiplier}. */
final class EventsEndpoint extends ScheduledPollEndpoint {
    private static final long A_SECOND = 1_000;

    private final DefenderRoutes app;

    EventsEndpoint(String uri, Component component, DefenderRoutes app) {
        super(uri, component);
        this.app = app;
        setInitialDelay(0);
        setDelay(A_SECOND);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (!app.ledger().events().areKept()) {
            throw new StartException(
                    "%s has nothing to tell: no events are kept. To fix: build DefenderRoutes with keepEvents(), in Spring Boot set defender-routes.keep-events=true."
                            .formatted(getEndpointUri()),
                    null);
        }
        EventsConsumer consumer = new EventsConsumer(this, processor, app);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("%s tells events and takes none. To fix: send alerts to %s."
                .formatted(getEndpointUri(), getEndpointUri().replaceFirst("events.*", "handle")));
    }
}
