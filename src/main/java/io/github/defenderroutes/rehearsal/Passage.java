package io.github.defenderroutes.rehearsal;

import io.github.defenderroutes.rehearsal.RouteNode.Branch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;

/**
 * The way of one exchange through the routes, whatever routes it was handed to; the parts of a split go into the passage of
 * the whole. Safe for parallel parts, whose steps then mix.
 */
public final class Passage {
    private static final String PROPERTY = "defenderPassage";

    private final List<Mark> marks = new ArrayList<>();

    private record Mark(RouteNode node, NamedNode parent, String exchangeId) {}

    Passage() {}

    /** What this exchange passed so far; empty if it passed nothing, or nobody watches. */
    public static Passage of(Exchange exchange) {
        return found(exchange).orElseGet(Passage::new);
    }

    static Passage begunFor(Exchange exchange) {
        return found(exchange).orElseGet(() -> {
            Passage begun = new Passage();
            exchange.setProperty(PROPERTY, begun);
            return begun;
        });
    }

    private static Optional<Passage> found(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, Passage.class));
    }

    /**
     * Steps and branches in the order in which they were begun: a {@code choice}, the {@code when} taken, the steps in it.
     * Those of Kamelets are left out.
     */
    public synchronized List<RouteNode> nodes() {
        return marks.stream().map(Mark::node).toList();
    }

    /** The ids of the steps passed, in order; those without are left out. */
    public List<String> ids() {
        return nodes().stream()
                .filter(node -> !node.isBranch() && !node.id().isEmpty())
                .map(RouteNode::id)
                .toList();
    }

    synchronized int length() {
        return marks.size();
    }

    /** @param parent what holds it */
    synchronized void add(RouteNode node, NamedNode parent, Exchange exchange) {
        marks.add(new Mark(node, parent, exchange.getExchangeId()));
    }

    /** Whether, from there on, this exchange took one of the branches of this step. */
    synchronized boolean tookABranch(NamedNode decider, int from, Exchange exchange) {
        return marks.subList(from, marks.size()).stream()
                .anyMatch(mark -> mark.node().branch() == Branch.WRITTEN
                        && mark.parent() == decider
                        && mark.exchangeId().equals(exchange.getExchangeId()));
    }
}
