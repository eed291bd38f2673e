package io.github.defenderroutes.lint;

import io.github.defenderroutes.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Looks for mistakes in a folder of routes, as it is at the moment of asking. Loads nothing and starts nothing. */
public final class Linter {
    private final Path routes;
    private final Surroundings known;

    /**
     * @param routes the folder with {@code *.camel.yaml}
     * @param settings whose placeholders the routes may use
     * @param beans those that the routes may name, by name
     */
    public Linter(Path routes, Settings settings, Map<String, Class<?>> beans) {
        this.routes = routes;
        this.known = Surroundings.of(settings, Map.copyOf(beans));
    }

    /** All mistakes of all files, by file and place; none if there are none. */
    public List<Finding> findings() {
        return findings(List.of());
    }

    /**
     * The same, with more files.
     *
     * @param aside files outside the folder, looked at as if they lay in it; that nobody calls them is no mistake
     */
    public List<Finding> findings(Collection<Path> aside) {
        List<Finding> findings = new ArrayList<>();
        List<RouteFile> files = Stream.concat(
                        RouteFile.all(routes, findings).stream(),
                        aside.stream()
                                .map(file -> RouteFile.read(file, findings))
                                .flatMap(Optional::stream))
                .toList();
        DslSchema schema = DslSchema.read();
        List<Element> entries = files.stream()
                .flatMap(file -> new Structure(schema, file, findings).read().stream())
                .toList();
        Routes all = new Routes(files, entries, known, new HashSet<>(aside));
        Rules.ALL.forEach(rule -> rule.look(all, new Findings(rule.name(), findings)));
        return sorted(findings);
    }

    /** By place; of several at one place only the first, an error if there is one, for the others follow from it. */
    private static List<Finding> sorted(List<Finding> findings) {
        Set<String> places = new HashSet<>();
        return findings.stream()
                .sorted(Comparator.comparing(Finding::severity))
                .filter(one -> places.add("%s:%d:%d".formatted(one.file(), one.line(), one.column())))
                .sorted(Finding.BY_PLACE)
                .toList();
    }
}
