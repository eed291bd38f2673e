package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.standin.ReceivedMail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * No room for the database: the process is forbidden, from outside, to let its files grow. The write that fails and what H2
 * makes of it are the same as on a full disk; only the message is "File too large".
 */
@EnabledIf("canBeForbidden")
class FullDiskTest {
    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    @TempDir
    private Path folder;

    private Child child;

    static boolean canBeForbidden() {
        return Files.isExecutable(PRLIMIT);
    }

    @BeforeEach
    void install() {
        child = new Child(folder, "alarm.after", "1s", "shutdown.timeout", "5s");
    }

    @AfterEach
    void stop() {
        child.close();
    }

    @Test
    void onAFullDiskNoAlertIsTakenOneMailSaysSoAndWhenThereIsRoomAllGoesOn() throws Exception {
        child.standIn.faults().latency("isolate", Duration.ofMillis(100));
        ChildProcess process = child.alerts(0, 3).start();
        await().atMost(Duration.ofSeconds(60)).until(() -> child.mailed().size() == 3);
        child.alerts(3, 20);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> child.standIn.calls("isolate").size() >= 5);

        forbidGrowth(process, String.valueOf(Files.size(child.databaseFile())));
        await().atMost(Duration.ofSeconds(60)).until(() -> child.alarms().stream()
                .anyMatch(mail -> mail.subject().contains("our database cannot be used since")));
        int askedFor = child.standIn.calls("isolate").size();
        child.alerts(20, 25);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> child.log().stream().anyMatch(line -> line.contains("route=poll-alerts")));

        assertThat(child.standIn.calls("isolate"))
                .as("without a committed decision")
                .hasSize(askedFor);
        assertThat(askedFor).isLessThan(20);
        assertThat(child.alarms()).extracting(ReceivedMail::text).anyMatch(text -> text.contains("File too large"));

        forbidGrowth(process, "unlimited");
        await().atMost(Duration.ofSeconds(90)).until(() -> child.mailed().size() >= 25);
        await().atMost(Duration.ofSeconds(30)).until(() -> child.alarms().stream()
                .anyMatch(mail -> mail.subject().contains("works again")));
        process.terminate();

        child.assertEachIsolatedAndMailedOnce(25);
        assertThat(child.claims()).containsOnlyKeys("done").containsEntry("done", 25);
        assertThat(child.log())
                .filteredOn(line -> line.contains("No alert is taken until it is back"))
                .hasSizeBetween(1, 2);
    }

    @Test
    void aStopWhileTheDiskIsFullIsOverInTimeAndTheNextStartGoesOn() throws Exception {
        child.standIn.faults().latency("isolate", Duration.ofMillis(250));
        ChildProcess process = child.alerts(0, 12).start();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> child.standIn.calls("isolate").size() >= 3);
        forbidGrowth(process, String.valueOf(Files.size(child.databaseFile())));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> child.log().toString(), log -> log.contains("cannot be written"));

        long began = System.nanoTime();
        process.terminate();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
        assertThat(process.exitCode()).isEqualTo(143);
        child.start();
        await().atMost(Duration.ofSeconds(90)).until(() -> child.mailed().size() >= 12);
        child.assertEachIsolatedAndMailedOnce(12);
    }

    private static void forbidGrowth(ChildProcess process, String beyond) throws IOException, InterruptedException {
        Process command = new ProcessBuilder(
                        PRLIMIT.toString(), "--pid", String.valueOf(process.pid()), "--fsize=" + beyond + ":unlimited")
                .inheritIO()
                .start();
        assertThat(command.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(command.exitValue()).isZero();
    }
}
