package io.github.defenderroutes.lint;

import java.util.HashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** An id that two routes or steps have. */
final class DuplicateIdRule implements Rule {
    private record Place(Element element, ScalarNode at) {
        int line() {
            return at.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        }
    }

    @Override
    public String name() {
        return "duplicate-id";
    }

    @Override
    public String about() {
        return "Two routes or steps have the same id; Camel refuses to start, and a case could not tell them apart";
    }

    @Override
    public void look(Routes routes, Findings findings) {
        Map<String, Place> places = new HashMap<>();
        routes.all()
                .filter(element ->
                        !element.is("FromDefinition") && !element.type().endsWith("Expression"))
                .filter(element -> element.shape().has("id") && !element.type().endsWith("DataFormat"))
                .forEach(element -> element.scalar("id").ifPresent(at -> {
                    Place before = places.putIfAbsent(at.getValue().strip(), new Place(element, at));
                    if (before != null) {
                        findings.error(
                                element.path(),
                                at,
                                "%s is also the id in %s:%d"
                                        .formatted(
                                                at.getValue().strip(),
                                                before.element().path(),
                                                before.line()),
                                "give one of them another id");
                    }
                }));
    }
}
