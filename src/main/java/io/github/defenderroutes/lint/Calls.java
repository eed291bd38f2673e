package io.github.defenderroutes.lint;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
        boolean internal = endpoint.scheme().filter(SCHEMES::contains).isPresent();
        return internal && !endpoint.uri().contains("${") && !endpoint.uri().contains("{{")
                ? endpoint.scheme().orElseThrow() + ":" + endpoint.rest()
                : "";
    }

    /** Where routes take in. */
    Set<String> taken() {
        Set<String> names = new HashSet<>();
        routes.endpoints().stream().filter(Endpoint::input).map(Calls::name).forEach(names::add);
        names.remove("");
        return names;
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
        Map<String, Element> byInput = new HashMap<>();
        Deque<Element> next = new ArrayDeque<>();
        routes.routes().forEach(route -> inputs(route).forEach(input -> {
            String name = name(input);
            if (!name.isEmpty()) {
                byInput.put(name, route);
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
                        .map(byInput::get)
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
