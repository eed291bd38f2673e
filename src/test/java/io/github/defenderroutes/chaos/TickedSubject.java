package io.github.defenderroutes.chaos;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.MovableClock;
import io.github.defenderroutes.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The application inside this process, one tick at a time; fast, and it cannot be killed. */
final class TickedSubject implements Subject {
    private static final int MOST_TICKS = 5;

    private final Settings settings;
    private final MovableClock clock;
    private final WarningsProbe log = new WarningsProbe();
    private DefenderRoutes app;

    TickedSubject(Map<String, String> settings, MovableClock clock) {
        this.settings = Settings.load(Path.of("config"), Map.of(), settings);
        this.clock = clock;
    }

    @Override
    public void work() {
        if (app == null) {
            app = new DefenderRoutes(settings, Path.of("routes"), clock);
        }
        try {
            app.runOnce();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void workUntil(BooleanSupplier done) {
        for (int tick = 0; tick < MOST_TICKS && (tick == 0 || !done.getAsBoolean()); tick++) {
            work();
            clock.advance(Duration.ofSeconds(61));
        }
    }

    @Override
    public void stop() {
        if (app != null) {
            app.close();
            app = null;
        }
    }

    @Override
    public void kill() {
        // that would kill the test too
    }

    @Override
    public int kills() {
        return 0;
    }

    @Override
    public void pass(Duration time) {
        clock.advance(time);
    }

    @Override
    public List<String> log() {
        return log.lines();
    }

    @Override
    public void close() {
        stop();
        log.close();
    }
}
