package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.standin.Reaction;
import io.github.defenderroutes.standin.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's commands, while {@code run} holds the database and while nobody does. */
class OperatorCommandsTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String USER = System.getProperty("user.name");

    /** Whatever is titled so cannot be handled until its title changes. */
    private static final String POISON = """

                    - choice:
                        when:
                          - expression:
                              simple:
                                expression: "${body[title]} == 'poison'"
                            steps:
                              - throwException:
                                  exceptionType: java.lang.IllegalStateException
                                  message: nobody can digest this
            """;

    private final StandIn standIn = StandIn.start();
    private final Map<String, String> own = new HashMap<>();

    @TempDir
    private Path folder;

    private Path routes;
    private Path control;
    private Path log;

    @BeforeEach
    void prepare() throws IOException {
        routes = Files.createDirectory(folder.resolve("routes"));
        try (Stream<Path> files = Files.list(Application.ROUTES)) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        Path enrich = routes.resolve("enrich-alert.camel.yaml");
        Files.writeString(enrich, Files.readString(enrich).stripTrailing() + "\n" + POISON);
        control = folder.resolve("control");
        log = folder.resolve("log");
        own.put("state.url", "jdbc:h2:file:" + folder.resolve("defender-routes"));
        own.put("isolation.mode", "enforce");
        own.put("alerts.max-attempts", "1");
        own.put("alerts.poll.cron", "* * * * * ?");
        own.put("alerts.retry.cron", "* * * * * ?");
        own.put("mail.send.cron", "* * * * * ?");
    }

    @AfterEach
    void stop() {
        standIn.close();
    }

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
    void whatIsCutOffIsListedAndReleasedByTheRunningProcess() throws IOException {
        own.put("isolation.follow.cron", "* * * * * ?");
        own.put("isolation.release.cron", "* * * * * ?");
        standIn.tenant()
                .add(aMachine("d1").name("ws-1.corp.example"))
                .add(anAlert("a1").device("d1"));
        try (ChildProcess run = start()) {
            awaitMails("a1", 2);

            assertThat(ask("isolations")).returns(0, CommandLineCall::exitCode).satisfies(said -> assertThat(said.out())
                    .contains(
                            "Devices cut off, or about to be: 1",
                            "ws-1.corp.example  isolated, by us, Full",
                            "since 20",
                            "High: Suspicious",
                            "alert a1, rule mode-enforce",
                            "release ID --reason TEXT"));
            JsonNode isolation = json(ask("isolations", "--json")).path(0);
            assertThat(isolation.path("deviceName").asText()).isEqualTo("ws-1.corp.example");
            assertThat(isolation.path("ours").asBoolean()).isTrue();
            assertThat(ask("release", "ws-2", "--reason", "a mistake"))
                    .returns(1, CommandLineCall::exitCode)
                    .satisfies(said -> assertThat(said.problems())
                            .contains("Nothing that we know to be cut off is called ws-2. To fix: "));

            assertThat(ask("release", "ws-1", "--reason", "it was a false alarm"))
                    .returns(0, CommandLineCall::exitCode)
                    .satisfies(said -> assertThat(said.out())
                            .contains("The release of ws-1.corp.example is wanted.", "within the next half minute"));

            awaitMails("a1", 3);
            assertThat(ask("isolations").out()).contains("Devices cut off, or about to be: 0");
            assertThat(ask("isolations", "--all").out())
                    .contains(
                            "ws-1.corp.example  released, by us",
                            "release done, by " + USER + ": it was a false alarm");
            assertThat(ask("release", isolation.path("id").asText(), "--reason", "again"))
                    .returns(1, CommandLineCall::exitCode)
                    .satisfies(
                            said -> assertThat(said.problems()).contains("is not isolated by us any more (released)"));
            assertThat(run.isAlive()).isTrue();
        }
        assertThat(standIn.tenant().isolatedDevices()).isEmpty();
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
    void whatAPersonApprovesIsIsolatedByTheRunningProcessOnceAndASecondVerdictIsToldWhoWasFaster() throws IOException {
        own.put("isolation.mode", "approve");
        own.put("approval.by", "command");
        own.put("approval.cron", "* * * * * ?");
        standIn.tenant().add(aMachine("d1").name("ws-1")).add(anAlert("a1").device("d1"));
        try (ChildProcess run = start()) {
            awaitMails("a1", 1);
            JsonNode waiting = json(ask("approvals", "--json"));
            assertThat(waiting).hasSize(1);
            assertThat(waiting.at("/0/device").asText()).isEqualTo("ws-1");
            String id = waiting.at("/0/case").asText();
            assertThat(ask("approvals"))
                    .satisfies(said -> assertThat(said.out())
                            .contains("1 device waits for approval.", id, "ws-1", "To decide: approve CASE"))
                    .satisfies(said -> assertThat(said.out().lines()).allMatch(line -> line.length() <= 120));

            assertThat(ask("approve", "--reason", "ransomware", id))
                    .returns(0, CommandLineCall::exitCode)
                    .returns("", CommandLineCall::problems)
                    .satisfies(said -> assertThat(said.out()).contains(id + ": ws-1 is approved"));
            await().atMost(LIMIT)
                    .until(() -> standIn.tenant().acceptedIsolations("d1").size() == 1);

            assertThat(ask("deny", id))
                    .returns(1, CommandLineCall::exitCode)
                    .satisfies(said -> assertThat(said.problems()).contains("ws-1 was approved by " + USER + " at 20"));
            assertThat(ask("approve", "00000000-0000-4000-8000-000000000000"))
                    .returns(1, CommandLineCall::exitCode)
                    .satisfies(said -> assertThat(said.problems()).contains("There is no such case."));
            assertThat(ask("audit").out()).contains("approve", "ransomware", USER);
            assertThat(run.isAlive()).isTrue();
        }
        assertThat(standIn.calls("isolate")).hasSize(1);
    }

    @Test
    void allThatALimitHoldsUpIsApprovedOnlyAfterItWasListedAndIsCarriedOutByTheNextRun() {
        own.put("isolation.cap.per-hour", "1");
        own.put("isolation.cap.per-day", "1");
        standIn.tenant().add(aMachine("d1").name("ws-1")).add(anAlert("a1").device("d1"));
        standIn.tenant().add(aMachine("d2").name("ws-2")).add(anAlert("a2").device("d2"));
        standIn.tenant().add(aMachine("d3").name("ws-3")).add(anAlert("a3").device("d3"));
        ask("run", "--once");
        assertThat(standIn.calls("isolate")).hasSize(1);

        CommandLineCall listed = ask("approve", "--all");
        assertThat(listed).returns(0, CommandLineCall::exitCode).satisfies(said -> assertThat(said.out())
                .contains("2 devices wait for approval."));
        String code =
                listed.out().lines().reduce((first, last) -> last).orElseThrow().replaceAll(".*--listed ", "");
        assertThat(ask("approve", "--all", "--listed", "0badc0de"))
                .returns(1, CommandLineCall::exitCode)
                .satisfies(said -> assertThat(said.problems()).contains("Nothing was decided."));
        assertThat(ask("approve", "--all", "--listed", code))
                .returns(0, CommandLineCall::exitCode)
                .satisfies(said -> assertThat(said.out()).contains("is carried out by the next run"));
        ask("run", "--once");

        assertThat(standIn.calls("isolate")).hasSize(3);
        assertThat(ask("approve", "--all"))
                .returns(1, CommandLineCall::exitCode)
                .satisfies(said -> assertThat(said.problems()).contains("No device waits because a limit is reached."));
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

    @Test
    void theKillSwitchIsTurnedInTheRunningProcessWhichHeedsItAtOnce() throws IOException {
        standIn.tenant().react("d0", Reaction.staysPending());
        standIn.tenant().add(aMachine("d0").name("ws-0")).add(anAlert("a0").device("d0"));
        try (ChildProcess run = start()) {
            awaitMails("a0", 1);
            assertThat(ask("kill-switch", "test"))
                    .returns(0, CommandLineCall::exitCode)
                    .satisfies(said -> assertThat(said.out())
                            .contains("ok     isolate-device is stopped", "ok     release-device is not stopped")
                            .doesNotContain("WRONG"));
            assertThat(ask("kill-switch", "status").out()).startsWith("Kill switch   off");

            assertThat(ask("kill-switch", "on", "--reason", "wrong devices"))
                    .returns(0, CommandLineCall::exitCode)
                    .satisfies(said -> assertThat(said.out())
                            .contains("The kill switch is on", "d0", "alert a0", "kill-switch on --cancel-pending"));
            JsonNode status = json(ask("kill-switch", "status", "--json"));
            assertThat(status.path("on").asBoolean()).isTrue();
            assertThat(status.path("by").asText()).isEqualTo(USER);
            assertThat(status.at("/pending/0/deviceId").asText()).isEqualTo("d0");

            standIn.tenant().add(aMachine("d1").name("ws-1")).add(anAlert("a1").device("d1"));
            awaitMails("a1", 1);
            assertThat(standIn.tenant().acceptedIsolations("d1")).isEmpty();

            assertThat(ask("kill-switch", "on", "--cancel-pending", "--reason", "wrong devices"))
                    .returns(0, CommandLineCall::exitCode)
                    .satisfies(said -> assertThat(said.out())
                            .contains("It was on already.")
                            .containsPattern("cancelled +d0: "));
            assertThat(ask("kill-switch", "off", "--reason", "cured"))
                    .returns(0, CommandLineCall::exitCode)
                    .satisfies(said -> assertThat(said.out()).contains("The kill switch is off."));
            assertThat(run.isAlive()).isTrue();

            List<JsonNode> audit = new ArrayList<>();
            for (String line :
                    ask("audit", "--since", "1h", "--json").out().lines().toList()) {
                audit.add(new ObjectMapper().readTree(line));
            }
            assertThat(audit)
                    .extracting(entry -> entry.path("action").asText())
                    .containsExactly("isolation-mode", "kill-switch-on", "cancel-isolation", "kill-switch-off");
            assertThat(audit.get(1).path("who").asText()).isEqualTo(USER);
            assertThat(audit.get(1).path("via").asText()).isEqualTo("command");
            assertThat(audit.get(1).path("detail").asText()).isEqualTo("wrong devices");
        }
        assertThat(Files.readString(log)).contains("Kill switch turned on: wrong devices, by " + USER);
    }

    @Test
    void withNothingRunningTheKillSwitchIsTurnedAndPutOnRecordAllTheSame() throws IOException {
        assertThat(ask("kill-switch", "on", "--cancel-pending", "--reason", "a drill"))
                .returns(0, CommandLineCall::exitCode)
                .satisfies(said -> assertThat(said.out()).contains("is on", "No isolation of ours is pending."));

        own.put("kill-switch.file", folder.resolve("KILL").toString());
        Files.createFile(folder.resolve("KILL"));
        assertThat(ask("kill-switch", "off", "--reason", "over"))
                .returns(1, CommandLineCall::exitCode)
                .satisfies(said -> assertThat(said.out()).contains("The kill switch is off."))
                .satisfies(said -> assertThat(said.problems()).contains("But the kill switch is on: the file"));
        assertThat(ask("breaker", "status").out()).startsWith("The breaker is closed");
        assertThat(ask("breaker", "close", "--reason", "x")).returns(1, CommandLineCall::exitCode);
        assertThat(ask("audit").out())
                .contains("kill-switch-on", "kill-switch-off", USER, "command", "kill-switch: a drill");
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

    private void awaitMails(String alert, int count) {
        await().atMost(LIMIT)
                .until(() -> standIn.mails().all().stream()
                                .filter(mail ->
                                        mail.headers("X-Defender-Alert-Id").contains(alert))
                                .count()
                        >= count);
    }

    private ChildProcess start() {
        Map<String, String> settings = settings();
        settings.put("log.level", "INFO");
        settings.put("logback.configurationFile", "logback.xml");
        return new ChildProcess(log, settings, "--routes", routes.toString());
    }

    private CommandLineCall ask(String... words) {
        return CommandLineCall.here(settings(), onOurRoutes(words));
    }

    private CommandLineCall askFromAnotherProcess(String... words) {
        return CommandLineCall.of(settings(), onOurRoutes(words));
    }

    private String[] onOurRoutes(String... words) {
        return Stream.concat(Stream.of(words), Stream.of("--routes", routes.toString()))
                .toArray(String[]::new);
    }

    private Map<String, String> settings() {
        Map<String, String> all = new HashMap<>(standIn.settings());
        all.putAll(own);
        return all;
    }

    private static JsonNode json(CommandLineCall said) throws IOException {
        return new ObjectMapper().readTree(said.out());
    }
}
