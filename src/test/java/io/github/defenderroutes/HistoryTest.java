package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.history.DeviceStory;
import io.github.defenderroutes.history.History;
import io.github.defenderroutes.history.RunDetails;
import io.github.defenderroutes.history.RunDetails.Step;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.RunFilter;
import io.github.defenderroutes.ledger.Runs.Summary;
import io.github.defenderroutes.ledger.Traces;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.Reaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known afterwards of what was done: of an alert, of a device, of a day. */
class HistoryTest {
    private final Installation our = new Installation();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void aRunKeepsItsDecisionStepsCallsAndMails() {
        our.alertOn("d1");
        our.tick();

        RunDetails run = history().get("alert-d1").orElseThrow();

        assertThat(run.run())
                .returns(Severity.HIGH, Summary::severity)
                .returns("requested", Summary::result)
                .returns("isolate", Summary::decided)
                .returns("d1", Summary::deviceId)
                .returns("d1.corp.example", Summary::deviceName);
        assertThat(run.decision()).hasValueSatisfying(decision -> {
            assertThat(decision.rule()).isEqualTo(run.run().rule());
            assertThat(decision.values()).containsEntry("severity", "High");
        });
        assertThat(run.steps()).extracting(Step::step).containsExactly("begin", "enrich", "respond", "notify");
        assertThat(run.steps()).allSatisfy(step -> {
            assertThat(step.failed()).isFalse();
            assertThat(step.ms()).isNotNegative();
        });
        assertThat(run.calls()).anySatisfy(call -> {
            assertThat(call.operation()).isEqualTo("isolate-device");
            assertThat(call.step()).isEqualTo("respond");
            assertThat(call.count()).isOne();
        });
        assertThat(run.mails())
                .extracting(Traces.Mail::kind, Traces.Mail::state)
                .contains(tuple("alert", "sent"));
        assertThat(run.alert()).hasValueSatisfying(json -> assertThat(json).contains("\"id\":\"alert-d1\""));
    }

    @Test
    void aStepThatAnEngineerAddsAppearsByItself() throws IOException {
        Path routes = copyOfRoutes();
        Path enrich = routes.resolve("enrich-alert.camel.yaml");
        Files.writeString(enrich, Files.readString(enrich).stripTrailing() + """

                        - step:
                            id: ask-the-cmdb
                            steps:
                              - setVariable:
                                  name: owner
                                  expression:
                                    constant:
                                      expression: nobody
                """);
        our.withRoutes(routes).alertOn("d1");

        our.tick();

        assertThat(history().get("alert-d1").orElseThrow().steps())
                .extracting(Step::step)
                .containsExactly("begin", "enrich", "ask-the-cmdb", "respond", "notify");
    }

    @Test
    void aStepThatFailsSaysSoAndWhy() {
        our.alertOn("d1");
        our.faults().next("isolate", Fault.status(503));

        our.tick();

        Summary delayed = history().page(RunFilter.ALL, null, 10).runs().get(0);
        assertThat(delayed.result()).isEqualTo("delayed");
        assertThat(history().get(delayed.id()).orElseThrow().steps())
                .filteredOn(Step::failed)
                .singleElement()
                .satisfies(step -> assertThat(step.step()).isEqualTo("respond"))
                .satisfies(step -> assertThat(step.problem()).contains("503"));
    }

    @Test
    void everyRunNamesTheRoutesAndSettingsItWasDecidedByAndTheirTextsAreKept() throws IOException {
        Path routes = copyOfRoutes();
        our.withRoutes(routes).alertOn("d1");
        our.tick();
        our.stop();
        Path respond = routes.resolve("respond-to-alert.camel.yaml");
        Files.writeString(respond, Files.readString(respond) + "# edited\n");
        our.alertOn("d2");
        our.tick();

        RunDetails before = history().get("alert-d1").orElseThrow();
        RunDetails after = history().get("alert-d2").orElseThrow();

        assertThat(before.loaded().orElseThrow().hashes()).containsKeys("routes", "settings");
        assertThat(after.loaded().orElseThrow().hashes().get("settings"))
                .isEqualTo(before.loaded().orElseThrow().hashes().get("settings"));
        assertThat(textOf(before, "routes"))
                .contains("# ---- respond-to-alert.camel.yaml")
                .doesNotContain("# edited");
        assertThat(textOf(after, "routes")).contains("# edited");
        assertThat(textOf(before, "settings"))
                .contains("isolation.mode = enforce", "defender.client-secret = (set, not shown)");
    }

