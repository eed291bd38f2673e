package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's commands, while {@code run} holds the database and while nobody does. */
class OperatorCommandsTest extends OperatorAtWork {
    @Test
    void aParkedAlertIsListedAndWhenCuredHandledByTheRunningProcess() throws IOException {
        poison("a1", "d1");
        try (ChildProcess run = start()) {
            awaitMails("a1", 1);

            assertThat(ask("parked"))
                    .returns(0, CommandLineCall::exitCode)
                    .returns("", CommandLineCall::problems)
                    .satisfies(said -> assertThat(said.out())
                            .contains(
                                    "Parked alerts: 1", "High", " 1  a1", "nobody can digest this", "Parked mails: 0"))
                    .satisfies(said -> assertThat(said.out().lines()).allMatch(line -> line.length() <= 120));
            JsonNode parked = json(ask("parked", "--json"));
            assertThat(parked.path("parkedAlerts").asInt()).isOne();
            assertThat(parked.at("/alerts/0/id").asText()).isEqualTo("a1");
            assertThat(parked.at("/alerts/0/attempts").asInt()).isOne();
            JsonNode status = json(ask("status", "--json"));
            assertThat(status.path("parkedAlerts").asInt()).isOne();
            assertThat(status.path("processes").asInt()).isOne();
            assertThat(status.path("lastPoll").asText()).startsWith("20");

            standIn.tenant().set("a1", "title", "cured");
            assertThat(ask("resubmit", "a1"))
                    .returns(0, CommandLineCall::exitCode)
                    .satisfies(said -> assertThat(said.out()).contains("a1 is due now.", "within the next minutes"));

            awaitMails("a1", 2);
            assertThat(standIn.tenant().acceptedIsolations("d1")).hasSize(1);
            assertThat(ask("parked").out()).contains("Parked alerts: 0");
            assertThat(ask("resubmit", "a2"))
                    .returns(1, CommandLineCall::exitCode)
                    .satisfies(said -> assertThat(said.problems())
                            .contains("a2 is no alert that we have seen", "Nothing was changed."));
            assertThat(run.isAlive()).isTrue();
        }
        assertThat(Files.readString(log)).contains("Asked by " + USER + ": resubmit", "Resubmitted a1, by " + USER);
    }

    @Test
    void changedRulesCountOnceSomebodyAsksForItAndBadOnesLeaveTheOldInForce() throws IOException {
        Path rules = Files.writeString(folder.resolve("rules.yaml"), "rules: [{rule: all, outcome: isolate}]");
        own.put("guardrails.file", rules.toAbsolutePath().toString());
        try (ChildProcess run = start()) {
            await().atMost(LIMIT).until(() -> Files.exists(control));
            Files.writeString(rules, "rules: [{rule: all, outcome: nevr}]");
            assertThat(ask("reload")).returns(1, CommandLineCall::exitCode).satisfies(said -> assertThat(
                            said.problems())
                    .contains("rules.yaml line 1:30: outcome: nevr is no outcome. Did you mean never?")
                    .contains("Nothing was changed: what was in force goes on."));
            standIn.tenant().add(aMachine("d1")).add(anAlert("a1").device("d1"));
            awaitMails("a1", 1);
            assertThat(standIn.tenant().acceptedIsolations("d1")).hasSize(1);

            Files.writeString(rules, "rules: [{rule: all, outcome: never}]");
            assertThat(ask("reload"))
                    .returns(0, CommandLineCall::exitCode)
                    .satisfies(said -> assertThat(said.out()).contains("rules.yaml: 1 rule.", "In force now"))
                    .satisfies(said -> assertThat(said.problems()).contains("has no rule with outcome: isolate"));
            standIn.tenant().add(aMachine("d2")).add(anAlert("a2").device("d2"));
            awaitMails("a2", 1);
            assertThat(standIn.tenant().acceptedIsolations("d2")).isEmpty();
            assertThat(run.isAlive()).isTrue();
        }
        assertThat(Files.readString(log)).contains("Asked by " + USER + ": reload", " routes and " + rules);
        assertThat(ask("reload").out()).contains("the next run begins with them");
    }

    @Test
    void withNothingRunningTheSameCommandsOpenTheDatabaseThemselves() {
        poison("a1", "d1");
        try (ChildProcess run = start()) {
            awaitMails("a1", 1);
            run.terminate();
        }
        assertThat(control).doesNotExist();

        assertThat(ask("parked").out()).contains("Parked alerts: 1", "a1");
        assertThat(ask("status").out()).contains("Processes running   0", "Alerts parked       1");
        standIn.tenant().set("a1", "title", "cured");
        assertThat(askFromAnotherProcess("resubmit", "--all"))
                .returns(0, CommandLineCall::exitCode)
                .satisfies(said -> assertThat(said.out()).contains("1 alert and 0 mails are due", "by the next run"))
                .satisfies(said -> assertThat(said.problems()).contains("Resubmitted 1 alert and 0 mails, by " + USER));
        try (ChildProcess run = start()) {
            awaitMails("a1", 2);
            assertThat(run.isAlive()).isTrue();
        }

        assertThat(standIn.tenant().acceptedIsolations("d1")).hasSize(1);
    }

