package io.github.defenderroutes.diagram;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.WhenDefinition;

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
        when("on " + Words.exceptions(failure.getExceptions()), failure.getOutputs());
        return found;
    }

    private void step(ProcessorDefinition<?> step) {
        model.target(step).ifPresent(target -> found.add(new Way(target, String.join(" and ", conditions))));
        if (step instanceof ChoiceDefinition choice) {
            for (WhenDefinition when : choice.getWhenClauses()) {
                when(Words.of(when.getExpression()), when.getOutputs());
            }
            if (choice.getOtherwise() != null) {
                when("else", choice.getOtherwise().getOutputs());
            }
        } else if (step instanceof FilterDefinition filter) {
            when(Words.expression(filter), step.getOutputs());
        } else if (step instanceof CatchDefinition failure) {
            when("on " + Words.exceptions(failure.getExceptions()), step.getOutputs());
        } else {
            of(step.getOutputs());
        }
    }

    private void when(String condition, List<? extends ProcessorDefinition<?>> steps) {
        conditions.addLast(condition);
        of(steps);
        conditions.removeLast();
    }
}
