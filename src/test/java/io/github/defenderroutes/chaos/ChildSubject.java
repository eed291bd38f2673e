package io.github.defenderroutes.chaos;

import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.JavaCommand;
import io.github.defenderroutes.MovableClock;
import io.github.defenderroutes.standin.StandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionTimeoutException;

/** The application in a JVM of its own with its database on disk; it is killed with SIGKILL, in the middle of anything. */
final class ChildSubject implements Subject {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration A_WHILE = Duration.ofSeconds(2);
    private static final Duration AT_MOST = Duration.ofSeconds(30);
    private static final Duration CEASED = Duration.ofSeconds(3);

    private final Map<String, String> settings;
    private final Path log;
    private final StandIn standIn;
    private final MovableClock clock;
    private final Random random;
    private Process process;
    private int kills;

    ChildSubject(Map<String, String> settings, Path log, StandIn standIn, MovableClock clock, Random random) {
        this.settings = settings;
        this.log = log;
        this.standIn = standIn;
        this.clock = clock;
        this.random = random;
    }

    /** So many more calls than a history draws; then whoever kills it interrupts something. */
    @Override
    public void work() {
        int more = random.nextInt(25);
        start();
        int calls = standIn.calls().size() + more;
        until(A_WHILE, () -> standIn.calls().size() >= calls);
    }

    @Override
    public void workUntil(BooleanSupplier done) {
        start();
        Activity activity = new Activity();
        until(AT_MOST, () -> done.getAsBoolean() || activity.hasCeased());
    }

    /** Whether it does anything but ask for news. */
    private final class Activity {
        private long seen = -1;
        private long since = System.nanoTime();

        boolean hasCeased() {
            long now = standIn.mails().all().size()
                    + standIn.calls().stream()
                            .filter(call -> !call.operation().equals("list-alerts"))
                            .count();
            since = now == seen ? since : System.nanoTime();
            seen = now;
            return System.nanoTime() - since > CEASED.toNanos();
        }
    }

    private void start() {
        if (process == null) {
            int before = standIn.calls("list-alerts").size();
            launch();
            await().atMost(START)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() ->
                            !process.isAlive() || standIn.calls("list-alerts").size() > before);
            if (!process.isAlive()) {
                throw new IllegalStateException("It ended by itself: " + String.join("\n", log()));
            }
        }
    }

    private void launch() {
        Map<String, String> properties = new HashMap<>(settings);
        properties.put("chaos.ahead", clock.ahead().toString());
        try {
            process = new ProcessBuilder(JavaCommand.of(ChildMain.class, properties))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void until(Duration most, BooleanSupplier done) {
        try {
            await().atMost(most).pollInterval(Duration.ofMillis(5)).until(done::getAsBoolean);
        } catch (ConditionTimeoutException notYet) {
            // that is for the guarantees to judge
        }
    }

    @Override
    public void stop() {
        if (process != null) {
            process.destroy();
            gone();
            process = null;
        }
    }

    @Override
    public void kill() {
        if (process != null) {
            process.destroyForcibly();
            kills++;
            gone();
            process = null;
        }
    }

    private void gone() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("The process does not end in order");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int kills() {
        return kills;
    }

    /** A running process believes its own clock, so time passes while it is down. */
    @Override
    public void pass(Duration time) {
        kill();
        clock.advance(time);
    }

    @Override
    public List<String> log() {
        try {
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            gone();
        }
    }
}
