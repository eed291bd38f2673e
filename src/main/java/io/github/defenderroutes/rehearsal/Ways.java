package io.github.defenderroutes.rehearsal;

import io.github.defenderroutes.rehearsal.RouteNode.Branch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import org.apache.camel.NamedNode;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.OnFallbackDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.OtherwiseDefinition;
import org.apache.camel.model.OutputNode;
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

    /** A step that is its own only branch: what is in it happens, or does not. */
    static boolean isGuard(NamedNode node) {
        return node instanceof IdempotentConsumerDefinition || node instanceof FilterDefinition;
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
        boolean areSeen =
                branchesOf(node).stream().noneMatch(branch -> steps(branch).isEmpty());
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
        if (isGuard(node)) {
            return "not: " + label(node);
        }
        return node instanceof TryDefinition block
                        && !branchesOf(node).isEmpty()
                        && !(last(block) instanceof TryDefinition)
                ? "nothing is caught"
                : null;
    }

    /** The branches that a step decides between; of a filter itself. */
    static List<NamedNode> branchesOf(NamedNode node) {
        List<NamedNode> branches = new ArrayList<>();
        if (node instanceof ChoiceDefinition choice) {
            branches.addAll(choice.getWhenClauses());
            if (choice.getOtherwise() != null) {
                branches.add(choice.getOtherwise());
            }
        } else if (node instanceof TryDefinition block) {
            branches.addAll(block.getCatchClauses());
        } else if (node instanceof CircuitBreakerDefinition breaker && breaker.getOnFallback() != null) {
            branches.add(breaker.getOnFallback());
        } else if (isGuard(node) || node instanceof CatchDefinition || node instanceof OnExceptionDefinition) {
            branches.add(node);
        }
        return branches;
    }

    private static NamedNode branchBegunWith(NamedNode node) {
        return branchesOf(node.getParent()).stream()
                .filter(branch -> !steps(branch).isEmpty() && steps(branch).get(0) == node)
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
            if (!(parent instanceof TryDefinition block) || steps(block).get(0) != first) {
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

    /** What is done in a branch, or in a step that holds others. */
    static List<ProcessorDefinition<?>> steps(NamedNode node) {
        if (node instanceof ChoiceDefinition) {
            return List.of(); // it gives out those of its branches
        }
        if (node instanceof TryDefinition block) {
            List<ProcessorDefinition<?>> steps = new ArrayList<>(block.getOutputsWithoutCatches());
            if (block.getFinallyClause() != null) {
                steps.add(block.getFinallyClause());
            }
            return steps;
        }
        if (node instanceof OutputNode branch) {
            return branch.getOutputs();
        }
        return node instanceof ProcessorDefinition<?> step ? step.getOutputs() : List.of();
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
                branch);
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
            return simpleNames(caught.getExceptions());
        }
        if (node instanceof OnExceptionDefinition caught) {
            return simpleNames(caught.getExceptions());
        }
        if (node instanceof HasExpressionType decided && decided.getExpressionType() != null) {
            return String.valueOf(decided.getExpressionType().getExpression()).strip();
        }
        String label = node.getLabel();
        String kind = node.getShortName();
        return label == null || label.equals(kind) || label.startsWith(kind + "[") ? "" : label;
    }

    private static String simpleNames(List<String> exceptions) {
        return String.join(
                ", ",
                exceptions.stream()
                        .map(name -> name.substring(name.lastIndexOf('.') + 1))
                        .toList());
    }
}
