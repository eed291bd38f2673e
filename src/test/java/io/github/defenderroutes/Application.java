package io.github.defenderroutes;

import io.github.defenderroutes.lint.Finding;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.standin.StandIn;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

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
        return settings(CONFIG, standIn.settings(), state, pairs(keysAndValues));
    }

    /**
     * @param standIn what the stand-in says of itself
     * @param own what is set differently from all the rest
     */
    static Settings settings(Path config, Map<String, String> standIn, String state, Map<String, String> own) {
        Map<String, String> values = new HashMap<>(standIn);
        values.put("state.url", state);
        values.put("isolation.mode", "enforce");
        values.put("isolation.cap.per-hour", "off");
        values.put("isolation.cap.per-day", "off");
        values.put("isolation.settle", "1s");
        values.put("alerts.poll.cron", "* * * * * ?");
        values.put("alerts.retry.cron", "* * * * * ?");
        values.put("mail.send.cron", "* * * * * ?");
        values.put("defender.quota.per-minute", "100000"); // tests of the quota set their own
        values.put("defender.quota.per-hour", "1000000");
        values.putAll(own);
        return Settings.load(config, Map.of(), values);
    }

    /** For what only looks at files: with an account that is not used. */
    static Settings withoutAccount(Path config, Map<String, String> own) {
        Map<String, String> values = new HashMap<>(own);
        values.put("defender.tenant-id", "00000000-0000-4000-8000-000000000001");
        values.putAll(Settings.signInBySecret("00000000-0000-4000-8000-00000000c0de", "not used"));
        values.put("mail.host", "mail.example.org");
        values.put("mail.from", "defender@example.org");
        values.put("mail.to", "soc@example.org");
        values.put("state.url", memory(UUID.randomUUID().toString()));
        return Settings.load(config, Map.of(), values);
    }

    /** What is wrong with one of the routes. */
    static List<Finding> lint(Path config, Path routes, Path file) {
        try (DefenderRoutes app = new DefenderRoutes(withoutAccount(config, Map.of()), routes, Clock.systemUTC())) {
            return app.links().lint(List.of()).stream()
                    .filter(Finding::isError)
                    .filter(finding -> finding.file().endsWith(file.getFileName()))
                    .toList();
        }
    }

    /** A database that ends with its test. */
    static String memory(String name) {
        return "jdbc:h2:mem:" + name;
    }

    private static Map<String, String> pairs(String... keysAndValues) {
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            pairs.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return pairs;
    }
}
