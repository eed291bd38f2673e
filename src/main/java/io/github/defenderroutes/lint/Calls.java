package io.github.defenderroutes.lint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who calls whom: {@code direct:} and {@code seda:}, by what comes in and what goes out. */
final class Calls {
    /** What Java, or a person by a command, calls. */
    static final Set<String> FROM_OUTSIDE =
            Set.of("direct:alert-pipeline", "direct:report", "direct:run-hunting-query");

    private static final List<String> SCHEMES = List.of("direct", "seda");

    private final Routes routes;

    Calls(Routes routes) {
        this.routes = routes;
    }

    /** {@code direct:name}; empty if it is another kind of address, or not known before a message comes. */
    static String name(Endpoint endpoint) {
        String address = address(endpoint);
        return address.contains("${") || address.contains("{{") ? "" : address;
    }

    /** The same, with what is not known in it. */
    private static String address(Endpoint endpoint) {
        String rest = endpoint.rest().isEmpty() ? endpoint.parameter("name").orElse("") : endpoint.rest();
        return endpoint.scheme()
                .filter(SCHEMES::contains)
                .map(scheme -> scheme + ":" + rest)
                .orElse("");
    }

    /** Where routes take in, also those that are made of templates. */
    Set<String> taken() {
        return inputs().filter(address -> !address.contains("${") && !address.contains("{{"))
                .collect(Collectors.toSet());
    }

    /** Whether a route takes in there if a placeholder gets that value, as when Java makes a route of a template. */
    Predicate<String> perhapsTaken() {
        return inputs().filter(address -> address.contains("{{"))
                .map(address -> "\\Q" + address.replaceAll("\\{\\{.*}}", "\\\\E.*\\\\Q") + "\\E")
                .map(pattern -> Pattern.compile(pattern, Pattern.DOTALL).asMatchPredicate())
                .reduce(name -> false, Predicate::or);
    }

    private Stream<String> inputs() {
        return routes.endpoints().stream()
                .filter(Endpoint::input)
                .flatMap(this::filled)
                .filter(address -> !address.isEmpty());
    }

    /** In a template, the address of each route that is made of it. */
    private Stream<String> filled(Endpoint input) {
        String address = address(input);
        Optional<Element> template = input.element()
                .above()
                .filter(above -> above.is("RouteTemplateDefinition"))
                .findFirst();
        List<Element> made = routes.all("TemplatedRouteDefinition")
                .filter(one -> template.isPresent()
                        && one.text("routeTemplateRef").equals(template.get().text("id")))
                .toList();
        return made.isEmpty() || !address.contains("{{")
                ? Stream.of(address)
                : made.stream().map(one -> values(template.get(), one).resolve(address));
    }

    private Surroundings values(Element template, Element made) {
        Map<String, String> values = new HashMap<>();
        template.children().forEach(parameter -> parameter
                .text("defaultValue")
                .ifPresent(value -> values.put(parameter.text("name").orElse(""), value)));
        made.text("routeId").ifPresent(id -> values.put("routeId", id));
        made.children().forEach(parameter -> parameter
                .text("value")
                .ifPresent(value -> values.put(
                        parameter.text("name").orElse(""), routes.known().resolve(value))));
        return new Surroundings(values, Map.of(), name -> null);
    }

    /** What anybody calls. */
    Set<String> called() {
        Set<String> names = new HashSet<>(FROM_OUTSIDE);
        routes.endpoints().stream()
                .filter(endpoint -> !endpoint.input())
                .map(Calls::name)
                .forEach(names::add);
        routes.known().placeholders().values().stream()
                .filter(value -> value.matches("(direct|seda):.+"))
                .map(value -> value.replaceFirst("[?].*", ""))
                .forEach(names::add);
        return names;
    }

    /** Whether an address is made for each message, so that any route may be called. */
    boolean anyByMessage() {
        return routes.endpoints().stream()
                .anyMatch(endpoint ->
                        endpoint.uri().startsWith("${") || endpoint.uri().matches("(?s)(direct|seda):.*[$]\\{.*"));
    }

    /** The routes in which an alert is handled, with all that they call. */
    Set<Element> ofAlerts() {
        Map<String, List<Element>> byInput = new HashMap<>(); // several, where preconditions choose among them
        Deque<Element> next = new ArrayDeque<>();
        routes.routes().forEach(route -> inputs(route).forEach(input -> {
            String name = name(input);
            if (!name.isEmpty()) {
                byInput.computeIfAbsent(name, any -> new ArrayList<>()).add(route);
            }
            if (name.equals("direct:alert-pipeline") || KameletRule.name(input).equals("defender-new-alert-source")) {
                next.add(route);
            }
        }));
        Set<Element> found = new HashSet<>();
        while (!next.isEmpty()) {
            Element route = next.poll();
            if (found.add(route)) {
                routes.endpoints().stream()
                        .filter(endpoint -> !endpoint.input()
                                && Routes.routeOf(endpoint.element())
                                        .filter(route::equals)
                                        .isPresent())
                        .map(Calls::name)
                        .filter(byInput::containsKey)
                        .flatMap(called -> byInput.get(called).stream())
                        .forEach(next::add);
            }
        }
        return found;
    }

    private List<Endpoint> inputs(Element route) {
        return route.children().stream()
                .filter(child -> child.name().equals("from"))
                .flatMap(routes::endpoints)
                .toList();
    }
}
