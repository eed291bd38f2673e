package io.github.defenderroutes.rehearsal;

import io.github.defenderroutes.model.LoadedRoutes;
import io.github.defenderroutes.model.Steps;
import io.github.defenderroutes.rehearsal.RouteNode.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;

/** Every step and every branch of the routes that are loaded, in the order of the files. Kamelets are left out. */
public final class RouteMap {
    private final Map<Place, Located> nodes = new LinkedHashMap<>();

    /** @param within the branch that holds it; {@code null} for a step of the route itself */
    private record Located(RouteNode node, Place within) {}

    /** One without routes. */
    public RouteMap() {}

    public static RouteMap of(CamelContext camel) {
        RouteMap map = new RouteMap();
        LoadedRoutes loaded = new LoadedRoutes(camel);
        loaded.routes().forEach(route -> map.addAll(route.getOutputs(), null));
        loaded.shared()
                .forEach(shared -> shared.getOnExceptions().forEach(caught -> map.addBranch(caught, caught, null)));
        return map;
    }

    /** Adds what another knows of files that this one does not. */
    public void add(RouteMap other) {
        other.nodes.forEach(nodes::putIfAbsent);
    }

    /** Steps and branches: a {@code choice}, a {@code when} of it, the steps in that. */
    public List<RouteNode> nodes() {
        return nodes.values().stream().map(Located::node).toList();
    }

    /** The ways that can be told apart: a branch without a step in it is not among them. */
    public List<RouteNode> branches() {
        return nodes().stream().filter(RouteNode::isBranch).toList();
    }

    /** Everything that is no branch. */
    public List<RouteNode> steps() {
        return nodes().stream().filter(node -> !node.isBranch()).toList();
    }

    /** What is missing from these; of a branch that is missing only the branch, and not what it holds. */
    public List<RouteNode> without(Set<Place> passed) {
        return nodes.entrySet().stream()
                .filter(entry -> !passed.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .filter(missing -> missing.within() == null || passed.contains(missing.within()))
                .map(Located::node)
                .toList();
    }

    private void addAll(List<ProcessorDefinition<?>> steps, Place within) {
        steps.forEach(step -> add(step, within));
    }

    private void add(NamedNode step, Place within) {
        if (step instanceof OnExceptionDefinition) {
            addBranch(step, step, null); // a route carries along what is configured for all
            return;
        }
        put(step, Ways.step(step), within);
        List<NamedNode> branches = Steps.branches(step);
        if (!branches.contains(step)) {
            addAll(Steps.in(step), within);
        }
        branches.forEach(branch -> addBranch(branch, step, within));
        RouteNode unwritten = Ways.unwritten(step);
        if (unwritten != null) {
            put(step, unwritten, within);
        }
    }

    private void addBranch(NamedNode branch, NamedNode decider, Place within) {
        List<ProcessorDefinition<?>> steps = Steps.in(branch);
        if (!steps.isEmpty()) {
            RouteNode written = Ways.written(branch, decider);
            put(branch, written, within);
            addAll(steps, written.where());
        }
    }

    private void put(NamedNode model, RouteNode node, Place within) {
        if (RouteNode.isInFile(model)) {
            nodes.put(node.where(), new Located(node, within));
        }
    }
}
