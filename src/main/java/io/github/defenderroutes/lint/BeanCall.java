package io.github.defenderroutes.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A place where a bean is named.
 *
 * @param at where
 * @param offset how far behind the beginning of that text
 * @param name of the bean; empty if a class is named
 * @param type the class that is named; empty if a bean is
 * @param method with its arguments; empty if none is named
 */
record BeanCall(
        Element element,
        ScalarNode at,
        int offset,
        String name,
        String type,
        String method,
        ScalarNode methodAt,
        int methodOffset) {
    private static final Pattern IN_SIMPLE =
            Pattern.compile("\\$\\{bean:(type:)?([\\w.$-]+?)(?:(\\?method=|::)([^}]*)|\\.([a-z]\\w*)(?=[}(]).*?)?}");

    /** Options of steps whose value names a bean. */
    private static final List<String> OPTIONS = List.of(
            "idempotentRepository",
            "aggregationStrategy",
            "aggregationRepository",
            "aggregateController",
            "executorService",
            "timeoutCheckerExecutorService",
            "optimisticLockingExecutorService",
            "comparator",
            "onPrepare",
            "onRedeliveryRef",
            "onExceptionOccurredRef",
            "redeliveryPolicyRef",
            "executorServiceRef",
            "factoryBean");

    static List<BeanCall> all(Routes routes) {
        List<BeanCall> calls = new ArrayList<>();
        routes.all().forEach(element -> of(element).forEach(calls::add));
        routes.endpoints().forEach(endpoint -> parameters(endpoint).forEach(calls::add));
        routes.expressions().stream()
                .filter(expression -> expression.language().equals("simple"))
                .forEach(expression ->
                        inSimple(expression.element(), expression.at()).forEach(calls::add));
        routes.all("BeanDefinition").forEach(bean -> bean.scalar("method")
                .ifPresent(method -> inSimple(bean, method).forEach(calls::add)));
        return calls;
    }

    private static Stream<BeanCall> of(Element element) {
        if (element.is("BeanDefinition", "MethodCallExpression", "ProcessDefinition", "RefErrorHandlerDefinition")) {
            Optional<ScalarNode> ref = element.scalar("ref");
            Optional<ScalarNode> type = element.scalar("beanType");
            Optional<ScalarNode> method = element.scalar("method");
            return Stream.of(ref, type).flatMap(Optional::stream).limit(1).map(at -> {
                String value = at.getValue().strip();
                boolean named = ref.isPresent() && !value.startsWith("#class:") && !value.startsWith("class:");
                return new BeanCall(
                        element,
                        at,
                        Findings.WHOLE,
                        named ? plain(value) : "",
                        named ? "" : value.replaceFirst("^#?class:", ""),
                        method.map(node -> node.getValue().strip()).orElse(""),
                        method.orElse(at),
                        Findings.WHOLE);
            });
        }
        if (element.is("RefExpression")) {
            return element.scalar("expression").stream()
                    .map(at -> named(element, at, plain(at.getValue().strip())));
        }
        return OPTIONS.stream()
                .filter(option -> element.shape().has(option))
                .flatMap(option -> element.scalar(option).stream())
                .filter(at ->
                        !at.getValue().startsWith("#class:") && !at.getValue().startsWith("#type:"))
                .filter(at -> !at.getValue().isBlank())
                .map(at -> named(element, at, plain(at.getValue().strip())));
    }

    private static Stream<BeanCall> parameters(Endpoint endpoint) {
        return endpoint.parameters().stream()
                .filter(one -> one.value().matches("#(bean:)?[\\w.-]+(:.*)?"))
                .filter(one -> one.value().startsWith("#bean:") || !one.value().contains(":"))
                .filter(one -> one.valueAt() instanceof ScalarNode)
                .map(one -> named(endpoint.element(), (ScalarNode) one.valueAt(), plain(one.value())));
    }

    private static BeanCall named(Element element, ScalarNode at, String name) {
        return new BeanCall(element, at, Findings.WHOLE, name, "", "", at, Findings.WHOLE);
    }

    private static String plain(String reference) {
        return reference.replaceFirst("^#(bean:)?", "").replaceFirst("[?].*", "");
    }

    private static Stream<BeanCall> inSimple(Element element, ScalarNode at) {
        Matcher found = IN_SIMPLE.matcher(at.getValue());
        List<BeanCall> calls = new ArrayList<>();
        while (found.find()) {
            boolean type = found.group(1) != null;
            int group = found.group(4) != null ? 4 : 5;
            boolean method = found.group(group) != null;
            calls.add(new BeanCall(
                    element,
                    at,
                    found.start(2),
                    type ? "" : found.group(2),
                    type ? found.group(2) : "",
                    method ? argumentsToo(at.getValue(), found.start(group)) : "",
                    at,
                    method ? found.start(group) : 0));
        }
        return calls.stream();
    }

    /** A method's arguments may hold braces of their own. */
    private static String argumentsToo(String text, int from) {
        int end = end(text, from);
        return end < 0 ? text.substring(from) : text.substring(from, end);
    }

    /** Where the brace stands that closes what was opened before that place; -1 if none does. */
    static int end(String text, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '{') {
                depth++;
            } else if (letter == '}' && depth-- == 0) {
                return i;
            }
        }
        return -1;
    }
}
