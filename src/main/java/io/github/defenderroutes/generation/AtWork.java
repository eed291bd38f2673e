package io.github.defenderroutes.generation;

import io.github.defenderroutes.run.Origin;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * What the routes of one generation that begin by themselves have in hand, from the first step to the last completion. A
 * schedule that was called off begins nothing more, however late its tick comes; what a queue or a folder has brought is
 * finished all the same, for it would be lost.
 */
final class AtWork extends RoutePolicySupport implements RoutePolicyFactory {
    private final Map<String, Integer> inHand = new HashMap<>();
    private final Set<String> calledOff = new HashSet<>();
    private final Set<String> missed = new HashSet<>();

    @Override
    public RoutePolicy createRoutePolicy(CamelContext camelContext, String routeId, NamedNode route) {
        return this;
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
        String from = route.getEndpoint().getEndpointUri();
        if (from.startsWith("direct:") || from.startsWith("kamelet:")) {
            return; // called: whoever calls has it in hand
        }
        String id = route.getRouteId();
        if (from.startsWith("quartz:") ? beginOnTime(id) : begin(id)) {
            Origin.endsWhen(exchange, () -> isCalledOff(id));
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange ended) {
                    end(id);
                }
            });
        } else {
            exchange.setRouteStop(true);
        }
    }

    private synchronized boolean beginOnTime(String id) {
        if (calledOff.contains(id)) {
            missed.add(id);
            return false;
        }
        return begin(id);
    }

    /** Something has begun there. */
    synchronized boolean begin(String id) {
        inHand.merge(id, 1, Integer::sum);
        return true;
    }

    synchronized void end(String id) {
        inHand.computeIfPresent(id, (route, count) -> count == 1 ? null : count - 1);
        notifyAll();
    }

    private synchronized boolean isCalledOff(String id) {
        return calledOff.contains(id);
    }

    /** From now on its schedule begins nothing. */
    synchronized void callOff(String id) {
        calledOff.add(id);
    }

    synchronized void callBack(String id) {
        calledOff.remove(id);
        missed.remove(id);
    }

    /** Whether a tick came after it was called off, which somebody has to make up for. */
    synchronized boolean hasMissed(String id) {
        return missed.contains(id);
    }

    synchronized boolean isIdle(String id) {
        return !inHand.containsKey(id);
    }

    /** The routes that have something in hand. */
    synchronized Set<String> routes() {
        return new TreeSet<>(inHand.keySet());
    }

    /** Until something ends, or that much time is over. */
    synchronized void await(long millis) throws InterruptedException {
        wait(millis);
    }
}
