package io.github.defenderroutes.rehearsal;

import io.github.defenderroutes.model.Quoted;
import io.github.defenderroutes.model.Steps;
import io.github.defenderroutes.rehearsal.RouteNode.Branch;
import java.nio.file.Path;
import java.util.LinkedList;
import java.util.List;
import org.apache.camel.NamedNode;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.OnFallbackDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.OtherwiseDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.TryDefinition;

/** Reads from Camel's model where an exchange has a choice, and what the ways are. */
final class Ways {
    private static final String ENDING = ".camel.yaml";

    private Ways() {}

    /** A step, as the file has it. */
    static RouteNode step(NamedNode node) {
        return node(node, Branch.NONE, node, label(node));
    }

    /** A branch as the file has it. */
    static RouteNode written(NamedNode branch, NamedNode decider) {
        return node(
                branch,
                Branch.WRITTEN,
                decider,
                branch instanceof IdempotentConsumerDefinition ? "seen for the first time" : label(branch));
    }

    /** The way that nobody wrote down; {@code null} if there is none, or it could not be told from others. */
    static RouteNode unwritten(NamedNode node) {
        boolean areSeen = Steps.branches(node).stream()
                .noneMatch(branch -> Steps.in(branch).isEmpty());
        String label = !areSeen ? null : unwrittenLabel(node);
        return label == null ? null : node(node, Branch.UNWRITTEN, node, label);
    }

    private static String unwrittenLabel(NamedNode node) {
        if (node instanceof ChoiceDefinition choice) {
            return choice.getOtherwise() == null ? "no when fits" : null;
        }
        if (node instanceof IdempotentConsumerDefinition) {
            return "seen before";
        }
        if (Steps.isGuard(node)) {
            return "not: " + label(node);
        }
        return node instanceof TryDefinition block
                        && !Steps.branches(node).isEmpty()
                        && !(last(block) instanceof TryDefinition)
                ? "nothing is caught"
                : null;
    }

    private static NamedNode branchBegunWith(NamedNode node) {
        return Steps.branches(node.getParent()).stream()
                .filter(branch ->
                        !Steps.in(branch).isEmpty() && Steps.in(branch).get(0) == node)
                .findFirst()
                .orElse(null);
    }

    /**
     * A branch, or a {@code doTry}, that is entered with its first step: Camel itself says nothing of either.
     *
     * @param parent what holds it
     */
    record Entered(RouteNode node, NamedNode parent) {}

    /** What is entered with this step, the outermost first. */
    static List<Entered> enteredWith(NamedNode step) {
        LinkedList<Entered> entered = new LinkedList<>();
        NamedNode first = step;
        NamedNode parent = first.getParent();
        while (parent != null) {
            NamedNode branch = branchBegunWith(first);
            if (branch != null) {
                entered.addFirst(new Entered(written(branch, parent), parent));
            }
            if (!(parent instanceof TryDefinition block) || Steps.in(block).get(0) != first) {
                return entered;
            }
            first = block;
            parent = block.getParent();
            entered.addFirst(new Entered(step(block), parent));
        }
        return entered;
    }

    /** What it means for a {@code doTry} that its last step, this one, has not failed; {@code null} if it is in none. */
    static RouteNode blockEndedWith(NamedNode node) {
        return node.getParent() instanceof TryDefinition block && last(block) == node ? unwritten(block) : null;
    }

    private static ProcessorDefinition<?> last(TryDefinition block) {
        List<ProcessorDefinition<?>> steps = block.getOutputsWithoutCatches();
        return steps.isEmpty() ? null : steps.get(steps.size() - 1);
    }

    private static RouteNode node(NamedNode node, Branch branch, NamedNode within, String label) {
        return new RouteNode(
                route(within),
                node instanceof OptionalIdentifiedDefinition<?> named && named.hasCustomIdAssigned()
                        ? node.getId()
                        : "",
                node.getShortName(),
                label,
                RouteNode.file(node),
                node.getLineNumber(),
                branch,
                against(branch, node, within));
    }

    private static List<String> against(Branch branch, NamedNode node, NamedNode within) {
        boolean isOtherwise = node instanceof OtherwiseDefinition || branch == Branch.UNWRITTEN;
        return isOtherwise && within instanceof ChoiceDefinition choice
                ? choice.getWhenClauses().stream()
                        .map(when -> Quoted.expression(when.getExpression()))
                        .toList()
                : List.of();
    }

    private static String route(NamedNode node) {
        if (RouteNode.top(node) instanceof RouteDefinition route && route.getRouteId() != null) {
            return route.getRouteId();
        }
        String name = Path.of(RouteNode.file(node)).getFileName().toString();
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }

    private static String label(NamedNode node) {
        if (node instanceof OtherwiseDefinition || node instanceof OnFallbackDefinition) {
            return "";
        }
        if (node instanceof CatchDefinition caught) {
            return Quoted.exceptions(caught.getExceptions());
        }
        if (node instanceof OnExceptionDefinition caught) {
            return Quoted.exceptions(caught.getExceptions());
        }
        if (node instanceof HasExpressionType decided && decided.getExpressionType() != null) {
            return Quoted.expression(decided.getExpressionType());
        }
        String label = node.getLabel();
        String kind = node.getShortName();
        return label == null || label.equals(kind) || label.startsWith(kind + "[") ? "" : label;
    }
}
