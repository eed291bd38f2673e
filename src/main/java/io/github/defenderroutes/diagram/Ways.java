package io.github.defenderroutes.diagram;

import io.github.defenderroutes.model.Steps;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.camel.NamedNode;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;

/** Finds all ways out of a route, each with the conditions that stand before it. */
final class Ways {
    private final RouteModel model;
    private final Deque<String> conditions = new ArrayDeque<>();
    private final List<Way> found = new ArrayList<>();

    Ways(RouteModel model) {
        this.model = model;
    }

    List<Way> of(List<? extends ProcessorDefinition<?>> steps) {
        RouteModel.below(steps).forEach(this::step);
        return found;
    }

    List<Way> of(OnExceptionDefinition failure) {
        step(failure);
        return found;
    }

    private void step(ProcessorDefinition<?> step) {
        model.target(step).ifPresent(target -> found.add(new Way(target, String.join(" and ", conditions))));
        List<NamedNode> branches = Steps.branches(step);
        if (!branches.contains(step)) {
            of(Steps.in(step));
        }
        branches.forEach(this::branch);
    }

    private void branch(NamedNode branch) {
        String condition = Words.branch(branch);
        if (condition.isEmpty()) {
            of(Steps.in(branch));
        } else {
            conditions.addLast(condition);
            of(Steps.in(branch));
            conditions.removeLast();
        }
    }
}
