package io.github.defenderroutes.diagram;

import io.github.defenderroutes.defender.UsedKamelet;
import io.github.defenderroutes.diagram.Target.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.Model;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/** Loaded routes, as their definitions say, and where their steps go. */
final class RouteModel {
    private static final String QUARTZ = "quartz:";
    private static final String KAMELET = "kamelet:";

    /** Schemes, as in netty-http:https:, then what stands before a slash, then the rest. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?s)([a-zA-Z][a-zA-Z0-9+.-]*:(?:[a-z0-9+.-]+:(?=//))?)(?://)?([^/?]*)([^?]*)(?:[?].*)?");

    private final CamelContext camel;
    private final Model model;

    RouteModel(CamelContext camel) {
        this.camel = camel;
        this.model = camel.getCamelContextExtension().getContextPlugin(Model.class);
    }

    /** In the order of their ids; also those whose precondition does not hold, but none that a Kamelet brings. */
    List<RouteDefinition> routes() {
        return model.getRouteDefinitions().stream()
                .filter(route -> !Boolean.TRUE.equals(route.isTemplate()) && !Boolean.TRUE.equals(route.isKamelet()))
                .filter(route -> route.getResource() != null) // one that a test or a component has added
                .sorted(Comparator.comparing(RouteDefinition::getRouteId))
                .toList();
    }

    /** What holds for all routes, such as their error handling. */
    List<RouteConfigurationDefinition> shared() {
        return model.getRouteConfigurationDefinitions();
    }

    /** The name of what has none of its own: that of its file. */
    static String name(RouteConfigurationDefinition shared) {
        return shared.getOnExceptions().stream()
                .map(failure -> failure.getLocation())
                .filter(Objects::nonNull)
                .findFirst()
                .map(file -> file.replaceFirst("^.*[/:\\\\]", "").replaceFirst("\\..*", ""))
                .orElse("error handling");
    }

    boolean isLoaded(RouteDefinition route) {
        return camel.getRoute(route.getRouteId()) != null;
    }

    /** How the route begins: its schedule, a Kamelet or another endpoint; nothing if it is only called. */
    Optional<String> beginning(RouteDefinition route) {
        String uri = route.getInput().getEndpointUri();
        String plain = plain(uri);
        if (isCalled(plain)) {
            return Optional.empty();
        }
        if (plain.startsWith(QUARTZ)) {
            return Optional.of("at "
                    + resolved(uri)
                            .replaceFirst("(?s)^.*[?&]cron=([^&]*).*$", "$1")
                            .replace('+', ' '));
        }
        return Optional.of("from " + target(uri).map(Target::name).orElse(plain));
    }

    /** The routes that listen where this step sends, or the Kamelet or place outside; empty for what stays inside. */
    Optional<Target> target(ProcessorDefinition<?> step) {
        return Optional.ofNullable(uri(step)).flatMap(this::target);
    }

    private Optional<Target> target(String uri) {
        String plain = plain(uri);
        if (isCalled(plain)) {
            return Optional.of(new Target(
                    Kind.ROUTE, listener(plain).map(RouteDefinition::getRouteId).orElse(plain), ""));
        }
        if (plain.startsWith(KAMELET)) {
            String name = plain.substring(KAMELET.length()).replaceFirst("/.*", "");
            return Optional.of(new Target(
                    Kind.KAMELET,
                    name.replaceFirst("^defender-", "").replaceFirst("-(action|source|sink)$", ""),
                    UsedKamelet.effect(camel, name).orElse("")));
        }
        String scheme = uri.startsWith("{{") ? "" : plain.replaceFirst(":.*", "");
        return switch (scheme) {
            case "log", "bean", "class", "language", "ref", "dataformat", "mock" -> Optional.empty();
            case "smtp", "smtps" -> Optional.of(new Target(Kind.OUTSIDE, scheme, "mail"));
            default -> Optional.of(new Target(Kind.OUTSIDE, outside(uri), ""));
        };
    }

    /** The route behind {@code direct:} or {@code seda:}, if there is one. */
    private Optional<RouteDefinition> listener(String plain) {
        return routes().stream()
                .filter(route -> plain(route.getInput().getEndpointUri()).equals(plain))
                .findFirst();
    }

    private static boolean isCalled(String plain) {
        return plain.startsWith("direct:") || plain.startsWith("seda:");
    }

    /** Of a setting its name only, and of an address its host only: the rest can be as good as a password. */
    static String outside(String uri) {
        String named = uri.replaceAll("\\{\\{\\s*[?!]?([^{}:]*)[^{}]*}}", "{{$1}}"); // not what it is if nobody sets it
        Matcher address = ADDRESS.matcher(named);
        if (!address.matches()) {
            return named.replaceFirst("(?s)[/?].*", "").replaceFirst("(?s)^.*@", "");
        }
        boolean isDoubtful = address.group(3).contains("@"); // a password with a slash in it, or a path
        return address.group(1) + (isDoubtful ? "" : address.group(2).replaceFirst("(?s)^.*@", ""));
    }

    private static String uri(ProcessorDefinition<?> step) {
        if (step instanceof EndpointRequiredDefinition send) {
            return send.getEndpointUri();
        }
        if (step instanceof ToDynamicDefinition send) {
            return send.getUri();
        }
        return step instanceof EnrichDefinition || step instanceof PollEnrichDefinition
                ? ((ExpressionNode) step).getExpression().getExpression()
                : null;
    }

    private String plain(String uri) {
        return resolved(uri).replaceFirst("(?s)[?].*", "").replaceFirst("^([a-z]+:)//", "$1");
    }

    private String resolved(String text) {
        try {
            return camel.resolvePropertyPlaceholders(text);
        } catch (IllegalArgumentException parameterOfKamelet) {
            return text;
        }
    }

    /** What is below a step, but for what only Camel puts there. */
    static List<ProcessorDefinition<?>> below(List<? extends ProcessorDefinition<?>> steps) {
        List<ProcessorDefinition<?>> own = new ArrayList<>(steps);
        own.removeIf(ProcessorDefinition::isAbstract);
        return own;
    }
}
