package io.github.defenderroutes.diagram;

import io.github.defenderroutes.defender.UsedKamelet;
import io.github.defenderroutes.diagram.Target.Kind;
import io.github.defenderroutes.model.LoadedRoutes;
import io.github.defenderroutes.model.Steps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;

/** Loaded routes, as their definitions say, and where their steps go. */
final class RouteModel {
    private static final String QUARTZ = "quartz:";

    /** Schemes, as in netty-http:https:, then what stands before a slash, then the rest. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?s)([a-zA-Z][a-zA-Z0-9+.-]*:(?:[a-z0-9+.-]+:(?=//))?)(?://)?([^/?]*)([^?]*)(?:[?].*)?");

    private final CamelContext camel;
    private final LoadedRoutes loaded;

    RouteModel(CamelContext camel) {
        this.camel = camel;
        this.loaded = new LoadedRoutes(camel);
    }

    /** In the order of their ids. */
    List<RouteDefinition> routes() {
        return loaded.routes().stream()
                .sorted(Comparator.comparing(RouteDefinition::getRouteId))
                .toList();
    }

    List<RouteConfigurationDefinition> shared() {
        return loaded.shared();
    }

    boolean isLoaded(RouteDefinition route) {
        return loaded.isLoaded(route);
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

    /** How the route begins: its schedule, a Kamelet or another endpoint; nothing if it is only called. */
    Optional<String> beginning(RouteDefinition route) {
        String uri = route.getInput().getEndpointUri();
        String plain = loaded.plain(uri);
        if (isCalled(plain)) {
            return Optional.empty();
        }
        if (plain.startsWith(QUARTZ)) {
            return Optional.of("at "
                    + loaded.resolved(uri)
                            .replaceFirst("(?s)^.*[?&]cron=([^&]*).*$", "$1")
                            .replace('+', ' '));
        }
        return Optional.of("from " + target(uri).map(Target::name).orElse(plain));
    }

    /** The routes that listen where this step sends, or the Kamelet or place outside; empty for what stays inside. */
    Optional<Target> target(ProcessorDefinition<?> step) {
        return Steps.address(step).flatMap(this::target);
    }

    private Optional<Target> target(String uri) {
        String plain = loaded.plain(uri);
        if (isCalled(plain)) {
            return Optional.of(new Target(
                    Kind.ROUTE,
                    loaded.listeners(plain).stream()
                            .findFirst()
                            .map(RouteDefinition::getRouteId)
                            .orElse(plain),
                    ""));
        }
        Optional<String> kamelet = LoadedRoutes.kamelet(plain);
        if (kamelet.isPresent()) {
            return kamelet.map(this::kamelet);
        }
        String scheme = uri.startsWith("{{") ? "" : plain.replaceFirst(":.*", "");
        return switch (scheme) {
            case "log", "bean", "class", "language", "ref", "dataformat", "mock" -> Optional.empty();
            case "smtp", "smtps" -> Optional.of(new Target(Kind.OUTSIDE, scheme, "mail"));
            default -> Optional.of(new Target(Kind.OUTSIDE, outside(uri), ""));
        };
    }

    private Target kamelet(String name) {
        return new Target(
                Kind.KAMELET,
                name.replaceFirst("^defender-", "").replaceFirst("-(action|source|sink)$", ""),
                UsedKamelet.effect(camel, name).orElse(""));
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

    /** What is below a step, but for what only Camel puts there. */
    static List<ProcessorDefinition<?>> below(List<? extends ProcessorDefinition<?>> steps) {
        List<ProcessorDefinition<?>> own = new ArrayList<>(steps);
        own.removeIf(ProcessorDefinition::isAbstract);
        return own;
    }
}
