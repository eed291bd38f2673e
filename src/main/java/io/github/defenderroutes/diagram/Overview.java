package io.github.defenderroutes.diagram;

import io.github.defenderroutes.diagram.Mermaid.Shape;
import io.github.defenderroutes.diagram.Mermaid.Style;
import io.github.defenderroutes.diagram.Target.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;

/** All routes in one picture: when each begins, which it calls, and what it does outside. */
final class Overview {
    private final RouteModel model;
    private final boolean conditions;
    private final Mermaid picture = new Mermaid("LR");
    private final Map<String, String> nodes = new LinkedHashMap<>();

    /** @param conditions whether an arrow says when it is taken */
    Overview(RouteModel model, boolean conditions) {
        this.model = model;
        this.conditions = conditions;
    }

    String draw() {
        Map<String, List<Way>> ways = new LinkedHashMap<>();
        for (RouteDefinition route : model.routes()) {
            List<Way> out = new Ways(model).of(route.getOutputs());
            ways.put(node(route, out), out);
        }
        for (RouteConfigurationDefinition shared : model.shared()) {
            List<Way> out = new ArrayList<>();
            for (OnExceptionDefinition failure : shared.getOnExceptions()) {
                out.addAll(new Ways(model).of(failure));
            }
            String node = picture.node(
                    Shape.AGAIN, Style.PLAIN, List.of(RouteModel.name(shared), "when a step of any route fails"));
            arrows(node, out, true);
        }
        ways.forEach((node, out) -> arrows(node, out, false));
        return picture.text();
    }

    private String node(RouteDefinition route, List<Way> ways) {
        List<String> lines = new ArrayList<>(List.of(route.getRouteId()));
        model.beginning(route).ifPresent(lines::add);
        if (!model.isLoaded(route)) {
            lines.add("not with these settings");
        }
        List<Target> outside = ways.stream()
                .map(Way::target)
                .filter(target -> target.kind() != Kind.ROUTE)
                .distinct()
                .toList();
        Map<String, Set<String>> done = new TreeMap<>();
        outside.forEach(target ->
                done.computeIfAbsent(verb(target), verb -> new TreeSet<>()).add(target.name()));
        done.forEach((verb, names) -> names.forEach(name -> lines.add(verb + name)));
        String id = picture.node(
                model.beginning(route).isPresent() ? Shape.START : Shape.BOX,
                model.isLoaded(route) ? Target.style(outside) : Style.ABSENT,
                lines);
        nodes.put(route.getRouteId(), id);
        return id;
    }

    private static String verb(Target target) {
        return target.words()
                .substring(0, target.words().length() - target.name().length());
    }

    private void arrows(String from, List<Way> ways, boolean dotted) {
        Map<String, Set<String>> when = new LinkedHashMap<>();
        ways.stream().filter(way -> way.target().kind() == Kind.ROUTE).forEach(way -> when.computeIfAbsent(
                        way.target().name(), route -> new LinkedHashSet<>())
                .add(way.when()));
        when.forEach((route, several) -> {
            String to = nodes.computeIfAbsent(
                    route, name -> picture.node(Shape.BOX, Style.ABSENT, List.of(name, "no such route")));
            picture.edge(from, to, conditions && !several.contains("") ? String.join(" or ", several) : "", dotted);
        });
    }
}
