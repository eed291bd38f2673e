package io.github.defenderroutes.lint;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A method that its bean does not have. */
final class MethodRule implements Rule {
    private static final Set<String> OF_EVERY_OBJECT =
            Arrays.stream(Object.class.getMethods()).map(Method::getName).collect(Collectors.toSet());

    @Override
    public String name() {
        return "unknown-method";
    }

    @Override
    public String about() {
        return "A bean is called by a method that it does not have, or with another number of arguments";
    }

    @Override
    public void look(Routes routes, Findings findings) {
        Map<String, Optional<Class<?>>> beans = routes.beans();
        for (BeanCall call : routes.beanCalls()) {
            Optional<Class<?>> type = call.type().isEmpty()
                    ? beans.getOrDefault(call.name(), Optional.empty())
                    : Optional.ofNullable(Surroundings.find(call.type()));
            if (!call.method().isEmpty()
                    && !call.method().contains("{{")
                    && !call.method().startsWith("${")
                    && type.isPresent()) {
                check(call, type.get(), findings);
            }
        }
    }

    private static void check(BeanCall call, Class<?> type, Findings findings) {
        String name = call.method().replaceFirst("(?s)[(.\\[?&].*", "").strip();
        List<Method> methods = Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name)
                        || method.getName().matches("(?i)(get|is)" + Pattern.quote(name)))
                .toList();
        String bean = call.name().isEmpty() ? type.getSimpleName() : call.name();
        if (methods.isEmpty()) {
            Set<String> names = new TreeSet<>();
            Arrays.stream(type.getMethods()).map(Method::getName).forEach(names::add);
            names.removeAll(OF_EVERY_OBJECT);
            findings.error(
                    call.element().path(),
                    call.methodAt(),
                    call.methodOffset(),
                    "the bean %s has no method %s".formatted(bean, name),
                    Words.oneOf(name, names, "it has " + String.join(", ", names)));
            return;
        }
        arguments(call.method().substring(name.length()).strip())
                .filter(count ->
                        methods.stream().noneMatch(method -> method.isVarArgs() || method.getParameterCount() == count))
                .ifPresent(count -> findings.error(
                        call.element().path(),
                        call.methodAt(),
                        call.methodOffset(),
                        "%s of the bean %s is given %s".formatted(name, bean, several(count)),
                        "give it "
                                + methods.stream()
                                        .map(Method::getParameterCount)
                                        .sorted()
                                        .distinct()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(" or "))));
    }

    private static String several(int count) {
        return count == 1 ? "1 argument" : count + " arguments";
    }

    /** How many are given; empty if none are written, so that Camel chooses. */
    private static Optional<Integer> arguments(String text) {
        if (!text.startsWith("(")) {
            return Optional.empty();
        }
        int depth = 0;
        int count = 0;
        boolean some = false;
        char quote = 0;
        for (char letter : text.toCharArray()) {
            if (quote != 0) {
                quote = letter == quote ? 0 : quote;
            } else if (letter == '\'' || letter == '"') {
                quote = letter;
            } else if (letter == '(' || letter == '{' || letter == '[') {
                depth++;
            } else if (letter == ')' || letter == '}' || letter == ']') {
                if (--depth == 0) {
                    return Optional.of(some ? count + 1 : 0);
                }
            } else if (letter == ',' && depth == 1) {
                count++;
            }
            some |= depth > 0 && letter != '(' && !Character.isWhitespace(letter);
        }
        return Optional.empty();
    }
}
