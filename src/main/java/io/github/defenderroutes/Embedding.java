package io.github.defenderroutes;

import io.github.defenderroutes.database.StateDatabase;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.settings.SettingsException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Makes {@link DefenderRoutes} for one tenant inside somebody's application, by what the application gives and neither the
 * environment nor system properties. All but the settings has a default.
 */
public final class Embedding {
    private static final String SHIPPED = "classpath:shipped/";

    private final Map<String, String> settings;
    private String routes = SHIPPED + "routes";
    private String config = SHIPPED + "config";
    private Optional<DataSource> database = Optional.empty();
    private Optional<PrometheusRegistry> figures = Optional.empty();
    private Function<String, Object> beans = name -> null;
    private Clock clock = Clock.systemUTC();
    private boolean keepEvents;

    Embedding(Map<String, String> settings) {
        this.settings = Map.copyOf(settings);
    }

    /** @param location a folder with {@code *.camel.yaml}, or one on the class path: {@code classpath:my/routes} */
    public Embedding routes(String location) {
        this.routes = location;
        return this;
    }

    /**
     * @param location a folder with {@code guardrails.yaml}, {@code mail} and {@code hunting}, or one on the class path; no
     *     setting is read there
     */
    public Embedding config(String location) {
        this.config = location;
        return this;
    }

    /**
     * The database of the application, H2 in the mode of PostgreSQL or PostgreSQL, which the application closes; other
     * processes may use it, too. Our tables are brought up to date if Flyway is there. Without this, {@code state.url} counts.
     */
    public Embedding database(DataSource given) {
        this.database = Optional.of(given);
        return this;
    }

    /**
     * @param lookup gives a bean of the application's that routes name, or {@code null}; asked only for names that are not
     *     ours
     */
    public Embedding beans(Function<String, Object> lookup) {
        this.beans = lookup;
        return this;
    }

    /** Where our figures are registered besides; of several tenants, each needs a registry of its own. */
    public Embedding figures(PrometheusRegistry registry) {
        this.figures = Optional.of(registry);
        return this;
    }

    /** Has what happens written down until the endpoint {@code defender-routes:events} has told it. */
    public Embedding keepEvents() {
        this.keepEvents = true;
        return this;
    }

    public Embedding clock(Clock given) {
        this.clock = given;
        return this;
    }

    /**
     * Prepares everything; nothing is opened and nothing runs before {@link DefenderRoutes#start}.
     *
     * @throws SettingsException naming all that is wrong with the settings
     * @throws StartException if a folder or {@code defender.ca-certificate} cannot be used
     */
    public DefenderRoutes build() {
        Settings read = Settings.of(settings);
        List<ClassPathFolder> copies = new ArrayList<>();
        try {
            Settings placed = read.in(folder(config, copies));
            Path folder = folder(routes, copies);
            StateDatabase opened = database.map(StateDatabase::given).orElseGet(() -> StateDatabase.of(placed));
            DefenderRoutes app = new DefenderRoutes(placed, folder, clock, opened, new HostBeans(beans));
            app.atTheEnd(() -> copies.forEach(ClassPathFolder::close));
            if (keepEvents) {
                app.ledger().events().keep();
            }
            figures.ifPresent(app.desk().metrics()::registerIn);
            return app;
        } catch (RuntimeException e) {
            copies.forEach(ClassPathFolder::close);
            throw e;
        }
    }

    private static Path folder(String location, List<ClassPathFolder> copies) {
        if (!ClassPathFolder.isOne(location)) {
            return Path.of(location);
        }
        ClassPathFolder copy = ClassPathFolder.copy(location);
        copies.add(copy);
        return copy.path();
    }
}
