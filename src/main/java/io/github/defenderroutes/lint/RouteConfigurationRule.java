package io.github.defenderroutes.lint;

import java.util.List;
import org.apache.camel.support.PatternHelper;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Error handling that holds for no route. */
final class RouteConfigurationRule implements Rule {
    @Override
    public String name() {
        return "route-configuration";
    }

    @Override
    public String about() {
        return "A routeConfiguration has an id that no route names, so that it holds for none; or a route names one that is"
                + " not there";
    }

    @Override
    public void look(Routes routes, Findings findings) {
        if (!routes.areComplete()) {
            return;
        }
        List<Element> configurations =
                routes.all("RouteConfigurationDefinition").toList();
        List<Element> named = routes.all()
                .filter(element -> element.shape().has("routeConfigurationId"))
                .filter(element -> element.scalar("routeConfigurationId").isPresent())
                .toList();
        for (Element configuration : configurations) {
            configuration
                    .scalar("id")
                    .filter(id -> named.stream().noneMatch(route -> names(route, id.getValue())))
                    .ifPresent(
                            id -> findings.error(
                                    configuration.path(),
                                    id,
                                    "this configuration has an id that no route names, so it holds for no route",
                                    "remove the id, and it holds for every route; or name it in a route with routeConfigurationId"));
        }
        for (Element route : named) {
            ScalarNode at = route.scalar("routeConfigurationId").orElseThrow();
            boolean there = at.getValue().contains("{{")
                    || configurations.stream()
                            .flatMap(one -> one.scalar("id").stream())
                            .anyMatch(id -> names(route, id.getValue()));
            if (!there) {
                List<String> ids = configurations.stream()
                        .flatMap(one -> one.text("id").stream())
                        .toList();
                findings.error(
                        route.path(),
                        at,
                        "there is no routeConfiguration %s".formatted(at.getValue()),
                        Words.didYouMean(at.getValue(), ids, "write it, or remove this line"));
            }
        }
    }

    private static boolean names(Element route, String id) {
        return PatternHelper.matchPatterns(
                id.strip(), route.text("routeConfigurationId").orElse("").split("\\s*,\\s*"));
    }
}
