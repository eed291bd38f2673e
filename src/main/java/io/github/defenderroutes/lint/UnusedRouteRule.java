package io.github.defenderroutes.lint;

import java.util.Set;

/** A route that nobody calls. */
final class UnusedRouteRule implements Rule {
    @Override
    public String name() {
        return "unused-route";
    }

    @Override
    public String about() {
        return "A route begins with direct: or seda:, and nobody sends there";
    }

    @Override
    public void look(Routes routes, Findings findings) {
        if (!routes.areComplete()) {
            return;
        }
        Calls calls = new Calls(routes);
        if (calls.anyByMessage()) {
            return;
        }
        Set<String> called = calls.called();
        for (Endpoint endpoint : routes.endpoints()) {
            String name = Calls.name(endpoint);
            if (endpoint.input() && !name.isEmpty() && !called.contains(name) && !routes.isAside(endpoint.path())) {
                findings.warning(
                        endpoint.path(),
                        endpoint.at(),
                        "nobody sends to %s, so this route never runs".formatted(name),
                        "call it from another route with to: %s, or remove its file".formatted(name));
            }
        }
    }
}
