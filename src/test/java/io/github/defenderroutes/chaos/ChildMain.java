package io.github.defenderroutes.chaos;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The command {@code run} with a clock that is ahead: a process that was down for hours needs no hours to test. */
final class ChildMain {
    private ChildMain() {}

    public static void main(String[] args) throws InterruptedException {
        Map<String, String> values = new HashMap<>();
        System.getProperties().stringPropertyNames().forEach(name -> values.put(name, System.getProperty(name)));
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.parse(System.getProperty("chaos.ahead")));
        DefenderRoutes app =
                new DefenderRoutes(Settings.load(Path.of("config"), Map.of(), values), Path.of("routes"), clock);
        Runtime.getRuntime().addShutdownHook(new Thread(app::close, "defender-stop"));
        app.start();
        new CountDownLatch(1).await();
    }
}
