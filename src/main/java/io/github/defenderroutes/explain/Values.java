package io.github.defenderroutes.explain;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/** What stands in an exchange behind the names in a Simple expression. */
final class Values {
    /** A name that can be read without anything happening: no bean is called. */
    private static final Pattern NAME =
            Pattern.compile("\\$\\{((?:variable|body|header|exchangeProperty|exception)[^{}]*)}");

    private static final Pattern PLAIN = Pattern.compile("\\$\\{(?:variable\\.)?([^{}]*)}");

    private final CamelContext camel;

    Values(CamelContext camel) {
        this.camel = camel;
    }

    /** The expression with settings in the place of their names. */
    String resolved(String expression) {
        try {
            return camel.resolvePropertyPlaceholders(expression);
        } catch (IllegalArgumentException unknown) {
            return expression;
        }
    }

    /** As people read it: {@code severity in 'High'} for <code>${variable.severity} in 'High'</code>. */
    static String plain(String expression) {
        return PLAIN.matcher(expression)
                .replaceAll("$1")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** The values behind the names in it, as the exchange is now. */
    Map<String, String> in(String expression, Exchange exchange) {
        Map<String, String> values = new LinkedHashMap<>();
        Matcher names = NAME.matcher(expression);
        while (names.find()) {
            String name = names.group(1);
            values.put(name.replaceFirst("^variable\\.", ""), shown(value(name, exchange)));
        }
        return values;
    }

    private Object value(String name, Exchange exchange) {
        try {
            Expression expression = camel.resolveLanguage("simple").createExpression("${" + name + "}");
            expression.init(camel);
            return expression.evaluate(exchange, Object.class);
        } catch (RuntimeException unreadable) {
            return "?";
        }
    }

    static String shown(Object value) {
        if (value == null) {
            return "none";
        }
        if (value instanceof Map<?, ?> || value instanceof Record) {
            return "there";
        }
        return value instanceof Collection<?> several ? several.size() + " entries" : value.toString();
    }
}
