package io.github.defenderroutes.lint;

import java.util.Set;
import java.util.function.Predicate;

/** A route that is called and does not exist. */
final class RouteCallRule implements Rule {
    @Override
    public String name() {
        return "unknown-route";
    }

    @Override
    public String about() {
        return "A step sends to direct: or seda: where no route takes in; Camel would find it only when a message"
                + " comes";
    }

    @Override
    public void look(Routes routes, Findings findings) {
        if (!routes.areComplete()) {
            return;
        }
        Calls calls = new Calls(routes);
        Set<String> taken = calls.taken();
        Predicate<String> perhapsTaken = calls.perhapsTaken();
        for (Endpoint endpoint : routes.endpoints()) {
            String name = Calls.name(endpoint);
            boolean known = name.isEmpty() || name.endsWith(":") || taken.contains(name) || perhapsTaken.test(name);
            if (!endpoint.input() && !known) {
                findings.error(
                        endpoint.path(),
                        endpoint.at(),
                        "no route begins with %s".formatted(name),
                        Words.didYouMean(name, taken, "write such a route, or remove the step"));
            }
        }
    }
}
