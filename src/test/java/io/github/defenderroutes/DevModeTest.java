package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --dev}, in a JVM of its own. */
class DevModeTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Child child;

    @AfterEach
    void stop() {
        child.close();
    }

    @Test
    void whatIsSavedIsInForceAMomentLaterAndABadSaveLeavesTheRestAtWork() throws IOException {
        child = new Child(folder);
        Path routes = folder.resolve("routes");
        child.start(ChildProcess.USUAL_HEAP, "--dev");
        child.alerts(0, 1);
        await().atMost(SOON).until(() -> child.mailed().size() == 1);
        Path enrich = routes.resolve("enrich-alert.camel.yaml");
        String good = Files.readString(enrich);

        Files.writeString(enrich, good.replace("steps:", "stps:"));
        await().atMost(SOON).until(() -> said("Not reloaded: " + enrich));
        child.alerts(1, 2);
        await().atMost(SOON).until(() -> child.mailed().size() == 2);

        Files.writeString(enrich, good + "\n# saved again\n");
        await().atMost(SOON).until(() -> said("ms: " + enrich));
        child.alerts(2, 3);
        await().atMost(SOON).until(() -> child.mailed().size() == 3);
        child.assertEachIsolatedAndMailedOnce(3);
        assertThat(child.log()).anyMatch(line -> line.contains("What has been in force since"));

        Path gone = Files.createSymbolicLink(routes.resolve("gone.camel.yaml"), folder.resolve("nowhere"));
        Files.writeString(enrich, good + "\n# saved while another file is being renamed\n");
        await().atMost(SOON).until(() -> said("or cannot be read: " + gone));
        Files.delete(gone);
        Files.writeString(enrich, good + "\n# saved when that is over\n");
        await().atMost(SOON).until(() -> reloads() == 2);
    }

    private long reloads() {
        return child.log().stream()
                .filter(line -> line.contains(" Reloaded in "))
                .count();
    }

    @Test
    void killedInTheMiddleOfAReloadNothingIsLostAndNothingDoneTwice() throws Exception {
        child = new Child(folder);
        child.standIn.faults().latency("isolate", Duration.ofMillis(100));
        Path enrich = folder.resolve("routes/enrich-alert.camel.yaml");
        String good = Files.readString(enrich);
        int alerts = 0;
        for (int round = 0; round < 2; round++) {
            ChildProcess process = child.start(ChildProcess.USUAL_HEAP, "--dev");
            int asked = child.standIn.calls("isolate").size();
            child.alerts(alerts, alerts += 8);
            await().atMost(SOON).until(() -> child.standIn.calls("isolate").size() > asked);
            Files.writeString(enrich, good + "# " + round + "\n");
            await().pollDelay(Duration.ofMillis(600 + 500L * round)).until(() -> true); // loading, handing over
            process.kill();
        }

        child.start();

        int all = alerts;
        await().atMost(SOON).until(() -> child.mailed().stream().distinct().count() == all);
        assertThat(child.standIn.tenant().actions())
                .extracting("machineId")
                .hasSize(all)
                .doesNotHaveDuplicates();
        assertThat(child.standIn.mails().all().stream()
                        .filter(mail -> mail.headers("X-Defender-Routes-Kind").contains("alert"))
                        .map(mail -> mail.messageId())
                        .distinct())
                .as("a mail that was just being accepted may have come again as the same")
                .hasSize(all);
    }

    private boolean said(String text) {
        return child.log().stream().anyMatch(line -> line.contains(text));
    }
}
