package io.github.defenderroutes.run;

import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.StepCompletedEvent;
import org.apache.camel.spi.CamelEvent.StepEvent;
import org.apache.camel.spi.CamelEvent.StepFailedEvent;
import org.apache.camel.spi.CamelEvent.StepStartedEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Notes Camel's {@code step} events in the run, so that a step an engineer adds appears in its history by itself. */
public final class StepHistory extends EventNotifierSupport {
    private static final String STARTED = "defenderStepStarted-";

    public StepHistory() {
        setIgnoreCamelContextEvents(true);
        setIgnoreCamelContextInitEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreExchangeEvents(true);
        setIgnoreStepEvents(false);
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof StepEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        StepEvent step = (StepEvent) event;
        Exchange exchange = step.getExchange();
        Run run = Run.of(exchange);
        if (run == null) {
            return;
        }
        String started = STARTED + step.getStepId();
        if (event instanceof StepStartedEvent) {
            exchange.setProperty(started, System.nanoTime());
        } else if (event instanceof StepCompletedEvent || event instanceof StepFailedEvent) {
            long nanos = System.nanoTime() - exchange.getProperty(started, System.nanoTime(), Long.class);
            run.step(step.getStepId(), nanos / 1_000_000, event instanceof StepFailedEvent);
        }
    }
}
