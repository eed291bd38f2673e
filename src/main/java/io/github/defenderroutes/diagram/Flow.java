package io.github.defenderroutes.diagram;

import io.github.defenderroutes.diagram.Mermaid.Shape;
import io.github.defenderroutes.diagram.Mermaid.Style;
import io.github.defenderroutes.diagram.Target.Kind;
import io.github.defenderroutes.model.Steps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RollbackDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;
import org.apache.camel.model.TryDefinition;

/** Some routes step by step: branches with their conditions, and what happens when a step fails. */
final class Flow {
    private final RouteModel model;
    private final Mermaid picture = new Mermaid("TD");
    private final Map<String, String> beginnings = new LinkedHashMap<>();
    private final List<Runnable> calls = new ArrayList<>();

    /** Where the next step follows: behind which node, and what the arrow to it says. */
    private record Open(String node, String words, boolean dotted) {
        Open(String node) {
            this(node, "", false);
        }
    }

    Flow(RouteModel model) {
        this.model = model;
    }

    String draw(List<RouteDefinition> routes, List<RouteConfigurationDefinition> shared) {
        routes.forEach(this::draw);
        shared.forEach(this::draw);
        calls.forEach(Runnable::run);
        return picture.text();
    }

    private void draw(RouteDefinition route) {
        List<String> lines = new ArrayList<>(List.of(route.getRouteId()));
        model.beginning(route).ifPresent(lines::add);
        Optional.ofNullable(route.getPrecondition()).ifPresent(condition -> lines.add("only if " + condition));
        String begin = picture.node(Shape.START, model.isLoaded(route) ? Style.PLAIN : Style.ABSENT, lines);
        beginnings.put(route.getRouteId(), begin);
        steps(route.getOutputs(), List.of(new Open(begin)));
    }

    private void draw(RouteConfigurationDefinition shared) {
        String begin = picture.node(
                Shape.AGAIN, Style.PLAIN, List.of(RouteModel.name(shared), "when a step of any route fails"));
        for (OnExceptionDefinition failure : shared.getOnExceptions()) {
            steps(
                    failure.getOutputs(),
                    List.of(new Open(begin, Words.failure(failure).orElse(""), true)));
        }
    }

    /** Draws steps one after the other and gives where it goes on behind the last. */
    private List<Open> steps(List<? extends ProcessorDefinition<?>> steps, List<Open> open) {
        List<Open> from = open;
        List<String> inside = new ArrayList<>();
        for (ProcessorDefinition<?> step : RouteModel.below(steps)) {
            if (staysInside(step)) {
                inside.add(Words.of(step));
            } else {
                from = step(step, inside(inside, from));
                inside.clear();
            }
        }
        return inside(inside, from);
    }

    private boolean staysInside(ProcessorDefinition<?> step) {
        return step.getOutputs().isEmpty() && model.target(step).isEmpty() && !ends(step);
    }

    private static boolean ends(ProcessorDefinition<?> step) {
        return step instanceof StopDefinition
                || step instanceof ThrowExceptionDefinition
                || step instanceof RollbackDefinition;
    }

    private List<Open> inside(List<String> lines, List<Open> from) {
        return lines.isEmpty() ? from : next(picture.node(Shape.BOX, Style.PLAIN, List.copyOf(lines)), from);
    }

    private List<Open> next(String node, List<Open> from) {
        from.forEach(open -> picture.edge(open.node(), node, open.words(), open.dotted()));
        return List.of(new Open(node));
    }

