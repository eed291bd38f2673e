package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.check.Finding;
import io.github.defenderroutes.check.Finding.State;
import io.github.defenderroutes.gate.GateClosedException;
import io.github.defenderroutes.standin.Call;
import io.github.defenderroutes.standin.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code check} proves every link of a set-up, changes nothing, and says what is wrong with which. */
class CheckTest extends CheckedSetUp {
    @Test
    void aSetUpThatWorksIsFineAtEveryLinkAndOnlyReadFrom() throws IOException {
        own.put("isolation.mode", "enforce");
        rules("{rule: a, outcome: never, device: {name: dc*}}, {rule: b, outcome: isolate}");
        standIn.tenant().add(aMachine("d1")).add(anAlert("a1").device("d1"));

        Map<String, Finding> found = check();

        assertThat(found.values())
                .allMatch(finding -> finding.state() == State.OK)
                .allMatch(finding -> finding.fix().isEmpty());
        assertThat(found.keySet())
                .containsExactly(
                        "settings",
                        "mail texts and queries",
                        "guardrails",
                        "routes",
                        "login server",
                        "Defender server",
                        "mail server",
                        "clock",
                        "sign-in to Defender",
                        "permissions of Defender",
                        "what runs out",
                        "mail sign-in",
                        "database",
                        "call list-alerts",
                        "call list-devices",
                        "call list-machine-actions",
                        "quota of Defender");
        assertThat(found.get("quota of Defender").found())
                .startsWith("3 of 100000 calls used in the last minute, 3 of 1000000 in the last hour");
        assertThat(standIn.calls().stream().map(Call::operation).filter(operation -> !operation.equals("unknown")))
                .containsExactlyInAnyOrder("token", "list-alerts", "list-devices", "list-machine-actions");
        assertThat(standIn.mails().all()).isEmpty();
    }

    @Test
    void asLongAsNobodyHasListedServersThatMustNotBeCutOffItSaysSo() {
        assertThat(check().get("guardrails"))
                .returns(State.WARNING, Finding::state)
                .returns(
                        "4 rules in config/guardrails.yaml\nNobody has listed servers that must never be cut off;"
                                + " Microsoft's API does not say which devices are domain controllers, ADFS or hypervisors.",
                        Finding::found)
                .returns("list them in a rule with outcome: never, by name or by a tag of your own.", Finding::fix);
    }

    @Test
    void rulesThatCannotBeUsedAreAProblemAndTheOtherLinksAreTried() throws IOException {
        rules("{rule: a, outcome: nevr}, {rule: a, outcome: never, device: {nam: dc*}}");

        Map<String, Finding> found = check();

        assertThat(found.get("guardrails").state()).isEqualTo(State.PROBLEM);
        assertThat(found.get("guardrails").found())
                .contains(
                        "line 1:28: outcome: nevr is no outcome. Did you mean never?",
                        "is also the name of the rule in line 1",
                        "nam is no condition on the device. Did you mean name?");
        assertThat(found.get("database").state()).isEqualTo(State.OK);
    }

    @Test
    void withoutRulesAPersonDecides() {
        own.put("guardrails.file", "there-is-none.yaml");

        assertThat(check().get("guardrails"))
                .returns(State.WARNING, Finding::state)
                .extracting(Finding::found)
                .asString()
                .contains("There is no config/there-is-none.yaml, so a person must decide on every device.");
    }

    @Test
    void aRuleThatAsksWhoHasLoggedOnNeedsItsPermission() throws IOException {
        rules("{rule: a, outcome: never, user: {domain-admin: true}}, {rule: b, outcome: isolate}");

        assertThat(check().get("permissions of Defender").found()).startsWith("missing: User.Read.All");
    }

    @Test
    void whateverTheModeNothingPassesTheConnectorThatChangesTheTenant() {
        own.put("isolation.mode", "enforce");
        standIn.tenant().add(aMachine("d1"));
        try (DefenderRoutes app = new DefenderRoutes(settings(), routes, Clock.systemUTC())) {
            app.openLedger();
            try (Connector connector = app.links().connector()) {
                Connector.Reply reply = connector.ask(
                        "defender-isolate-device-action", Map.of("machineId", "d1", "comment", "for a trial"));

                assertThat(reply.failure()).containsInstanceOf(GateClosedException.class);
            }
        }
        assertThat(standIn.calls("isolate")).isEmpty();
    }

    @Test
    void aMissingPermissionIsNamedAndItsCallSaysSoToo() {
        standIn.login().roles(Set.of("Machine.Read.All"));

        Map<String, Finding> found = check();

        assertThat(found.get("permissions of Defender"))
                .returns(State.PROBLEM, Finding::state)
                .extracting(Finding::found)
                .asString()
                .startsWith("missing: Alert.Read.All; needed before isolation.mode = enforce: Machine.Isolate");
        assertThat(found.get("call list-alerts"))
                .returns(State.PROBLEM, Finding::state)
                .extracting(Finding::fix)
                .asString()
                .contains("grant the app Alert.Read.All");
        assertThat(found.get("call list-devices").state()).isEqualTo(State.OK);
    }

