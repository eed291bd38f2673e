package io.github.defenderroutes.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;

/** Every step and every branch of the routes that are loaded, in the order of the files. Kamelets are left out. */
public final class RouteMap {
    private final List<RouteNode> nodes = new ArrayList<>();

    private RouteMap() {}

    public static RouteMap of(CamelContext camel) {
        RouteMap map = new RouteMap();
        ModelCamelContext model = (ModelCamelContext) camel;
        for (RouteDefinition route : model.getRouteDefinitions()) {
            if (!route.isCreatedFromTemplate()) {
                map.addAll(route.getOutputs());
            }
        }
        for (RouteConfigurationDefinition configuration : model.getRouteConfigurationDefinitions()) {
            for (OnExceptionDefinition caught : configuration.getOnExceptions()) {
                map.addBranch(caught, caught);
            }
        }
        return map;
    }

    /** Steps and branches: a {@code choice}, a {@code when} of it, the steps in that. */
    public List<RouteNode> nodes() {
        return List.copyOf(nodes);
    }

    /** The ways that can be told apart: a branch without a step in it is not among them. */
    public List<RouteNode> branches() {
        return nodes.stream().filter(RouteNode::isBranch).toList();
    }

    /** Everything that is no branch. */
    public Stream<RouteNode> steps() {
        return nodes.stream().filter(node -> !node.isBranch());
    }

    private void addAll(List<ProcessorDefinition<?>> steps) {
        steps.forEach(this::add);
    }

    private void add(NamedNode step) {
        boolean isInFile = RouteNode.isInFile(step);
        if (isInFile) {
            nodes.add(Ways.step(step));
        }
        List<NamedNode> branches = Ways.branchesOf(step);
        if (!branches.contains(step)) {
            addAll(Ways.steps(step));
        }
        branches.forEach(branch -> addBranch(branch, step));
        RouteNode unwritten = Ways.unwritten(step);
        if (isInFile && unwritten != null) {
            nodes.add(unwritten);
        }
    }

    private void addBranch(NamedNode branch, NamedNode decider) {
        if (RouteNode.isInFile(branch) && !Ways.steps(branch).isEmpty()) {
            nodes.add(Ways.written(branch, decider));
        }
        addAll(Ways.steps(branch));
    }
}
