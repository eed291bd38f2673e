package io.github.defenderroutes.lint;

import java.util.Set;

/** A step that leaves the route and that no case could hold. */
final class StepIdRule implements Rule {
    private static final Set<String> LEAVING = Set.of(
            "ToDefinition",
            "ToDynamicDefinition",
            "WireTapDefinition",
            "EnrichDefinition",
            "PollEnrichDefinition",
            "PollDefinition",
            "RecipientListDefinition",
            "RoutingSlipDefinition",
            "DynamicRouterDefinition",
            "KameletDefinition");

    @Override
    public String name() {
        return "step-id";
    }

    @Override
    public String about() {
        return "A step leaves the route and has no id, so that no case can hold it and no history names it";
    }

    @Override
    public void look(Routes routes, Findings findings) {
        routes.all(LEAVING.toArray(String[]::new))
                .filter(step -> step.parent() != null
                        && step.shape().has("id")
                        && step.text("id").isEmpty())
                .filter(step -> Routes.routeOf(step).isPresent())
                .filter(step -> routes.endpoints(step).noneMatch(endpoint -> endpoint.is("log") || endpoint.is("mock")))
                .forEach(step -> findings.warning(
                        step.path(),
                        step.key(),
                        "this step leaves the route and has no id",
                        "add id: below it, unique among all routes and steps"));
    }
}
