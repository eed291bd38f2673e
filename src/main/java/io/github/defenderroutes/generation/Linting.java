package io.github.defenderroutes.generation;

import io.github.defenderroutes.StartException;
import io.github.defenderroutes.lint.Finding;
import io.github.defenderroutes.lint.Linter;
import io.github.defenderroutes.run.Origin;
import io.github.defenderroutes.run.StepHistory;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.settings.SettingsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.camel.component.stub.StubComponent;
import org.apache.camel.spi.BeanRepository;

/** What is wrong with the files that people edit: found by looking at them, and then by loading the routes aside. */
public final class Linting {
    /** Components whose endpoints touch nothing outside by being made; every other has a stub in its place. */
    private static final Set<String> MADE_FOR_REAL = Set.of(
            "bean",
            "class",
            "controlbus",
            "direct",
            "http",
            "https",
            "kamelet",
            "language",
            "log",
            "quartz",
            "seda",
            "smtp",
            "smtps",
            "timer");

    private final Settings settings;
    private final Path routes;
    private final Map<String, Object> beans;
    private final Linter linter;

    /** @param beans as they will be bound */
    public Linting(Settings settings, Path routes, Map<String, Object> beans) {
        this.settings = settings;
        this.routes = routes;
        this.beans = beans;
        this.linter = new Linter(routes, settings, types(beans), name -> typeInHost(beans, name));
    }

    private static Class<?> typeInHost(Map<String, Object> beans, String name) {
        return beans.get(Generation.HOST_BEANS) instanceof BeanRepository host && host.lookupByName(name) != null
                ? host.lookupByName(name).getClass()
                : null;
    }

    private static Map<String, Class<?>> types(Map<String, Object> beans) {
        Map<String, Class<?>> types = new HashMap<>();
        beans.forEach((name, bean) -> types.put(name, bean.getClass()));
        types.put("defenderStepHistory", StepHistory.class); // these a generation makes itself
        types.put("defenderOrigin", Origin.class);
        types.put("defenderAtWork", AtWork.class);
        return types;
    }

    /**
     * Everything, by file and place. What only Camel knows is told if nothing else is wrong with the routes.
     *
     * @param aside files outside the folder, to be looked at too
     */
    public List<Finding> findings(Collection<Path> aside) {
        CompletableFuture<Optional<StartException>> loading = CompletableFuture.supplyAsync(this::loadAside);
        List<Finding> findings = new ArrayList<>(linter.findings(aside));
        Optional<StartException> failure = loading.join();
        if (findings.stream().noneMatch(Finding::isError)) {
            failure.map(said -> linter.whyNotLoaded(said.getCause() == null ? said : said.getCause()))
                    .ifPresent(findings::add);
        }
        findings.addAll(linter.findingsBeside());
        return findings;
    }

    /** Who looks at the files. */
    public Linter linter() {
        return linter;
    }

    /** The permissions that the Kamelets of the routes need, and which files need each. */
    public Map<String, Set<Path>> permissions(Collection<Path> aside) {
        return linter.permissions(aside);
    }

    /** Makes the routes and starts none; what they would open is not there. */
    private Optional<StartException> loadAside() {
        Map<String, Object> stubbed = new HashMap<>(beans);
        Linter.components().stream()
                .filter(scheme -> !MADE_FOR_REAL.contains(scheme))
                .forEach(scheme -> stubbed.putIfAbsent(scheme, new StubComponent()));
        try (Generation aside = new Generation(enforcing(), routes, stubbed, new StepHistory(), false)) {
            aside.load();
            return Optional.empty();
        } catch (StartException failure) {
            return Optional.of(failure);
        } catch (StackOverflowError e) {
            return Optional.of(new StartException("Steps stand within steps without an end.", null));
        }
    }

    /** So that no branch is left out; as they are, if that does not fit the others. */
    private Settings enforcing() {
        try {
            return settings.with(Map.of("isolation.mode", "enforce"));
        } catch (SettingsException told) {
            return settings;
        }
    }

    /** @throws StartException naming every mistake of the routes that keeps us from starting; warnings do not */
    public void refuseMistakes() {
        refuse(linter.findings());
    }

    /** The same, but for mistakes that Camel finds too, while it loads the routes. */
    void refuseMistakesBesideCamels() {
        refuse(linter.findingsBesideCamels());
    }

    private static void refuse(List<Finding> findings) {
        List<Finding> errors = findings.stream().filter(Finding::isError).toList();
        if (!errors.isEmpty()) {
            throw new StartException(
                    "The routes cannot be used: %d problem%s.\n%s"
                            .formatted(
                                    errors.size(),
                                    errors.size() == 1 ? "" : "s",
                                    errors.stream().map(one -> "  " + one).collect(Collectors.joining("\n"))),
                    null);
        }
    }
}
