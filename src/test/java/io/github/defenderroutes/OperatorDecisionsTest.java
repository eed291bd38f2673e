package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.standin.Reaction;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What operators decide by command: approve, release, stop; in the running process and while none runs. */
class OperatorDecisionsTest extends OperatorAtWork {
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
}
