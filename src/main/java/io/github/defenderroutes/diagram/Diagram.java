package io.github.defenderroutes.diagram;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;

/** Pictures of loaded routes, as text in Mermaid's language. The same routes give the same text. */
public final class Diagram {
    private final RouteModel model;

    /** @param camel with the routes loaded; nothing in it has to run */
    public Diagram(CamelContext camel) {
        this.model = new RouteModel(camel);
    }

    /** What can be drawn step by step: the routes, and what holds for all of them. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        model.routes().forEach(route -> names.add(route.getRouteId()));
        model.shared().forEach(shared -> names.add(RouteModel.name(shared)));
        return names;
    }

    /** @param conditions whether an arrow says when it is taken */
    public String overview(boolean conditions) {
        return new Overview(model, conditions).draw();
    }

    /** @param names some of {@link #names} */
    public String steps(List<String> names) {
        List<RouteDefinition> routes = model.routes().stream()
                .filter(route -> names.contains(route.getRouteId()))
                .toList();
        List<RouteConfigurationDefinition> shared = model.shared().stream()
                .filter(one -> names.contains(RouteModel.name(one)))
                .toList();
        return new Flow(model).draw(routes, shared);
    }
}
