package io.github.defenderroutes.lint;

import io.github.defenderroutes.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Looks for mistakes in a folder of routes, as it is at the moment of asking. Loads nothing and starts nothing.
 */
public final class Linter {
    private final Path routes;
    private final Settings settings;
    private final Map<String, Class<?>> beans;

    /**
     * @param routes the folder with {@code *.camel.yaml}
     * @param settings whose placeholders the routes may use
     * @param beans those that the routes may name, by name
     */
    public Linter(Path routes, Settings settings, Map<String, Class<?>> beans) {
        this.routes = routes;
        this.settings = settings;
        this.beans = Map.copyOf(beans);
    }

    /** All mistakes of all files, by file and place; none if there are none. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        RouteFile.all(routes, findings);
        findings.sort(Finding.BY_PLACE);
        return findings;
    }
}
