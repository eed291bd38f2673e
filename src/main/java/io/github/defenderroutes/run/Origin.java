package io.github.defenderroutes.run;

import java.util.function.BooleanSupplier;
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
    private static final String BROUGHT = "defenderBrought";
    private static final String CALLED_OFF = "defenderCalledOff";

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
            exchange.setProperty(BROUGHT, !from.startsWith("quartz:") && !from.startsWith("direct:"));
        }
    }

    /**
     * Says of an exchange when the route it began in is to come to an end: what it has taken it finishes, but takes no more.
     *
     * @param calledOff asked again and again
     */
    public static void endsWhen(Exchange exchange, BooleanSupplier calledOff) {
        exchange.setProperty(CALLED_OFF, calledOff);
    }

    /** Whether the route it began in is to come to an end. */
    public static BooleanSupplier calledOff(Exchange exchange) {
        BooleanSupplier calledOff = exchange.getProperty(CALLED_OFF, BooleanSupplier.class);
        return calledOff == null ? () -> false : calledOff;
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

    /** Whether a queue, a folder or the like brought it: no program gets the exception and can say what it was. */
    static boolean isBrought(Exchange exchange) {
        return exchange.getProperty(BROUGHT, false, Boolean.class);
    }
}