    @Test
    void whatACrashLeavesBehindStopsNoCommandAndNoStart() throws IOException {
        try (ChildProcess run = start()) {
            await().atMost(LIMIT).until(() -> Files.exists(control));
            run.kill();
        }
        assertThat(control).exists();
        String before = Files.readString(control);

        assertThat(ask("parked")).returns(0, CommandLineCall::exitCode).returns("", CommandLineCall::problems);

        try (ChildProcess run = start()) {
            await().atMost(LIMIT).until(() -> !Files.readString(control).equals(before));
            assertThat(ask("status").out()).contains("Processes running   1");
            run.terminate();
        }
        assertThat(control).doesNotExist();
    }

    @Test
    void anAlertIsHandledByHandInTheRunningProcess() throws IOException {
        own.put("alerts.poll.cron", "0 0 0 1 1 ? 2099");
        try (ChildProcess run = start()) {
            await().atMost(LIMIT)
                    .until(() -> Files.exists(control)
                            && standIn.calls("list-alerts").stream().anyMatch(call -> call.status() == 200));
            standIn.tenant().add(aMachine("d1").name("ws-1")).add(anAlert("a1").device("d1"));

            assertThat(ask("handle", "a1"))
                    .returns(0, CommandLineCall::exitCode)
                    .satisfies(said ->
                            assertThat(said.out()).startsWith("Handled: High").contains("a1", "isolate"));
            assertThat(ask("handle", "a1"))
                    .returns(0, CommandLineCall::exitCode)
                    .satisfies(said -> assertThat(said.out())
                            .isEqualToIgnoringNewLines("Alert a1 is done already; nothing was done."));
            assertThat(ask("handle", "nobody"))
                    .returns(1, CommandLineCall::exitCode)
                    .satisfies(
                            said -> assertThat(said.out()).hasLineCount(1).startsWith("Alert nobody was not taken: "));

            awaitMails("a1", 1);
            assertThat(run.isAlive()).isTrue();
        }
        assertThat(standIn.tenant().acceptedIsolations("d1")).hasSize(1);
        assertThat(Files.readString(log)).doesNotContain("Message History", "Failed delivery");
    }

    @Test
    void anUnknownIdIsToldInOneLineWithoutARunningProcessToo() {
        assertThat(ask("handle", "nobody"))
                .returns(1, CommandLineCall::exitCode)
                .returns("", CommandLineCall::problems)
                .satisfies(said -> assertThat(said.out()).hasLineCount(1).startsWith("Alert nobody was not taken: "));
    }

    @Test
    void twoWhoResubmitTheSameAtOnceIsolateItsDeviceOnce() {
        poison("a1", "d1");
        own.put("alerts.retry.cron", "0 0 0 1 1 ? 2099");
        try (ChildProcess run = start()) {
            awaitMails("a1", 1);
            standIn.tenant().set("a1", "title", "cured");

            var one = CompletableFuture.supplyAsync(() -> askFromAnotherProcess("resubmit", "a1"));
            var two = CompletableFuture.supplyAsync(() -> askFromAnotherProcess("resubmit", "a1"));

            assertThat(List.of(one.join().exitCode(), two.join().exitCode())).contains(0);
            awaitMails("a1", 2);
            assertThat(run.isAlive()).isTrue();
        }
        assertThat(standIn.tenant().acceptedIsolations("d1")).hasSize(1);
    }

    @Test
    void anApplicationThatEmbedsUsHasNoPortAndTheCommandSaysSo() throws InterruptedException {
        try (DefenderRoutes embedded = new DefenderRoutes(
                Application.settings(Application.CONFIG, standIn.settings(), own.get("state.url"), own),
                routes,
                Clock.systemUTC())) {
            embedded.start();

            assertThat(askFromAnotherProcess("parked"))
                    .returns(1, CommandLineCall::exitCode)
                    .returns("", CommandLineCall::out)
                    .satisfies(said ->
                            assertThat(said.problems()).hasLineCount(1).contains("has no control port", "To fix:"));
            assertThat(control).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kill-switch",
                "kill-switch on",
                "kill-switch maybe",
                "breaker close",
                "audit --since yesterday",
                "resubmit",
                "resubmit a1 --all",
                "approve",
                "approve a --all",
                "deny",
                "approvals a",
                "resubmit --all --mails",
                "release ws-1",
                "release --reason why",
                "isolations ws-1",
                "parked a1",
                "parked --xml",
                "status 1"
            })
    void wrongUseIsTold(String words) {
        assertThat(ask(words.split(" "))).returns(2, CommandLineCall::exitCode).returns("", CommandLineCall::out);
    }

    @Test
    void oneRoundWithTheMailServerAwaySaysWhichMailWasTriedAndWhichWasNot() {
        standIn.tenant().add(anAlert("a1").severity("Medium")).add(anAlert("a2").severity("Medium"));
        own.put("mail.port", String.valueOf(Ports.unused()));

        assertThat(ask("run", "--once").out())
                .containsOnlyOnce(" is tried again 20")
                .containsOnlyOnce(" has not been tried yet.");
    }

    private void poison(String alert, String device) {
        standIn.tenant()
                .add(aMachine(device).name(device + ".corp.example"))
                .add(anAlert(alert).device(device).title("poison"));
    }

    private CommandLineCall askFromAnotherProcess(String... words) {
        return CommandLineCall.of(settings(), onOurRoutes(words));
    }
}
