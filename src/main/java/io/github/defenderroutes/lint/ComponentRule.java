package io.github.defenderroutes.lint;

/** An address whose component is not on the class path. */
final class ComponentRule implements Rule {
    @Override
    public String name() {
        return "unknown-component";
    }

    @Override
    public String about() {
        return "An address begins with a component that is not there, or cannot be used in that direction";
    }

    @Override
    public void look(Routes routes, Findings findings) {
        for (Endpoint endpoint : routes.endpoints()) {
            String scheme = endpoint.scheme().orElse("");
            if (scheme.isEmpty()) {
                if (!endpoint.written().contains("{{") && !endpoint.uri().contains("${")) {
                    findings.error(
                            endpoint.path(),
                            endpoint.at(),
                            "%s is no address".formatted(endpoint.shown()),
                            "begin it with a component and a colon, such as direct: or https:");
                }
            } else if (!routes.components().has(scheme) && !isBean(scheme, routes)) {
                findings.error(
                        endpoint.path(),
                        endpoint.at(),
                        "there is no component %s".formatted(scheme),
                        Words.didYouMean(
                                scheme,
                                routes.components().schemes(),
                                "check its spelling, or add the dependency org.apache.camel:camel-%s, scope runtime, to pom.xml"
                                        .formatted(scheme)));
            } else {
                direction(endpoint, scheme, routes, findings);
            }
        }
    }

    /** A component may be made by the folder itself. */
    private static boolean isBean(String scheme, Routes routes) {
        return routes.beans().containsKey(scheme);
    }

    private static void direction(Endpoint endpoint, String scheme, Routes routes, Findings findings) {
        routes.components().find(scheme).ifPresent(component -> {
            if (component.isConsumerOnly() && !endpoint.input()) {
                findings.error(
                        endpoint.path(),
                        endpoint.at(),
                        "nothing can be sent to %s:".formatted(scheme),
                        "use it as the from of a route of its own");
            } else if (component.isProducerOnly() && endpoint.input()) {
                findings.error(
                        endpoint.path(),
                        endpoint.at(),
                        "no route can begin with %s:".formatted(scheme),
                        "begin with a timer: or quartz:, and use it in a step to:");
            }
        });
    }
}
