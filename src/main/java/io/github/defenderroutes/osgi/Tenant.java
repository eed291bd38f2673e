package io.github.defenderroutes.osgi;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.StartException;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.settings.SettingsException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tenant of this bundle: running, or not. Used by one thread. */
final class Tenant {
    private static final Logger LOG = LoggerFactory.getLogger(Activator.PID);

    /** The key for the folder with {@code routes} and {@code config}; all others are settings of the program. */
    private static final String HOME = "home";

    private DefenderRoutes app;

    /** Nothing of the environment or the system properties of the container is read. */
    void start(Map<String, String> configuration) {
        String home = configuration.get(HOME);
        if (home == null || home.isBlank()) {
            LOG.error(
                    "{} is missing in the configuration {}. To fix: set it to the folder that holds routes/ and config/.",
                    HOME,
                    Activator.PID);
            return;
        }
        try {
            Drivers.register();
            Map<String, String> values = new HashMap<>(configuration);
            values.put("defender-routes.home", home);
            Settings settings = Settings.load(Path.of(home, "config"), Map.of(), values);
            app = new DefenderRoutes(settings, Path.of(home, "routes"), Clock.systemUTC());
            app.start();
            LOG.info("Defender Routes runs with {}; isolation.mode = {}.", home, settings.text("isolation.mode"));
        } catch (SettingsException | StartException e) {
            LOG.error("Defender Routes does not run. {}", e.getMessage());
            stop();
        } catch (RuntimeException e) { // nobody else would tell it, and what has begun must end
            LOG.error("Defender Routes does not run, for a reason that we did not foresee.", e);
            stop();
        }
    }

    void stop() {
        if (app != null) {
            app.close();
            app = null;
        }
        Drivers.deregister();
    }
}
