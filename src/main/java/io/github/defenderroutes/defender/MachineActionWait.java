package io.github.defenderroutes.defender;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * What the Kamelet <em>wait for machine action</em> knows while it waits. Looking and pausing are steps of the Kamelet;
 * this reads its parameters at the start and notes what each look saw.
 */
public final class MachineActionWait implements Processor, CamelContextAware {
    private static final String KAMELET = "defender-wait-for-machine-action-action";
    private static final String COURSE = "defenderWait";

    private final Map<String, Object> given = new LinkedHashMap<>();
    private CamelContext camelContext;
    private Values values;

    /** Begins a wait, as the exchange property {@code defenderWait}, a {@link WaitCourse}. */
    @Override
    public void process(Exchange exchange) {
        Map<String, Object> read = values().read("given", given, exchange);
        exchange.setProperty(
                COURSE,
                new WaitCourse(
                        read.get("actionId").toString(),
                        Duration.ofSeconds((long) read.get("timeoutSeconds")),
                        Duration.ofSeconds((long) read.get("intervalSeconds")),
                        camelContext::isStopping));
    }

    /** Notes the machine action that is the body. */
    public void saw(Exchange exchange) {
        Map<?, ?> action = exchange.getMessage().getBody(Map.class);
        exchange.getProperty(COURSE, WaitCourse.class).saw(action.get("status"));
    }

    private synchronized Values values() {
        if (values == null) {
            values = new Values(camelContext, KameletFile.read(camelContext, KAMELET));
        }
        return values;
    }

    /** The Kamelet's parameters, as the route wrote them. */
    public Map<String, Object> getGiven() {
        return given;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }
}
