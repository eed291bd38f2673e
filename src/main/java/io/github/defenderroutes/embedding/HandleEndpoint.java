package io.github.defenderroutes.embedding;

import io.github.defenderroutes.DefenderRoutes;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** The way in. */
final class HandleEndpoint extends DefaultEndpoint {
    private final DefenderRoutes app;

    HandleEndpoint(String uri, Component component, DefenderRoutes app) {
        super(uri, component);
        this.app = app;
    }

    @Override
    public Producer createProducer() {
        return new HandleProducer(this, app);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("%s takes alerts and gives nothing. To fix: begin the route with %s."
                .formatted(getEndpointUri(), getEndpointUri().replaceFirst("handle.*", "events")));
    }
}
