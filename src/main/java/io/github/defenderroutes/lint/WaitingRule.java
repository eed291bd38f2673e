package io.github.defenderroutes.lint;

import java.util.Optional;
import java.util.Set;

/** Waiting in a route that handles alerts: it would hold a worker, where a row with a due time holds nothing. */
final class WaitingRule implements Rule {
    private static final Set<String> WAITING = Set.of("DelayDefinition", "ThrottleDefinition");
    private static final String FOR_MACHINE_ACTION = "defender-wait-for-machine-action-action";

    @Override
    public String name() {
        return "waiting";
    }

    @Override
    public String about() {
        return "A route that handles alerts waits: delay, throttle, redelivery, " + FOR_MACHINE_ACTION;
    }

    @Override
    public void look(Routes routes, Findings findings) {
        Set<Element> ofAlerts = new Calls(routes).ofAlerts();
        routes.all(WAITING.toArray(String[]::new))
                .filter(step -> isOfAlerts(step, ofAlerts))
                .forEach(step -> findings.warning(
                        step.path(),
                        step.key(),
                        "%s holds a worker while alerts wait".formatted(step.name()),
                        "remove it: what fails is due again by itself"));
        routes.endpoints().stream()
                .filter(endpoint -> KameletRule.name(endpoint).equals(FOR_MACHINE_ACTION))
                .filter(endpoint -> isOfAlerts(endpoint.element(), ofAlerts))
                .forEach(endpoint -> findings.warning(
                        endpoint.path(),
                        endpoint.at(),
                        "%s holds a worker for up to 15 minutes".formatted(FOR_MACHINE_ACTION),
                        "leave it to follow-isolations, or use it in a route of its own"));
        routes.all("RedeliveryPolicyDefinition")
                .filter(policy -> Routes.routeOf(policy).isEmpty() || isOfAlerts(policy, ofAlerts))
                .filter(policy ->
                        !policy.text("maximumRedeliveries").orElse("0").equals("0"))
                .filter(policy -> isForAll(policy) || isOfAlerts(policy, ofAlerts))
                .forEach(policy -> findings.warning(
                        policy.path(),
                        policy.scalar("maximumRedeliveries").orElseThrow(),
                        "redelivery holds a worker while alerts wait",
                        "remove it: what fails is due again by itself"));
    }

    private static boolean isOfAlerts(Element step, Set<Element> ofAlerts) {
        return Routes.routeOf(step).filter(ofAlerts::contains).isPresent();
    }

    /** A configuration without an id holds for every route. */
    private static boolean isForAll(Element policy) {
        Optional<Element> configuration = policy.above()
                .filter(above -> above.is("RouteConfigurationDefinition"))
                .findFirst();
        return configuration.isPresent() && configuration.get().text("id").isEmpty();
    }
}
