package io.github.defenderroutes.diagram;

import io.github.defenderroutes.model.Quoted;
import io.github.defenderroutes.model.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.NamedNode;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.OnFallbackDefinition;
import org.apache.camel.model.OnWhenDefinition;
import org.apache.camel.model.OtherwiseDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.SetVariableDefinition;

/** What a picture says of a step. */
final class Words {
    private Words() {}

    /** A line about a step that leads nowhere. */
    static String of(ProcessorDefinition<?> step) {
        String id = step.hasCustomIdAssigned() ? step.getId() + " - " : "";
        if (step instanceof BeanDefinition bean) {
            String what = bean.getRef() == null ? bean.getBeanType() : bean.getRef();
            return id + what + (bean.getMethod() == null ? "" : "." + bean.getMethod());
        }
        if (step instanceof SetVariableDefinition variable) {
            return id + variable.getName() + " = " + expression(variable);
        }
        return id + step.getLabel();
    }

    /** The step's own id, or nothing if it has none. */
    static List<String> id(NamedNode step, String... further) {
        List<String> lines = new ArrayList<>();
        if (step instanceof ProcessorDefinition<?> definition && definition.hasCustomIdAssigned()) {
            lines.add(definition.getId());
        }
        lines.addAll(List.of(further));
        return lines;
    }

    static String expression(ExpressionNode step) {
        return step.getExpression() == null ? "" : Quoted.expression(step.getExpression());
    }

    /** When a branch is taken; empty if nothing is said of it. */
    static String branch(NamedNode branch) {
        if (branch instanceof OtherwiseDefinition) {
            return "else";
        }
        return failure(branch)
                .map(failure -> "on " + failure)
                .or(() -> Steps.condition(branch).map(Quoted::expression))
                .orElse("");
    }

    /** What must have failed for a branch to be taken; empty if that is not what it is for. */
    static Optional<String> failure(NamedNode branch) {
        if (branch instanceof CatchDefinition caught) {
            return Optional.of(failure(caught.getExceptions(), caught.getOnWhen()));
        }
        if (branch instanceof OnExceptionDefinition caught) {
            return Optional.of(failure(caught.getExceptions(), caught.getOnWhen()));
        }
        return branch instanceof OnFallbackDefinition ? Optional.of("failure") : Optional.empty();
    }

    private static String failure(List<String> exceptions, OnWhenDefinition further) {
        String names = Quoted.exceptions(exceptions);
        return further == null ? names : names + " and " + Quoted.expression(further.getExpression());
    }
}
