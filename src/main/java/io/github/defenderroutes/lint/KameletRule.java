package io.github.defenderroutes.lint;

import java.util.Set;
import java.util.TreeSet;

/** A Kamelet that does not exist. */
final class KameletRule implements Rule {
    /** What Kamelets use inside themselves. */
    static final Set<String> OWN_ENDS = Set.of("source", "sink");

    @Override
    public String name() {
        return "unknown-kamelet";
    }

    @Override
    public String about() {
        return "A step or route uses a Kamelet that does not exist, or in the wrong direction";
    }

    @Override
    public void look(Routes routes, Findings findings) {
        for (Endpoint endpoint : routes.endpoints()) {
            String name = name(endpoint);
            if (name.isEmpty() || OWN_ENDS.contains(name)) {
                continue;
            }
            if (isTemplate(routes, name)) {
                continue;
            }
            if (routes.kamelets().find(name).isEmpty()) {
                Set<String> known = new TreeSet<>(routes.kamelets().names());
                findings.error(
                        endpoint.path(),
                        endpoint.at(),
                        "there is no Kamelet %s".formatted(name),
                        Words.didYouMean(name, known, "use one of src/docs/connector.md"));
            } else if (name.endsWith("-source") && !endpoint.input()) {
                findings.error(
                        endpoint.path(),
                        endpoint.at(),
                        "nothing can be sent to %s".formatted(name),
                        "use it as the from of a route of its own");
            } else if (name.endsWith("-action") && endpoint.input()) {
                findings.error(
                        endpoint.path(),
                        endpoint.at(),
                        "no route can begin with %s".formatted(name),
                        "begin with a timer: or quartz:, and use it in a step to:");
            }
        }
    }

    /** Camel looks among its route templates first, those of the folder too. */
    private static boolean isTemplate(Routes routes, String name) {
        return routes.all("RouteTemplateDefinition")
                .anyMatch(one -> one.text("id").filter(name::equals).isPresent());
    }

    /** Of the Kamelet, if it is one and its name is known; else empty. */
    static String name(Endpoint endpoint) {
        return endpoint.is("kamelet") && !endpoint.uri().matches("(?s)kamelet:[^?]*(\\{\\{|\\$\\{).*")
                ? endpoint.rest().replaceFirst("/.*", "")
                : "";
    }
}
