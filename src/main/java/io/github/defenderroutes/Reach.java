package io.github.defenderroutes;

import io.github.defenderroutes.model.LoadedRoutes;
import io.github.defenderroutes.model.Steps;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.support.DefaultExchange;

/**
 * How far loaded routes can come: the Kamelets they reach, followed from each route that begins by itself through all that
 * it calls.
 *
 * <p>A branch whose condition holds settings and nothing of the exchange is as fixed as the settings: one that is false is
 * not followed, and beside one that is true no other is. A route that is only called, and by nobody, is not followed either.
 */
final class Reach {
    private static final String DIRECT = "direct:";
    private static final Set<String> OWN_ENDS = Set.of("source", "sink");
    private static final Pattern OF_EXCHANGE = Pattern.compile("\\$(simple)?\\{");

    private final CamelContext camel;
    private final LoadedRoutes routes;
    private final Map<String, String> known;
    private final Set<String> reached = new HashSet<>();
    private final Set<String> kamelets = new TreeSet<>();

    /** @param known expressions that are fixed as well, as they stand in conditions, and their values */
    Reach(CamelContext camel, Map<String, String> known) {
        this.camel = camel;
        this.routes = new LoadedRoutes(camel);
        this.known = known;
    }

    /** The names of the Kamelets, also of those inside others. */
    Set<String> kamelets() {
        routes.routes().stream()
                .filter(route -> routes.isLoaded(route) && !routes.begins(route).startsWith(DIRECT))
                .forEach(this::follow);
        routes.shared().forEach(shared -> {
            follow(shared.getOnExceptions());
            follow(shared.getOnCompletions());
        });
        return kamelets;
    }

    private void follow(RouteDefinition route) {
        to(route.getInput().getEndpointUri());
        follow(route.getOutputs());
    }

    private void follow(List<? extends ProcessorDefinition<?>> steps) {
        steps.forEach(this::follow);
    }

    private void follow(ProcessorDefinition<?> step) {
        Steps.address(step).ifPresent(this::to);
        List<NamedNode> branches = Steps.branches(step);
        if (!branches.contains(step)) {
            follow(Steps.in(step));
        }
        for (NamedNode branch : branches) {
            Optional<Boolean> taken = Steps.condition(branch).flatMap(this::fixed);
            if (taken.orElse(true)) {
                follow(Steps.in(branch));
            }
            if (taken.orElse(false)) {
                return;
            }
        }
    }

    /** What a condition comes to, whatever the exchange; empty if that depends on the exchange. */
    private Optional<Boolean> fixed(ExpressionDefinition condition) {
        if (condition.getExpression() == null || !condition.getLanguage().equals("simple")) {
            return Optional.empty();
        }
        String text = routes.resolved(condition.getExpression());
        for (Map.Entry<String, String> value : known.entrySet()) {
            text = text.replace(value.getKey(), "'" + value.getValue() + "'");
        }
        return OF_EXCHANGE.matcher(text).find()
                ? Optional.empty()
                : Optional.of(
                        camel.resolveLanguage("simple").createPredicate(text).matches(new DefaultExchange(camel)));
    }

    private void to(String uri) {
        String plain = routes.plain(uri);
        if (!reached.add(plain)) {
            return;
        }
        if (plain.startsWith(DIRECT)) {
            routes.listeners(plain).stream().filter(routes::isLoaded).forEach(this::follow);
        }
        LoadedRoutes.kamelet(plain).filter(name -> !OWN_ENDS.contains(name)).ifPresent(this::kamelet);
    }

    private void kamelet(String name) {
        kamelets.add(name);
        routes.inKamelet(name).ifPresent(this::follow);
    }
}
