package io.github.defenderroutes.lint;

import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.language.simple.SimpleExpressionParser;
import org.apache.camel.language.simple.SimplePredicateParser;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.apache.camel.support.DefaultExchange;

/** An expression that its language cannot read. */
final class ExpressionRule implements Rule {
    private static final Map<String, String> SERVICES =
            Map.of("method", "bean", "js", "js", "java", "java", "joor", "joor");
    private static final String NO_JSON_PATH = "com.jayway.jsonpath.InvalidPathException";
    private static final String LANGUAGES = "META-INF/services/org/apache/camel/language/";

    @Override
    public String name() {
        return "expression";
    }

    @Override
    public String about() {
        return "An expression cannot be read, or is in a language that is not there";
    }

    @Override
    public boolean isCamels() {
        return true;
    }

    @Override
    public void look(Routes routes, Findings findings) {
        CamelContext camel = new DefaultCamelContext(false); // the parser asks it for converters; it never starts
        routes.beanCalls().forEach(call -> arguments(call, routes, camel, findings));
        for (Expression expression : routes.expressions()) {
            if (expression.language().equals("simple")) {
                simple(expression, routes, camel, findings);
            } else if (!isThere(expression.language())) {
                findings.error(
                        expression.element().path(),
                        expression.key(),
                        "the language %s is not there".formatted(expression.language()),
                        "use simple, or add the dependency org.apache.camel:camel-%s, scope runtime, to pom.xml"
                                .formatted(expression.language()));
            } else if (expression.language().equals("jsonpath")) {
                jsonPath(expression, camel, findings);
            }
        }
    }

    /** What stands within the arguments of a method is worked out by itself. */
    private static void arguments(BeanCall call, Routes routes, CamelContext camel, Findings findings) {
        String text = call.method();
        int start = text.indexOf("${");
        while (start >= 0 && !text.contains("{{")) {
            int end = BeanCall.end(text, start + 2);
            if (end < 0) {
                return; // told of the expression as a whole
            }
            try {
                new SimpleExpressionParser(camel, withoutBeans(text.substring(start, end + 1)), true, null)
                        .parseExpression();
            } catch (SimpleIllegalSyntaxException e) {
                findings.error(
                        call.element().path(),
                        call.methodAt(),
                        Math.max(0, call.methodOffset()) + start,
                        "this is no Simple expression: " + reason(e),
                        fix(false, e));
            }
            start = text.indexOf("${", end);
        }
    }

    /** Beans are looked at by another rule; here a text of the same length stands for them, so that places are right. */
    private static String withoutBeans(String text) {
        StringBuilder plain = new StringBuilder(text);
        for (int start = text.indexOf("${bean:"); start >= 0; start = text.indexOf("${bean:", start + 1)) {
            int end = BeanCall.end(text, start + 2);
            if (end > 0 && plain.charAt(start) == '$') {
                plain.replace(start, end + 1, "${body." + "x".repeat(end - start - 7) + "}");
            }
        }
        return plain.toString();
    }

    /** Tried on an empty object: what it does not find there is no mistake, but what it cannot read is. */
    private static void jsonPath(Expression expression, CamelContext camel, Findings findings) {
        try {
            org.apache.camel.Expression path = camel.resolveLanguage("jsonpath").createExpression(expression.text().strip());
            path.init(camel);
            Exchange empty = new DefaultExchange(camel);
            empty.getMessage().setBody("{}");
            path.evaluate(empty, Object.class);
        } catch (RuntimeException e) {
            Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause)
                    .filter(cause -> cause.getClass().getName().equals(NO_JSON_PATH))
                    .findFirst()
                    .ifPresent(cause -> findings.error(
                            expression.element().path(),
                            expression.at(),
                            "this is no JSONPath: " + cause.getMessage(),
                            "write it as $.value[0].id or $.value[?(@.severity == 'High')]"));
        }
    }

    private static boolean isThere(String language) {
        return language.isEmpty() || Surroundings.hasResource(LANGUAGES + SERVICES.getOrDefault(language, language));
    }

    private static void simple(Expression expression, Routes routes, CamelContext camel, Findings findings) {
        String text = withoutBeans(routes.known().resolve(expression.text()).strip());
        if (text.startsWith("resource:")) {
            return;
        }
        try {
            if (expression.predicate()) {
                new SimplePredicateParser(camel, text, true, null).parsePredicate();
            } else {
                new SimpleExpressionParser(camel, text, true, null).parseExpression();
            }
        } catch (SimpleIllegalSyntaxException e) {
            boolean asWritten = text.length() == expression.at().getValue().length();
            findings.error(
                    expression.element().path(),
                    expression.at(),
                    asWritten ? Math.max(0, e.getIndex()) : 0,
                    "this is no Simple %s: %s"
                            .formatted(expression.predicate() ? "condition" : "expression", reason(e)),
                    fix(expression.predicate(), e));
        }
    }

    private static String reason(SimpleIllegalSyntaxException e) {
        Throwable reason = e.getCause() == null ? e : e.getCause();
        String text = String.valueOf(reason.getMessage()).lines().findFirst().orElse("");
        return text.contains("but was eol") ? "it ends too early" : text.replaceFirst(" at location \\d+$", "");
    }

    private static String fix(boolean condition, SimpleIllegalSyntaxException e) {
        String reason = reason(e);
        if (reason.startsWith("Unknown function: ")) {
            String function = reason.substring("Unknown function: ".length());
            String word = function.replaceFirst("\\W.*", "");
            return Words.didYouMean(
                    word,
                    SimpleFunctions.NAMES,
                    "use ${body…}, ${header…}, ${variable…}, ${bean:…} or another function of Simple");
        }
        return condition
                ? "write ${…} == 'value', one blank around the operator, and && or || between conditions"
                : "close each ${ with its }";
    }
}
