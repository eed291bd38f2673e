package io.github.defenderroutes.diagram;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.NamedNode;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.language.ExpressionDefinition;

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

    static String of(ExpressionDefinition expression) {
        String text = expression.getExpression();
        return text == null ? expression.getLanguage() : text.strip();
    }

    static String expression(ExpressionNode step) {
        return step.getExpression() == null ? "" : of(step.getExpression());
    }

    /** The names of exceptions without their packages. */
    static String exceptions(List<String> classes) {
        return classes.stream().map(name -> name.replaceFirst("^.*\\.", "")).collect(Collectors.joining(", "));
    }
}
