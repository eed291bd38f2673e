package io.github.defenderroutes.rehearsal;

import io.github.defenderroutes.rehearsal.HeldEndpoints.Gatherer;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.PollingConsumerSupport;

/** Stands in the place of an endpoint that leads out: what is sent to it goes to a gatherer, and nothing ever comes from it. */
final class HeldEndpoint extends DefaultEndpoint {
    private final Endpoint real;
    private final Gatherer gatherer;

    HeldEndpoint(Endpoint real, Gatherer gatherer) {
        super(real.getEndpointUri(), null);
        this.real = real;
        this.gatherer = gatherer;
        setCamelContext(real.getCamelContext());
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) throws Exception {
                gatherer.take(exchange, real);
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        return new DefaultConsumer(this, processor);
    }

    @Override
    public PollingConsumer createPollingConsumer() {
        return new NothingThere(this);
    }

    @Override
    public boolean isLenientProperties() {
        return true;
    }

    @Override
    public boolean isSingleton() {
        return true;
    }

    /** Else {@code pollEnrich} would wait for ever. */
    private static final class NothingThere extends PollingConsumerSupport {
        NothingThere(Endpoint endpoint) {
            super(endpoint);
        }

        @Override
        public Exchange receive() {
            return null;
        }

        @Override
        public Exchange receiveNoWait() {
            return null;
        }

        @Override
        public Exchange receive(long timeout) {
            return null;
        }
    }
}
