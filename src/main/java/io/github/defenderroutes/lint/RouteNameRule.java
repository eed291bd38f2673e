package io.github.defenderroutes.lint;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** File, route and address by one name, so that each leads to the others. */
final class RouteNameRule implements Rule {
    @Override
    public String name() {
        return "route-name";
    }

    @Override
    public String about() {
        return "A route has no id, or one that is not its file's name, not its direct: name, or not in kebab-case";
    }

    @Override
    public void look(Routes routes, Findings findings) {
        for (RouteFile file : routes.files()) {
            List<Element> own =
                    routes.routes().filter(route -> route.file() == file).toList();
            own.forEach(route -> {
                Optional<ScalarNode> id = route.scalar("id");
                if (id.isEmpty()) {
                    findings.warning(
                            file.path(),
                            route.key(),
                            "the route has no id",
                            "add id: %s below it".formatted(name(file)));
                } else {
                    check(file, route, id.get(), own.size() == 1, routes, findings);
                }
            });
        }
    }

    private static void check(
            RouteFile file, Element route, ScalarNode at, boolean alone, Routes routes, Findings findings) {
        String id = at.getValue().strip();
        String input = route.children().stream()
                .filter(child -> child.name().equals("from") && !route.has("precondition"))
                .flatMap(routes::endpoints)
                .filter(from -> !from.written().contains("{{"))
                .map(Calls::name)
                .filter(name -> name.startsWith("direct:"))
                .map(name -> name.substring("direct:".length()))
                .findFirst()
                .orElse(id);
        if (!id.matches("[a-z0-9]+(-[a-z0-9]+)*") && !id.contains("{{")) {
            findings.warning(
                    file.path(),
                    at,
                    "the route's id %s is not in kebab-case".formatted(id),
                    "write small letters, digits and hyphens, such as open-ticket");
        } else if (alone && !id.equals(name(file))) {
            findings.warning(
                    file.path(),
                    at,
                    "the route %s stands in %s".formatted(id, file.path().getFileName()),
                    "rename the file to %s%s, or the route to %s".formatted(id, RouteFile.ENDING, name(file)));
        } else if (!input.equals(id)) {
            findings.warning(
                    file.path(),
                    at,
                    "the route %s is called by direct:%s".formatted(id, input),
                    "give it one name in both places");
        }
    }

    static String name(RouteFile file) {
        return file.path().getFileName().toString().replaceFirst("\\.camel\\.yaml$", "");
    }
}