    @Test
    void aDeviceHasOneStoryOfRunsIsolationMailsAndWhatPeopleDid() {
        our.tenant().react("d1", Reaction.succeeds());
        our.alertOn("d1");
        our.tick().tickAfter(Duration.ofMinutes(2));
        our.app().desk().audit().add(Actor.command("ada"), "look-at", "d1", "is it really cut off?");
        String isolation =
                our.app().ledger().isolations().open("d1").orElseThrow().id();
        our.app().desk().releases().request(isolation, Actor.command("grace"), "cleaned");

        DeviceStory story = history().device("d1.corp.example").orElseThrow();

        assertThat(story.deviceId()).isEqualTo("d1");
        assertThat(story.deviceName()).isEqualTo("d1.corp.example");
        assertThat(story.events())
                .extracting(DeviceStory.Event::what)
                .contains(
                        "High alert alert-d1: requested",
                        "isolation requested",
                        "isolation accepted by Defender",
                        "isolated, Defender reports",
                        "mail alert: sent",
                        "mail isolated: sent",
                        "look-at by ada (command)",
                        "release wanted by grace");
        assertThat(story.events()).extracting(DeviceStory.Event::at).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(history().device("nobody")).isEmpty();
    }

    @Test
    void whatWasAskedOfPeopleAboutADeviceIsPartOfItsStory() {
        our.with("isolation.mode", "approve").with("approval.by", "command").alertOn("d1");
        our.tick();
        String asked = our.app().desk().approvals().list(true, 10).get(0).id();
        our.app().desk().approvals().deny(List.of(asked), Actor.command("ada"), "it is mine");

        assertThat(history().device("d1").orElseThrow().events())
                .filteredOn(event -> event.kind().equals("approval"))
                .extracting(DeviceStory.Event::what, DeviceStory.Event::detail)
                .contains(tuple("denied by ada", "it is mine"))
                .anySatisfy(event -> assertThat(event.toList().get(0)).isEqualTo("a person was asked"));
    }

    @Test
    void aDayCountsAlertsResultsAndIsolationsAndHowLongTheyTook() {
        our.tenant().react("d1", Reaction.succeeds());
        our.alertOn("d1");
        our.tenant().add(anAlert("m1").severity("Medium"));
        our.tick().tickAfter(Duration.ofMinutes(2));

        assertThat(history().days(7)).hasSize(7).last().satisfies(today -> {
            assertThat(today.alerts()).containsEntry(Severity.HIGH, 1).containsEntry(Severity.MEDIUM, 1);
            assertThat(today.results()).containsEntry("requested", 1).containsEntry("never", 1);
            assertThat(today.isolations()).containsEntry("isolated", 1);
            assertThat(today.toAccepted()).isPresent();
            assertThat(today.toVerified().orElseThrow())
                    .isGreaterThanOrEqualTo(today.toAccepted().orElseThrow());
        });
        assertThat(history().days(7).subList(0, 6)).allMatch(day -> day.alerts().isEmpty());
    }

    @Test
    void noSecretIsInTheDatabaseWhateverRoutesAndServersSay() throws IOException {
        String token = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL2FwaSJ9.c2lnbmF0dXJl";
        Path routes = copyOfRoutes();
        Path enrich = routes.resolve("enrich-alert.camel.yaml");
        Files.writeString(
                enrich,
                Files.readString(enrich).stripTrailing()
                        + """

                        - bean:
                            ref: run
                            method: fact('leak', '%s hunter2-of-the-mailbox', *)
                        - setVariable:
                            name: head
                            constant: %s
                        - throwException:
                            exceptionType: java.lang.IllegalStateException
                            message: refused Bearer ${variable.head}%s for hunter2-of-the-mailbox and %s
                """.formatted(
                                        "a",
                                        token.substring(0, 30),
                                        token.substring(30),
                                        our.standIn.settings().get("defender.client-secret")));
        our.with("state.url", "jdbc:h2:file:" + folder.resolve("state/ledger"))
                .with("alerts.max-attempts", "1")
                .with("mail.auth", "password")
                .with("mail.username", "soc")
                .with("mail.password", "hunter2-of-the-mailbox")
                .withRoutes(routes)
                .alertOn("d1");
        our.tenant().set("alert-d1", "title", "Somebody typed hunter2-of-the-mailbox");
        our.tick();
        assertThat(history().get("alert-d1").orElseThrow().alert())
                .as("which is compressed in the file")
                .hasValueSatisfying(alert -> assertThat(alert).contains("Somebody typed (secret, not shown)"));
        assertThat(history().page(RunFilter.ALL, null, 10).runs())
                .singleElement()
                .satisfies(run ->
                        assertThat(run.detail()).contains("refused Bearer (token, not shown) for (secret, not shown)"));
        our.stop();

        String file = new String(Files.readAllBytes(folder.resolve("state/ledger.mv.db")), StandardCharsets.ISO_8859_1);
        assertThat(file)
                .doesNotContain(token)
                .doesNotContain("hunter2-of-the-mailbox")
                .doesNotContain(our.standIn.settings().get("defender.client-secret"));
    }

    private String textOf(RunDetails run, String kind) {
        return history()
                .text(run.loaded().orElseThrow().hashes().get(kind))
                .orElseThrow()
                .text();
    }

    private History history() {
        return our.app().desk().history();
    }

    private Path copyOfRoutes() throws IOException {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        try (Stream<Path> files = Files.list(Application.ROUTES)) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        return routes;
    }
}
