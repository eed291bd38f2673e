package io.github.defenderroutes.generation;

import io.github.defenderroutes.run.Origin;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
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
    private final Map<String, Instant> missed = new HashMap<>();

    /** For which times of their schedules routes have last begun: as they came, and later. */
    private final Map<String, Instant> begun = new HashMap<>();

    private final Map<String, Instant> madeUp = new HashMap<>();

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
        Optional<Tick> tick = Tick.of(exchange);
        if (tick.isPresent() ? beginOnTime(id, tick.get()) : begin(id)) {
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

    private synchronized boolean beginOnTime(String id, Tick tick) {
        if (calledOff.contains(id)) {
            missed.put(id, tick.time());
            return false;
        }
        if (tick.isMadeUp() ? hasBegun(id, tick.time()) : tick.time().equals(madeUp.get(id))) {
            return false; // both came for the same time
        }
        (tick.isMadeUp() ? madeUp : begun).put(id, tick.time());
        return begin(id);
    }

    /** Whether it has begun by its schedule for that time or a later one. */
    synchronized boolean hasBegun(String id, Instant time) {
        return begun.containsKey(id) && !begun.get(id).isBefore(time);
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

    /** The time of a tick that came after it was called off, which somebody has to make up for. */
    synchronized Optional<Instant> missed(String id) {
        return Optional.ofNullable(missed.get(id));
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
