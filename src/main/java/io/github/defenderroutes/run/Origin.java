package io.github.defenderroutes.run;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Remembers in which route an exchange began. {@code fromRouteId} does not: a Kamelet works on a copy that says of itself
 * that it began in the Kamelet (Camel 4.18).
 */
public final class Origin extends RoutePolicySupport implements RoutePolicyFactory {
    private static final String ROUTE = "defenderOrigin";
    private static final String SCHEDULED = "defenderScheduled";
    private static final String CALLED = "defenderCalled";

    @Override
    public RoutePolicy createRoutePolicy(CamelContext camelContext, String routeId, NamedNode route) {
        return this;
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
        if (exchange.getProperty(ROUTE) == null) {
            String from = route.getEndpoint().getEndpointUri();
            exchange.setProperty(ROUTE, route.getRouteId());
            exchange.setProperty(SCHEDULED, from.startsWith("quartz:"));
            exchange.setProperty(CALLED, from.startsWith("direct:"));
        }
    }

    /** Says of an exchange made by hand that the schedule of this route began it. */
    public static void schedule(String route, Exchange exchange) {
        exchange.setProperty(ROUTE, route);
        exchange.setProperty(SCHEDULED, true);
    }

    static String of(Exchange exchange) {
        return exchange.getProperty(ROUTE, exchange.getFromRouteId(), String.class);
    }

    /** Whether a schedule began it: nobody waits for its end, and the next tick comes by itself. */
    static boolean isSchedule(Exchange exchange) {
        return exchange.getProperty(SCHEDULED, false, Boolean.class);
    }

    /** Whether a program called the route and gets the exception; a queue or a folder only sees that something failed. */
    static boolean isCall(Exchange exchange) {
        return exchange.getProperty(CALLED, false, Boolean.class);
    }
}
