package io.github.defenderroutes;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WhenDefinition;
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
    private static final String KAMELET = "kamelet:";
    private static final Set<String> OWN_ENDS = Set.of("source", "sink");
    private static final Pattern OF_EXCHANGE = Pattern.compile("\\$(simple)?\\{");

    private final CamelContext camel;
    private final Model model;
    private final Map<String, String> known;
    private final Set<String> reached = new HashSet<>();
    private final Set<String> kamelets = new TreeSet<>();

    /** @param known expressions that are fixed as well, as they stand in conditions, and their values */
    Reach(CamelContext camel, Map<String, String> known) {
        this.camel = camel;
        this.model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        this.known = known;
    }

    /** The names of the Kamelets, also of those inside others. */
    Set<String> kamelets() {
        model.getRouteDefinitions().stream()
                .filter(route ->
                        !isOfKamelet(route) && isLoaded(route) && !input(route).startsWith(DIRECT))
                .forEach(this::follow);
        model.getRouteConfigurationDefinitions().forEach(shared -> {
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
        if (step instanceof ChoiceDefinition choice) {
            choose(choice);
            return;
        }
        if (step instanceof FilterDefinition filter
                && fixed(filter.getExpression()).equals(Optional.of(false))) {
            return;
        }
        if (step instanceof EndpointRequiredDefinition send) {
            to(send.getEndpointUri());
        } else if (step instanceof ToDynamicDefinition send) {
            to(send.getUri());
        } else if (step instanceof EnrichDefinition || step instanceof PollEnrichDefinition) {
            to(((ExpressionNode) step).getExpression().getExpression());
        }
        follow(step.getOutputs());
    }

    private void choose(ChoiceDefinition choice) {
        for (WhenDefinition when : choice.getWhenClauses()) {
            Optional<Boolean> taken = fixed(when.getExpression());
            if (taken.orElse(true)) {
                follow(when.getOutputs());
            }
            if (taken.orElse(false)) {
                return;
            }
        }
        if (choice.getOtherwise() != null) {
            follow(choice.getOtherwise().getOutputs());
        }
    }

    /** What a condition comes to, whatever the exchange; empty if that depends on the exchange. */
    private Optional<Boolean> fixed(ExpressionDefinition condition) {
        if (condition.getExpression() == null || !condition.getLanguage().equals("simple")) {
            return Optional.empty();
        }
        String text = resolved(condition.getExpression());
        for (Map.Entry<String, String> value : known.entrySet()) {
            text = text.replace(value.getKey(), "'" + value.getValue() + "'");
        }
        return OF_EXCHANGE.matcher(text).find()
                ? Optional.empty()
                : Optional.of(
                        camel.resolveLanguage("simple").createPredicate(text).matches(new DefaultExchange(camel)));
    }

    private void to(String uri) {
        if (uri == null) {
            return;
        }
        String plain = plain(uri);
        if (!reached.add(plain)) {
            return;
        }
        if (plain.startsWith(DIRECT)) {
            model.getRouteDefinitions().stream()
                    .filter(route -> isLoaded(route) && input(route).equals(plain))
                    .forEach(this::follow);
        } else if (plain.startsWith(KAMELET)) {
            kamelet(plain.substring(KAMELET.length()).replaceFirst("/.*", ""));
        }
    }

    private void kamelet(String name) {
        if (OWN_ENDS.contains(name)) {
            return;
        }
        kamelets.add(name);
        // there is none if the step that calls it was never built
        RouteTemplateDefinition inside = model.getRouteTemplateDefinition(name);
        if (inside != null) {
            follow(inside.getRoute());
        }
    }

    private String input(RouteDefinition route) {
        return plain(route.getInput().getEndpointUri());
    }

    /** Without parameters, which may hold what only the Kamelet's caller gives. */
    private String plain(String uri) {
        return resolved(uri.replaceFirst("(?s)[?].*", "")).replaceFirst("^([a-z]+:)//", "$1");
    }

    private String resolved(String text) {
        try {
            return camel.resolvePropertyPlaceholders(text);
        } catch (IllegalArgumentException parameterOfKamelet) {
            return text;
        }
    }

    /** Not if its precondition does not hold. */
    private boolean isLoaded(RouteDefinition route) {
        return camel.getRoute(route.getRouteId()) != null;
    }

    private static boolean isOfKamelet(RouteDefinition route) {
        return Boolean.TRUE.equals(route.isTemplate()) || Boolean.TRUE.equals(route.isKamelet());
    }
}
