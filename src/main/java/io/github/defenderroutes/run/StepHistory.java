package io.github.defenderroutes.run;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangeExtension;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.StepCompletedEvent;
import org.apache.camel.spi.CamelEvent.StepEvent;
import org.apache.camel.spi.CamelEvent.StepFailedEvent;
import org.apache.camel.spi.CamelEvent.StepStartedEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Notes Camel's {@code step} events in the run, so that a step an engineer adds appears in its history by itself. */
public final class StepHistory extends EventNotifierSupport {
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
        if (event instanceof StepStartedEvent) {
            run.steps.began(step.getStepId());
        } else if (event instanceof StepFailedEvent) {
            run.steps.failed(step.getStepId(), exchange.getException());
        } else if (event instanceof StepCompletedEvent) {
            if (isHandled(exchange)) {
                run.steps.failed(step.getStepId(), exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
            } else {
                run.steps.completed(step.getStepId());
            }
        }
    }

    /** Whether it failed and error-handling has dealt with that, which ends the run. */
    private static boolean isHandled(Exchange exchange) {
        ExchangeExtension more = exchange.getExchangeExtension();
        return more.isErrorHandlerHandledSet() && more.isErrorHandlerHandled();
    }
}
