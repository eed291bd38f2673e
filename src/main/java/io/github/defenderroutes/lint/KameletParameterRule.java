package io.github.defenderroutes.lint;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.tooling.model.ComponentModel;

/** Parameters against those that the Kamelet declares. */
final class KameletParameterRule implements Rule {
    @Override
    public String name() {
        return "kamelet-parameter";
    }

    @Override
    public String about() {
        return "A Kamelet is given a parameter that it does not have, not given one that it needs, or one that cannot"
                + " be";
    }

    @Override
    public void look(Routes routes, Findings findings) {
        for (Endpoint endpoint : routes.endpoints()) {
            String name = KameletRule.name(endpoint);
            routes.kamelets().find(name).ifPresent(kamelet -> check(endpoint, name, kamelet, routes, findings));
        }
    }

    private static void check(
            Endpoint endpoint, String name, Kamelets.Definition kamelet, Routes routes, Findings findings) {
        Set<String> ofEveryKamelet = routes.components()
                .find("kamelet")
                .map(KameletParameterRule::options)
                .orElse(Set.of());
        Set<String> given = new HashSet<>();
        for (Endpoint.Parameter one : endpoint.parameters()) {
            given.add(one.name());
            Map<?, ?> schema = kamelet.properties().get(one.name());
            if (schema != null) {
                value(endpoint, one, schema, routes, findings);
            } else if (!ofEveryKamelet.contains(one.name()) && !isOfAnother(endpoint, one.name(), routes)) {
                findings.error(
                        endpoint.path(),
                        one.at(),
                        one.offset(),
                        "%s has no parameter %s".formatted(name, one.name()),
                        Words.oneOf(
                                one.name(),
                                kamelet.properties().keySet(),
                                kamelet.properties().isEmpty() ? "remove it" : "see src/docs/connector.md"));
            }
        }
        kamelet.required().stream()
                .filter(parameter -> !given.contains(parameter))
                .sorted()
                .forEach(parameter -> findings.error(
                        endpoint.path(),
                        endpoint.at(),
                        "%s needs the parameter %s".formatted(name, parameter),
                        "add %s: under parameters".formatted(parameter)));
    }

    /** Where a setting chooses the Kamelet, what only another choice takes is no mistake. */
    private static boolean isOfAnother(Endpoint endpoint, String parameter, Routes routes) {
        String written = endpoint.written().replaceFirst("(?s)^kamelet:/*", "").replaceFirst("(?s)[?/].*", "");
        if (!written.contains("{{")) {
            return false;
        }
        Pattern choices = Pattern.compile(Stream.of(written.split("\\{\\{[^}]*}}", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".+")));
        return routes.kamelets().names().stream()
                .filter(name -> choices.matcher(name).matches())
                .flatMap(name -> routes.kamelets().find(name).stream())
                .anyMatch(kamelet -> kamelet.properties().containsKey(parameter));
    }

    private static Set<String> options(ComponentModel component) {
        Set<String> names = new HashSet<>();
        component.getEndpointParameterOptions().forEach(option -> names.add(option.getName()));
        return names;
    }

    private static void value(
            Endpoint endpoint, Endpoint.Parameter one, Map<?, ?> schema, Routes routes, Findings findings) {
        String value = routes.known().resolve(one.value()).strip();
        if (value.isEmpty() || value.contains("{{") || value.contains("${") || value.startsWith("#")) {
            return;
        }
        String type = String.valueOf(schema.get("type"));
        if (schema.get("enum") instanceof List<?> words) {
            List<String> known = words.stream().map(String::valueOf).toList();
            if (known.stream().noneMatch(value::equals)) {
                findings.error(
                        endpoint.path(),
                        one.valueAt(),
                        "%s cannot be %s".formatted(one.name(), value),
                        Words.oneOf(value, known, "use one of " + String.join(", ", known)));
            }
        } else if (type.equals("integer") && !value.matches("-?\\d+")) {
            findings.error(
                    endpoint.path(),
                    one.valueAt(),
                    "%s is %s, which is no whole number".formatted(one.name(), value),
                    "write a number");
        } else if (type.equals("boolean") && !value.matches("true|false")) {
            findings.error(
                    endpoint.path(),
                    one.valueAt(),
                    "%s is %s, which is neither true nor false".formatted(one.name(), value),
                    "write true or false");
        }
    }
}
