package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.standin.ReceivedMail;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, stopping and starting again: what is remembered, and what is said when a start is not possible. */
class StartAndStopTest {
    private final Installation our = new Installation();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void routesSeeTheCheckedSettingsAndNotWhatCamelFindsInTheSystemPropertiesByItself() {
        System.setProperty("isolation.severities", " high ");
        System.setProperty("defender.response-timeout", "30s");
        try {
            our.alertOn("d1");

            our.tick();

            assertThat(our.acceptedIsolationsOf("d1")).isOne();
        } finally {
            System.clearProperty("isolation.severities");
            System.clearProperty("defender.response-timeout");
        }
    }

    @Test
    void aRestartGoesOnWhereTheLastRunEndedAndHandlesNothingTwice() {
        our.with("state.url", "jdbc:h2:file:" + folder.resolve("state")).with("alerts.backfill", "0s");
        our.tick();
        our.alertOn("d1");
        our.tick().stop();
        our.clock.advance(Duration.ofDays(1));
        Instant whileAway = our.clock.instant().minus(Duration.ofHours(3));
        our.device("d2");
        our.tenant().add(anAlert("while-away").device("d2").createdAt(whileAway));
        our.tenant().comment("alert-d1", "changed while away");

        our.tick().stop().tick();

        assertThat(our.mails()).hasSize(2);
        assertThat(our.requestsToIsolate()).hasSize(2);
        our.mailAbout("while-away");
    }

