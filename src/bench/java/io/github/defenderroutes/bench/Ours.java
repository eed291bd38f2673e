package io.github.defenderroutes.bench;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Child process: the shipped routes with durable commits; says when every alert is handled and every mail sent. */
final class Ours {
    private Ours() {}

    public static void main(String[] arguments) throws Exception {
        int alerts = Integer.parseInt(arguments[0]);
        Settings settings = Settings.load(Path.of("config"), System.getenv(), properties());
        try (DefenderRoutes app = new DefenderRoutes(settings, Path.of("routes"), Clock.systemUTC())) {
            app.start();
            String last = "da%06d_-1".formatted(alerts - 1);
            while (alerts > 0
                    && (app.ledger().claims().state(last).isEmpty()
                            || !app.ledger().claims().open().isEmpty())) {
                Thread.sleep(10);
            }
            Say.it("handled");
            while (alerts > 0 && (!app.ledger().mails().waiting(1).isEmpty() || app.ledger().mails().unsealed())) {
                Thread.sleep(10);
            }
            Say.it("mailed");
            Thread.sleep(3_000);
            Say.memory();
        }
    }

    private static Map<String, String> properties() {
        Map<String, String> values = new HashMap<>();
        System.getProperties().stringPropertyNames().forEach(name -> values.put(name, System.getProperty(name)));
        return values;
    }
}
