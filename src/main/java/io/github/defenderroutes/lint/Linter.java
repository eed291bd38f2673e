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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Looks for mistakes in the files that people edit, as they are at the moment of asking. Loads and starts nothing. */
public final class Linter {
    private final Path routes;
    private final Settings settings;
    private final Surroundings known;

    /**
     * @param routes the folder with {@code *.camel.yaml}
     * @param settings whose placeholders the routes may use
     * @param beans those that the routes may name, by name
     */
    public Linter(Path routes, Settings settings, Map<String, Class<?>> beans) {
        this.routes = routes;
        this.settings = settings;
        this.known = Surroundings.of(settings, Map.copyOf(beans));
    }

    /** All mistakes of the routes, by file and place; none if there are none. */
    public List<Finding> findings() {
        return findings(List.of());
    }

    /**
     * The same, with more files.
     *
     * @param aside files outside the folder, looked at as if they lay in it; that nobody calls them is no mistake
     */
    public List<Finding> findings(Collection<Path> aside) {
        return findings(aside, rule -> true);
    }

    /** Those that Camel would not tell of when it loads the routes, and some that it would; in half the time. */
    public List<Finding> findingsBesideCamels() {
        return findings(List.of(), rule -> !rule.isCamels());
    }

    private List<Finding> findings(Collection<Path> aside, Predicate<Rule> asked) {
        List<Finding> findings = new ArrayList<>();
        Routes all = read(aside, findings);
        Rules.ALL.stream().filter(asked).forEach(rule -> rule.look(all, new Findings(rule.name(), findings)));
        return sorted(findings);
    }

    /** The mistakes of guardrails, hunting queries and {@code application.properties}. */
    public List<Finding> findingsBeside() {
        List<Finding> findings = new ArrayList<>();
        if (settings.configFolder() != null) {
            new OtherFiles(settings.configFolder(), settings, findings).look();
        }
        return sorted(findings);
    }

    /** What keeps Camel from loading the routes, at the place in the file that it is about, as far as can be told. */
    public Finding whyNotLoaded(Throwable failure) {
        List<Element> entries = read(List.of(), new ArrayList<>())
                .all()
                .filter(element -> element.parent() == null)
                .toList();
        return new LoadFailure(entries, routes).describe(failure);
    }

    /** The permissions that the Kamelets of these routes need, each with the files that need it. */
    public Map<String, Set<Path>> permissions(Collection<Path> aside) {
        Map<String, Set<Path>> needed = new TreeMap<>();
        Routes all = read(aside, new ArrayList<>());
        for (Endpoint endpoint : all.endpoints()) {
            all.kamelets().find(KameletRule.name(endpoint)).stream()
                    .filter(kamelet -> !kamelet.permission().isEmpty())
                    .forEach(kamelet -> needed.computeIfAbsent(kamelet.permission(), any -> new TreeSet<>())
                            .add(endpoint.path()));
        }
        return needed;
    }

    /** What the names of rules stand for. */
    public static Map<String, String> rules() {
        return Rules.meanings();
    }

    /** The components that routes could use. */
    public static Set<String> components() {
        return new Components().schemes();
    }

    private Routes read(Collection<Path> aside, List<Finding> findings) {
        List<RouteFile> files = Stream.concat(
                        RouteFile.all(routes, findings).stream(),
                        aside.stream()
                                .map(file -> RouteFile.read(file, findings))
                                .flatMap(Optional::stream))
                .toList();
        boolean complete = findings.isEmpty();
        DslSchema schema = DslSchema.read();
        List<Element> entries = new ArrayList<>();
        for (RouteFile file : files) {
            List<Element> read = new Structure(schema, file, findings).read();
            complete &= file.root() instanceof SequenceNode list
                    && read.size() >= list.getValue().size();
            entries.addAll(read);
        }
        return new Routes(files, entries, known, new HashSet<>(aside), complete);
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
