package io.github.defenderroutes;

import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.standin.StandIn;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** The real application with the real routes/ and config/ against a stand-in, as a black-box test starts it. */
final class Application {
    static final Path ROUTES = Path.of("routes");
    static final Path CONFIG = Path.of("config");

    private Application() {}

    /**
     * @param state the database; the same text twice is a restart on the same memory
     * @param keysAndValues what this test sets differently from the shipped file
     */
    static DefenderRoutes on(StandIn standIn, String state, String... keysAndValues) {
        return new DefenderRoutes(settings(standIn, state, keysAndValues), ROUTES, Clock.systemUTC());
    }

    static Settings settings(StandIn standIn, String state, String... keysAndValues) {
        Map<String, String> values = new HashMap<>(standIn.settings());
        values.put("state.url", state);
        values.put("isolation.mode", "enforce");
        values.put("isolation.cap.per-hour", "off");
        values.put("isolation.cap.per-day", "off");
        values.put("isolation.settle", "1s");
        values.put("mail.send.cron", "* * * * * ?");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return Settings.load(CONFIG, Map.of(), values);
    }

    /** A database that ends with its test. */
    static String memory(String name) {
        return "jdbc:h2:mem:" + name;
    }
}
