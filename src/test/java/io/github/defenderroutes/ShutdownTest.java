package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM: over within shutdown.timeout, nothing counts against an alert, and the next start goes on. */
class ShutdownTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** What the JVM itself needs, on a busy machine. */
    private static final Duration TOLERANCE = Duration.ofSeconds(4);

    @TempDir
    private Path folder;

    private Child child;

    @BeforeEach
    void install() {
        child = new Child(folder, "shutdown.timeout", TIMEOUT.toSeconds() + "s");
    }

    @AfterEach
    void stop() {
        child.close();
    }

    @Test
    void inTheMiddleOfTheWorkWhatIsBegunIsFinishedAndTheRestIsDueAtOnce() {
        child.standIn.faults().latency("isolate", Duration.ofMillis(400));
        ChildProcess process = child.alerts(0, 60).start();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> child.standIn.calls("isolate").size() >= 6);

        Duration took = terminate(process);

        int asked = child.standIn.calls("isolate").size();
        assertThat(took).isLessThan(TIMEOUT);
        assertThat(process.exitCode()).isEqualTo(143);
        assertThat(asked).isLessThan(30);
        assertThat(child.claims()).containsOnly(entry("done", asked), entry("due", 60 - asked));

        child.standIn.faults().clear();
        child.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> child.mailed().size() >= 60);
        child.assertEachIsolatedAndMailedOnce(60);
    }

    @Test
    void whileDefenderHangsItIsOverInTimeAndNoAlertIsBlamed() {
        child.standIn.faults().latency("isolate", Duration.ofMinutes(5));
        ChildProcess process = child.alerts(0, 10).start();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> child.standIn.calls("isolate").size() >= 4);

        Duration took = terminate(process);

        assertThat(took).isLessThan(TIMEOUT.plus(TOLERANCE));
        assertThat(process.exitCode()).isEqualTo(143);
        assertThat(child.claims()).as("nothing claimed, nothing blamed").containsOnly(entry("due", 10));
        child.standIn.faults().clear();
        child.start();
        await().atMost(Duration.ofSeconds(90)).until(() -> child.mailed().size() >= 10);
        child.assertEachIsolatedAndMailedOnce(10);
    }

    private static Map.Entry<String, Integer> entry(String state, int count) {
        return Map.entry(state, count);
    }

    private static Duration terminate(ChildProcess process) {
        long began = System.nanoTime();
        process.terminate();
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
