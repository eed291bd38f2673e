package io.github.defenderroutes.cases;

import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.util.URISupport;

/** What a step hands on, as a case sees it: the parameters of its Kamelet, or the message of another step. */
final class Parameters {
    private Parameters() {}

    /**
     * The parameters by name, their expressions evaluated, those that are empty left out; and as {@code operation} what the
     * Kamelet is called, without {@code defender-} and {@code -action}.
     */
    static Map<String, Object> ofKamelet(String uri, Exchange exchange) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(
                "operation",
                uri.replaceFirst("^kamelet:(//)?", "")
                        .replaceFirst("[?].*", "")
                        .replaceFirst("^defender-", "")
                        .replaceFirst("-(action|sink)$", ""));
        query(uri).forEach((name, value) -> {
            Object evaluated = evaluate(String.valueOf(value), exchange);
            if (evaluated != null && !evaluated.toString().isEmpty()) {
                values.put(name, evaluated);
            }
        });
        return values;
    }

    /** The message's own headers, without Camel's, and its body where that is text. */
    static Map<String, Object> ofMessage(String uri, Exchange exchange) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("uri", uri.replaceFirst("[?].*", ""));
        exchange.getMessage().getHeaders().forEach((name, value) -> {
            if (!name.startsWith("Camel")) {
                values.put(name, value);
            }
        });
        if (exchange.getMessage().getBody() instanceof String text) {
            values.put("body", text);
        }
        return values;
    }

    /** What another route is called with: the fields of its alert, or {@code ids} of its list of alerts, or nothing. */
    static Map<String, Object> ofAlert(Exchange exchange) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (exchange.getMessage().getBody() instanceof Map<?, ?> alert) {
            alert.forEach((field, value) -> values.put(String.valueOf(field), value));
        } else if (exchange.getMessage().getBody() instanceof List<?> alerts) {
            values.put(
                    "ids",
                    alerts.stream()
                            .map(alert -> alert instanceof Map<?, ?> json ? json.get("id") : null)
                            .toList());
        }
        return values;
    }

    private static Map<String, Object> query(String uri) {
        int mark = uri.indexOf('?');
        try {
            return mark < 0 ? Map.of() : URISupport.parseQuery(uri.substring(mark + 1), true);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("The parameters of " + uri + " cannot be read", e);
        }
    }

    private static Object evaluate(String text, Exchange exchange) {
        if (!text.contains("${")) {
            return text;
        }
        CamelContext camel = exchange.getContext();
        Expression expression = camel.resolveLanguage("simple").createExpression(text);
        expression.init(camel);
        return expression.evaluate(exchange, Object.class);
    }
}