    @Test
    void aStartWaitsForAnotherProcessThatHasTheDatabaseOpenForAMoment() throws Exception {
        our.with("state.url", "jdbc:h2:file:" + folder.resolve("state"));
        our.tick().stop();
        our.alertOn("d1");
        try (LogProbe log = new LogProbe();
                FileChannel file = FileChannel.open(folder.resolve("state.mv.db"), StandardOpenOption.WRITE)) {
            FileLock asH2HoldsIt = file.lock();
            CompletableFuture<Void> started =
                    CompletableFuture.runAsync(() -> our.app().start());
            await().atMost(Duration.ofSeconds(20)).until(() -> started.isDone() || saysThatItWaits(log));
            asH2HoldsIt.release();
            started.join();

            await().atMost(Duration.ofSeconds(20)).until(() -> our.acceptedIsolationsOf("d1") == 1);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("another process"))
                    .hasSize(1);
        }
    }

    private static boolean saysThatItWaits(LogProbe log) {
        return log.lines().stream().anyMatch(line -> line.contains("is in use by another process; waiting"));
    }

    @Test
    void whatAPowerCutCostsTheDatabaseIsLookedAtAgainAndNoDeviceIsAskedForTwice() throws IOException {
        our.with("state.url", "jdbc:h2:file:" + folder.resolve("state"));
        our.alertOn("d1");
        our.tick().stop();
        Path file = folder.resolve("state.mv.db");
        Path asItWas = Files.copy(file, folder.resolve("as-it-was"));
        our.alertOn("d2");
        our.tick().stop();
        our.clock.advance(Duration.ofMinutes(2));

        Files.copy(asItWas, file, StandardCopyOption.REPLACE_EXISTING);
        our.ticksUntilQuiet();

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.acceptedIsolationsOf("d2")).isOne();
        assertThat(our.requestsToIsolate()).hasSize(2);
        assertThat(our.mailsAbout("alert-d1")).hasSize(1);
        assertThat(our.mailsAbout("alert-d2"))
                .as("told again: we do not know that it was told")
                .hasSize(2);
    }

    @Test
    void alertsThatDefenderRaisedWhileWeWereAwayLongerThanTheLookBackAreFound() {
        our.alertOn("d1");
        our.tick().stop();
        for (int hours = 1; hours <= 60; hours += 5) {
            our.clock.advance(Duration.ofHours(5));
            our.tenant().add(anAlert("after-" + hours + "-hours").severity("Medium"));
        }

        our.tick();

        assertThat(our.mails()).hasSize(13);
    }

    @Test
    void theScheduledApplicationIsolatesAndMailsByItself() {
        our.app().start();
        our.alertOn("d1");

        our.standIn.mails().await(1, Duration.ofSeconds(20));

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        our.mailAbout("alert-d1");
    }

    @Test
    void aStopInTheMiddleOfTheWorkGivesTheRestBackAndNothingIsDoneTwice() {
        our.faults().latency("get-alert", Duration.ofMillis(300)).latency("isolate", Duration.ofMillis(300));
        for (int i = 0; i < 20; i++) {
            our.alertOn("d" + i);
        }
        our.app().start();
        await().until(() -> our.requestsToIsolate().size() >= 3);

        our.stop();
        int whenStopped = our.requestsToIsolate().size();
        our.faults().clear();
        our.ticksUntilQuiet();

        assertThat(whenStopped).isLessThanOrEqualTo(20);
        assertThat(our.tenant().actions()).extracting("machineId").hasSize(20).doesNotHaveDuplicates();
        assertThat(our.requestsToIsolate()).hasSize(20);
        assertThat(our.mails()).hasSize(20).extracting(ReceivedMail::messageId).doesNotHaveDuplicates();
    }

    @Test
    void aStopIsOverSoonEvenIfDefenderHangs() {
        our.with("shutdown.timeout", "2s").faults().hold("list-machine-actions");
        our.alertOn("d1");
        our.app().start();
        await().until(() -> !our.standIn.calls("list-machine-actions").isEmpty());
        long began = System.nanoTime();

        our.stop();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
        our.faults().clear();
        our.ticksUntilQuiet();
        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        our.mailAbout("alert-d1");
    }

    @Test
    void aMissingRoutesFolderIsSaidWithTheWayToNameIt() {
        our.withRoutes(folder.resolve("nowhere"));

        assertThatThrownBy(our::tick)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("nowhere is not a folder we can read. To fix:")
                .hasMessageContaining("--routes");
    }

    @Test
    void aMistakeInARouteFileIsSaidWithFileAndLine() throws IOException {
        our.withRoutes(copyOf(Application.ROUTES));
        Path file = folder.resolve("routes/notify-soc.camel.yaml");
        Files.writeString(file, Files.readString(file).replace("    - choice:", "    - choise:"));

        assertThatThrownBy(our::tick)
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("The routes cannot be used: 1 problem.")
                .hasMessageContaining(file + ":")
                .hasMessageContaining("there is no step choise. To fix: did you mean choice?");
    }

    @Test
    void aRouteFileThatIsNoYamlIsSaidWithFileAndLine() throws IOException {
        our.withRoutes(copyOf(Application.ROUTES));
        Files.writeString(folder.resolve("routes/mine.camel.yaml"), "- route:\n    id: mine\n   from: [\n");

        assertThatThrownBy(our::tick)
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("The routes cannot be used: 1 problem.")
                .hasMessageContaining("mine.camel.yaml:3:4: error: this is no YAML");
    }

    @Test
    void aSettingThatARouteNamesAndNobodySetsIsSaidWithItsName() throws IOException {
        our.withRoutes(copyOf(Application.ROUTES));
        Files.writeString(folder.resolve("routes/mine.camel.yaml"), """
                - route:
                    id: mine
                    from:
                      uri: direct:mine
                      steps:
                        - log:
                            message: "{{jira.url}}"
                """);

        assertThatThrownBy(our::tick).isInstanceOf(StartException.class).hasMessageContaining("jira.url");
    }

    @Test
    void aBeanThatARouteNamesAndNobodyHasIsSaidWithItsName() throws IOException {
        our.withRoutes(copyOf(Application.ROUTES));
        Files.writeString(folder.resolve("routes/mine.camel.yaml"), """
                - route:
                    id: mine
                    from:
                      uri: direct:mine
                      steps:
                        - bean:
                            ref: nobody
                """);

        assertThatThrownBy(our::tick).isInstanceOf(StartException.class).hasMessageContaining("nobody");
    }

    @Test
    void aBrokenMailTemplateStopsTheStartWithFileAndLine() throws IOException {
        our.withConfig(copyOf(Application.CONFIG));
        Files.writeString(folder.resolve("config/mail/alert.subject.ftl"), "<#if dryRun>[DRY RUN] ${alert.title}\n");

        assertThatThrownBy(our::tick)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("alert.subject.ftl")
                .hasMessageContaining("line");
        assertThat(our.standIn.calls("list-alerts")).isEmpty();
    }

    @Test
    void rulesThatCannotBeUsedStopTheStartBeforeAnythingIsDone() throws IOException {
        our.withConfig(copyOf(Application.CONFIG));
        our.alertOn("d1");
        Files.writeString(folder.resolve("config/guardrails.yaml"), "rules: [{rule: a, outcome: isolat}, {rule: a}]");

        assertThatThrownBy(our::tick)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("guardrails.yaml line 1:28: outcome: isolat is no outcome. Did you mean isolate?")
                .hasMessageContaining("has no outcome");
        assertThat(our.standIn.calls("list-alerts")).isEmpty();
    }

    @Test
    void withoutRulesAPersonDecidesAndTheMailSaysSo() throws IOException {
        our.withConfig(copyOf(Application.CONFIG));
        Files.delete(folder.resolve("config/guardrails.yaml"));
        our.alertOn("d1");

        our.tick();

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.mailAbout("alert-d1").text()).contains("There is no guardrails.yaml: a person must decide");
    }

    @Test
    void wrongSettingsAndWrongRulesAreToldTogether() throws IOException {
        our.withConfig(copyOf(Application.CONFIG));
        Files.writeString(folder.resolve("config/guardrails.yaml"), "rules:\n  - rule: a\n    outcome: isolat\n");

        CommandLineCall said = CommandLineCall.of(
                Map.of("mail.from", "nobody"),
                "run",
                "--once",
                "--config",
                folder.resolve("config").toString());

        assertThat(said.exitCode()).isOne();
        assertThat(said.problems())
                .contains(
                        "Cannot start: ",
                        "-Dmail.from=nobody",
                        folder.resolve("config/guardrails.yaml").toString())
                .containsPattern("line 3:14 +outcome: isolat +is no outcome[.] Did you mean isolate[?]")
                .doesNotContain("Exception");
    }

    @Test
    void aMissingFolderOfMailTemplatesStopsTheStart() throws IOException {
        Files.createDirectories(folder.resolve("config"));
        Files.copy(
                Application.CONFIG.resolve("application.properties"), folder.resolve("config/application.properties"));
        our.withConfig(folder.resolve("config"));

        assertThatThrownBy(our::tick).isInstanceOf(StartException.class).hasMessageContaining("mail");
    }

    @Test
    void aMailTextThatIsBrokenWhileWeRunIsInNoMail() throws IOException {
        our.withConfig(copyOf(Application.CONFIG));
        our.tick();
        our.alertOn("d1");

        Files.writeString(folder.resolve("config/mail/alert.subject.ftl"), "<#if dryRun>");
        our.ticksUntilQuiet();

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.mailAbout("alert-d1").subject()).startsWith("High: isolation requested");
    }

    @Test
    void aCertificateThatCannotBeReadStopsTheStart() throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), "no certificate");
        our.with("defender.ca-certificate", file.toString());

        assertThatThrownBy(our::tick).isInstanceOf(RuntimeException.class).hasMessageContaining("ca.pem");
    }

    @Test
    void aDatabaseThatCannotBeOpenedStopsTheStart() throws IOException {
        Files.createFile(folder.resolve("file"));
        our.with("state.url", "jdbc:h2:file:" + folder.resolve("file") + "/below/state");

        assertThatThrownBy(our::tick)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("state.url = ")
                .hasMessageContaining("To fix:");
    }

    private Path copyOf(Path source) throws IOException {
        Path target = folder.resolve(source.getFileName());
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(source.relativize(file).toString()));
            }
        }
        return target;
    }
}
