package io.github.defenderroutes.defender;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/** The values that a route gives to a Kamelet: evaluates those that are expressions, and checks each by what its file says. */
final class Values {
    private final CamelContext camelContext;
    private final KameletFile file;
    private final Map<String, Expression> expressions = new LinkedHashMap<>();

    Values(CamelContext camelContext, KameletFile file) {
        this.camelContext = camelContext;
        this.file = file;
    }

    /**
     * Those of one part of the Kamelet's bean; those left empty are left out.
     *
     * @param part its name there: path, query, filter or body, or whatever else the bean holds
     * @param declared name to what the route wrote
     * @throws DefenderRefusedException naming the parameter that is wrong; nothing was sent
     */
    Map<String, Object> read(String part, Map<String, Object> declared, Exchange exchange) {
        Map<String, Object> values = new LinkedHashMap<>();
        declared.forEach((field, text) -> {
            String written = String.valueOf(text);
            Object value = file.parameter(part, field)
                    .read(evaluate(written, exchange), !written.contains("${"), part.equals("filter"));
            if (value != null) {
                values.put(field, value);
            }
        });
        return values;
    }

    private Object evaluate(String text, Exchange exchange) {
        if (!text.contains("${")) {
            return text;
        }
        Expression expression;
        synchronized (expressions) {
            expression = expressions.computeIfAbsent(text, this::compile);
        }
        return expression.evaluate(exchange, Object.class);
    }

    private Expression compile(String text) {
        Expression expression = camelContext.resolveLanguage("simple").createExpression(text);
        expression.init(camelContext);
        return expression;
    }
}