    private List<Open> step(ProcessorDefinition<?> step, List<Open> from) {
        Optional<Target> target = model.target(step);
        if (target.isPresent()) {
            return call(step, target.get(), from);
        }
        if (ends(step)) {
            next(picture.node(Shape.END, Style.PLAIN, List.of(Words.of(step))), from);
            return List.of();
        }
        if (step instanceof ChoiceDefinition || step instanceof FilterDefinition) {
            return question(step, from);
        }
        if (step instanceof IdempotentConsumerDefinition once) {
            return once(once, from);
        }
        if (step instanceof TryDefinition || step instanceof CircuitBreakerDefinition) {
            return attempt(step, from);
        }
        if (step instanceof LoopDefinition || step instanceof SplitDefinition) {
            return again((ExpressionNode) step, from);
        }
        if (step instanceof StepDefinition) {
            picture.open(step.getId());
            List<Open> behind = steps(step.getOutputs(), from);
            picture.close();
            return behind;
        }
        String node = picture.node(Shape.BOX, Style.PLAIN, Words.id(step, step.getLabel()));
        return steps(step.getOutputs(), next(node, from));
    }

    private List<Open> call(ProcessorDefinition<?> step, Target target, List<Open> from) {
        Shape shape =
                switch (target.kind()) {
                    case ROUTE -> Shape.ROUTE;
                    case KAMELET -> Shape.KAMELET;
                    case OUTSIDE -> Shape.START;
                };
        String node = picture.node(shape, target.style(), Words.id(step, target.words()));
        if (target.kind() == Kind.ROUTE) {
            calls.add(() -> Optional.ofNullable(beginnings.get(target.name()))
                    .ifPresent(begin -> picture.edge(node, begin, "", true)));
        }
        return next(node, from);
    }

    private List<Open> question(ProcessorDefinition<?> step, List<Open> from) {
        String node = picture.node(Shape.QUESTION, Style.PLAIN, Words.id(step, "if"));
        next(node, from);
        List<Open> behind = branches(step, node, false);
        if (!(step instanceof ChoiceDefinition choice) || choice.getOtherwise() == null) {
            behind.add(new Open(node, "else", false));
        }
        return behind;
    }

    private List<Open> branches(ProcessorDefinition<?> step, String node, boolean failed) {
        List<Open> behind = new ArrayList<>();
        for (NamedNode branch : Steps.branches(step)) {
            String words = failed ? Words.failure(branch).orElse("") : Words.branch(branch);
            behind.addAll(steps(Steps.in(branch), List.of(new Open(node, words, failed))));
        }
        return behind;
    }

    private List<Open> once(IdempotentConsumerDefinition once, List<Open> from) {
        String node =
                picture.node(Shape.QUESTION, Style.PLAIN, Words.id(once, "taken before? " + Words.expression(once)));
        next(node, from);
        List<Open> behind = new ArrayList<>(steps(once.getOutputs(), List.of(new Open(node, "no", false))));
        behind.add(new Open(node, "yes", false));
        return behind;
    }

    private List<Open> again(ExpressionNode step, List<Open> from) {
        String asked = step instanceof LoopDefinition ? "as long as " : "for each of ";
        String node = picture.node(Shape.AGAIN, Style.PLAIN, Words.id(step, asked + Words.expression(step)));
        next(node, from);
        steps(step.getOutputs(), List.of(new Open(node)))
                .forEach(last -> picture.edge(last.node(), node, last.words(), true));
        return List.of(new Open(node, "then", false));
    }

    private List<Open> attempt(ProcessorDefinition<?> step, List<Open> from) {
        boolean catches = step instanceof TryDefinition;
        String node = picture.node(Shape.BOX, Style.PLAIN, Words.id(step, catches ? "try" : step.getLabel()));
        next(node, from);
        List<Open> behind = new ArrayList<>(steps(tried(step), List.of(new Open(node))));
        behind.addAll(branches(step, node, true));
        return step instanceof TryDefinition block && block.getFinallyClause() != null
                ? steps(block.getFinallyClause().getOutputs(), behind)
                : behind;
    }

    private static List<ProcessorDefinition<?>> tried(ProcessorDefinition<?> step) {
        return step instanceof TryDefinition block ? block.getOutputsWithoutCatches() : step.getOutputs();
    }
}