    @Test
    void aRouteOfYourOwnCountsToo() throws IOException {
        routes = copyOfRoutes();
        Files.writeString(routes.resolve("hunt.camel.yaml"), """
                - route:
                    id: hunt
                    from:
                      uri: timer:hunt
                      steps:
                        - to:
                            id: run-query
                            uri: kamelet:defender-run-hunting-query-action
                            parameters:
                              query: "${body}"
                """);
        standIn.login().withdraw("ThreatHunting.Read.All");

        Map<String, Finding> found = check();

        assertThat(found)
                .containsKeys("Microsoft Graph server", "sign-in to Microsoft Graph", "quota of Microsoft Graph");
        assertThat(found.get("permissions of Microsoft Graph"))
                .returns(State.PROBLEM, Finding::state)
                .returns("missing: ThreatHunting.Read.All.", Finding::found)
                .satisfies(finding -> assertThat(finding.fix()).startsWith("add it of Microsoft Graph"));
        assertThat(found.get("call run-hunting-query").state()).isEqualTo(State.PROBLEM);
    }

    // ---- What depends on what

    @Test
    void withoutATokenOnlyWhatNeedsOneIsSkipped() {
        own.put("defender.client-secret", "Wr0ng~secret");

        Map<String, Finding> found = check();

        assertThat(found.get("sign-in to Defender"))
                .returns(State.PROBLEM, Finding::state)
                .satisfies(finding -> assertThat(finding.found()).contains("invalid_client"))
                .satisfies(finding -> assertThat(finding.fix()).startsWith("check defender.client-id"));
        assertThat(linksThatAre(State.SKIPPED, found))
                .containsExactly(
                        "permissions of Defender",
                        "call list-alerts",
                        "call list-devices",
                        "call list-machine-actions");
        assertThat(found.get("call list-alerts").found()).isEqualTo("because of sign-in to Defender");
        assertThat(found.toString()).doesNotContain("Wr0ng");
    }

    @Test
    void aRouteThatCannotBeLoadedIsNamedAndTheRestIsTried() throws IOException {
        routes = copyOfRoutes();
        Files.writeString(routes.resolve("broken.camel.yaml"), "- route:\n    id: broken\n    frm: direct:broken\n");

        Map<String, Finding> found = check();

        assertThat(found.get("routes"))
                .returns(State.PROBLEM, Finding::state)
                .satisfies(finding -> assertThat(finding.found()).contains("broken.camel.yaml, line "));
        assertThat(linksThatAre(State.SKIPPED, found)).containsExactly("permissions of Defender");
        assertThat(found.get("mail sign-in").state()).isEqualTo(State.OK);
    }

    @Test
    void withoutADatabaseNothingIsAskedOfDefender() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        own.put("state.url", "jdbc:h2:file:" + file.resolve("state"));

        Map<String, Finding> found = check();

        assertThat(found.get("database"))
                .returns(State.PROBLEM, Finding::state)
                .satisfies(finding -> assertThat(finding.fix()).startsWith("check the address"));
        assertThat(linksThatAre(State.SKIPPED, found))
                .containsExactly(
                        "call list-alerts", "call list-devices", "call list-machine-actions", "quota of Defender");
        assertThat(standIn.calls("list-alerts")).isEmpty();
    }

    @Test
    void throttlingIsNoProblemOfTheSetUp() {
        standIn.faults().next("list-alerts", Fault.throttled("30"));

        Map<String, Finding> found = check();

        assertThat(found.get("call list-alerts").state()).isEqualTo(State.WARNING);
        assertThat(found.get("quota of Defender"))
                .returns(State.WARNING, Finding::state)
                .satisfies(finding -> assertThat(finding.found()).contains("Microsoft has list-alerts wait until"));
    }

    @Test
    void aKillSwitchThatIsOnIsWarnedOf() throws IOException {
        own.put("kill-switch.file", Files.createFile(folder.resolve("KILL")).toString());

        assertThat(check().get("database"))
                .returns(State.WARNING, Finding::state)
                .satisfies(finding ->
                        assertThat(finding.found()).contains("can be written", "the kill switch is on: the file"))
                .satisfies(finding -> assertThat(finding.fix()).contains("kill-switch off"));
    }

    private void rules(String rules) throws IOException {
        Path file = folder.resolve("rules.yaml").toAbsolutePath();
        Files.writeString(file, "rules: [" + rules + "]");
        own.put("guardrails.file", file.toString());
    }
}
