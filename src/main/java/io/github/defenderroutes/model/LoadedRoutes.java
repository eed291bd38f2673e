package io.github.defenderroutes.model;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;

/** The routes that a context has loaded, as their definitions say. */
public final class LoadedRoutes {
    private static final String KAMELET = "kamelet:";

    /** Behind the address, but not that of a placeholder: {@code {{?setting}}}. */
    private static final Pattern PARAMETERS = Pattern.compile("(?s)^((?:\\{\\{.*?}}|[^?])*)[?].*");

    private final CamelContext camel;
    private final Model model;

    public LoadedRoutes(CamelContext camel) {
        this.camel = camel;
        this.model = camel.getCamelContextExtension().getContextPlugin(Model.class);
    }

    /** As they were read; also those whose precondition does not hold, but none that a Kamelet brings. */
    public List<RouteDefinition> routes() {
        return model.getRouteDefinitions().stream()
                .filter(route -> !Boolean.TRUE.equals(route.isTemplate()) && !Boolean.TRUE.equals(route.isKamelet()))
                .filter(route -> route.getResource() != null) // one that a test or a component has added
                .toList();
    }

    /** What holds for all routes, such as their error handling. */
    public List<RouteConfigurationDefinition> shared() {
        return model.getRouteConfigurationDefinitions();
    }

    /** What a Kamelet does; empty for one that no step has been built for. */
    public Optional<RouteDefinition> inKamelet(String name) {
        return Optional.ofNullable(model.getRouteTemplateDefinition(name)).map(RouteTemplateDefinition::getRoute);
    }

    /** Whether its precondition holds. */
    public boolean isLoaded(RouteDefinition route) {
        return camel.getRoute(route.getRouteId()) != null;
    }

    /** Those that listen at an address, such as {@code direct:name}. */
    public List<RouteDefinition> listeners(String plain) {
        return routes().stream().filter(route -> begins(route).equals(plain)).toList();
    }

    /** Where a route takes from, {@link #plain}. */
    public String begins(RouteDefinition route) {
        return plain(route.getInput().getEndpointUri());
    }

    /**
     * An address with its settings and without parameters, which may hold what only the Kamelet's caller gives; two that
     * mean the same are the same text.
     */
    public String plain(String uri) {
        String address = resolved(withoutParameters(uri));
        return withoutParameters(address).replaceFirst("^([a-z]+:)//", "$1");
    }

    private static String withoutParameters(String uri) {
        return PARAMETERS.matcher(uri).replaceFirst("$1");
    }

    /** With its settings, as far as they are there: inside a Kamelet its caller gives others. */
    public String resolved(String text) {
        try {
            return camel.resolvePropertyPlaceholders(text);
        } catch (IllegalArgumentException parameterOfKamelet) {
            return text;
        }
    }

    /** @return the name of the Kamelet at an address; empty if there is something else */
    public static Optional<String> kamelet(String plain) {
        return plain.startsWith(KAMELET)
                ? Optional.of(plain.substring(KAMELET.length()).replaceFirst("/.*", ""))
                : Optional.empty();
    }
}
