package io.github.defenderroutes.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.NamedNode;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.OutputNode;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.language.ExpressionDefinition;

/** What stands within a step, and where it sends. */
public final class Steps {
    private Steps() {}

    /** The branches that a step decides between, in the order of the file; of one that {@link #isGuard} itself. */
    public static List<NamedNode> branches(NamedNode step) {
        List<NamedNode> branches = new ArrayList<>();
        if (step instanceof ChoiceDefinition choice) {
            branches.addAll(choice.getWhenClauses());
            if (choice.getOtherwise() != null) {
                branches.add(choice.getOtherwise());
            }
        } else if (step instanceof TryDefinition block) {
            branches.addAll(block.getCatchClauses());
        } else if (step instanceof CircuitBreakerDefinition breaker && breaker.getOnFallback() != null) {
            branches.add(breaker.getOnFallback());
        } else if (isGuard(step) || step instanceof CatchDefinition || step instanceof OnExceptionDefinition) {
            branches.add(step);
        }
        return branches;
    }

    /** A step that is its own only branch: what is in it happens, or does not. */
    public static boolean isGuard(NamedNode step) {
        return step instanceof IdempotentConsumerDefinition || step instanceof FilterDefinition;
    }

    /** What is done in a branch, or in a step that holds others; what is in its branches is not repeated here. */
    public static List<ProcessorDefinition<?>> in(NamedNode node) {
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

    /** What has to hold for a branch to be taken; empty if that is no question of a condition. */
    public static Optional<ExpressionDefinition> condition(NamedNode branch) {
        if (branch instanceof WhenDefinition when) {
            return Optional.ofNullable(when.getExpression());
        }
        return branch instanceof FilterDefinition filter
                ? Optional.ofNullable(filter.getExpression())
                : Optional.empty();
    }

    /** Where a step sends or asks, as the file says it; empty if nowhere. */
    public static Optional<String> address(NamedNode step) {
        if (step instanceof EndpointRequiredDefinition send) {
            return Optional.ofNullable(send.getEndpointUri());
        }
        if (step instanceof ToDynamicDefinition send) {
            return Optional.ofNullable(send.getUri());
        }
        if (step instanceof KameletDefinition kamelet) {
            return Optional.of("kamelet:" + kamelet.getName());
        }
        return step instanceof EnrichDefinition || step instanceof PollEnrichDefinition
                ? Optional.ofNullable(((ExpressionNode) step).getExpression().getExpression())
                : Optional.empty();
    }
}
