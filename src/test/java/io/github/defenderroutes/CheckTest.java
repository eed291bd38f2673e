package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.check.Finding;
import io.github.defenderroutes.check.Finding.State;
import io.github.defenderroutes.check.SetUp;
import io.github.defenderroutes.defender.UsedKamelet;
import io.github.defenderroutes.gate.GateClosedException;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.standin.Call;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code check} finds at each link of a set-up, and what it leaves alone. */
class CheckTest {
    private static final Set<String> READING = Set.of("Alert.Read.All", "Machine.Read.All");

    private final StandIn standIn = StandIn.start();
    private final Map<String, String> own = new HashMap<>(Map.of("isolation.mode", "dry-run"));
    private Path routes = Application.ROUTES;
    private Path config = Application.CONFIG;

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        standIn.close();
    }

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

    private void rules(String rules) throws IOException {
        Path file = folder.resolve("rules.yaml").toAbsolutePath();
        Files.writeString(file, "rules: [" + rules + "]");
        own.put("guardrails.file", file.toString());
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

    // ---- What the routes need

    @Test
    void asShippedTheyNeedAlertsDevicesAndIsolating() {
        assertThat(used())
                .containsExactlyInAnyOrder(
                        "list-alerts",
                        "get-alert",
                        "list-devices",
                        "get-device",
                        "list-machine-actions",
                        "isolate-device",
                        "release-device",
                        "cancel-machine-action");
    }

    @Test
    void aBranchThatASettingClosesCountsOnlyWhenItIsOpen() {
        own.put("mail.send-by", "graph");
        assertThat(used()).contains("send-mail").hasSize(9);
    }

    @Test
    void aRouteThatASettingSwitchesOnCountsOnlyThen() {
        own.put("alerts.write-back", "comment");
        assertThat(used()).contains("update-alert").hasSize(9);
    }

    @Test
    void alertsOfGraphAreReadThere() {
        own.put("alerts.source", "graph");
        assertThat(used())
                .contains("graph-list-alerts", "graph-get-alert", "get-device")
                .doesNotContain("list-alerts", "get-alert");
    }

    @ParameterizedTest
    @CsvSource({"graph, run-hunting-query", "defender, run-advanced-query"})
    void huntingCountsWhenAQueryIsScheduled(String api, String operation) {
        own.put("hunting.api", api);
        own.put("hunting.queries", "office-starts-interpreter");
        assertThat(used()).contains(operation).hasSize(9);
    }

    @Test
    void huntingIsTriedWithAQueryOfOneRow() {
        own.put("hunting.queries", "office-starts-interpreter");
        standIn.login().grant("ThreatHunting.Read.All");

        assertThat(check().get("call run-hunting-query").state()).isEqualTo(State.OK);
        assertThat(standIn.calls("run-hunting-query")).singleElement().satisfies(call -> assertThat(call.body())
                .contains("\"DeviceInfo | take 1\""));
    }

    @ParameterizedTest
    @CsvSource({"nothing,", "tag, tag-device", "scan, run-antivirus-scan", "propose,", "isolate,"})
    void whatAFindingLeadsToCountsWhenAScheduledQuerySaysSo(String response, String operation) throws IOException {
        config = copy(Application.CONFIG, folder.resolve("config"));
        Path query = config.resolve("hunting/office-starts-interpreter.kql");
        Files.writeString(query, Files.readString(query).replace("devices: nothing", "devices: " + response));
        own.put("hunting.queries", "office-starts-interpreter");

        List<String> responses = new ArrayList<>(List.of("tag-device", "run-antivirus-scan"));
        responses.remove(operation);
        assertThat(used()).doesNotContainAnyElementsOf(responses);
        if (operation != null) {
            assertThat(used()).contains(operation);
        }
    }

    @Test
    void aRouteThatNobodyCallsCountsForNothing() throws IOException {
        routes = copyOfRoutes();
        Files.writeString(routes.resolve("unused.camel.yaml"), """
                - route:
                    id: unused
                    from:
                      uri: direct:unused
                      steps:
                        - to:
                            id: list-incidents-for-nothing
                            uri: kamelet:defender-list-incidents-action
                """);
        assertThat(used()).doesNotContain("list-incidents");
    }

    @Test
    void aKameletThatIsAStepOfItsOwnCounts() throws IOException {
        routes = copyOfRoutes();
        Files.writeString(routes.resolve("incidents.camel.yaml"), """
                - route:
                    id: incidents
                    from:
                      uri: timer:incidents
                      steps:
                        - kamelet:
                            id: list-incidents-by-name
                            name: defender-list-incidents-action
                """);
        assertThat(used()).contains("list-incidents");
    }

    @Test
    void aBranchThatABeanDecidesOnCounts() throws IOException {
        routes = copyOfRoutes();
        Files.writeString(routes.resolve("branches.camel.yaml"), """
                - route:
                    id: branches
                    from:
                      uri: timer:branches
                      steps:
                        - choice:
                            when:
                              - expression:
                                  method:
                                    ref: goodPolls
                                    method: last
                                steps:
                                  - to:
                                      id: list-incidents-perhaps
                                      uri: kamelet:defender-list-incidents-action
                """);
        assertThat(used()).contains("list-incidents");
    }

    @Test
    void whatATriggerOfOurOwnReadsCounts() throws IOException {
        routes = copyOfRoutes();
        Files.writeString(routes.resolve("ticket.camel.yaml"), """
                - route:
                    id: ticket
                    from:
                      uri: kamelet:defender-new-remediation-activity-source
                      parameters:
                        name: ticket
                      steps:
                        - log:
                            message: "${body[id]}"
                """);
        assertThat(used()).contains("new-remediation-activity");
    }

    // ---- Mail by Graph

    @Test
    void mailsByGraphNeedNoMailServer() {
        own.put("mail.send-by", "graph");
        own.put("mail.host", "");
        standIn.mails().makeUnavailable();
        standIn.login().grant("Mail.Send");

        Map<String, Finding> found = checkWithTestMail();

        assertThat(found.values()).noneMatch(finding -> finding.state() == State.PROBLEM);
        assertThat(linksThatAre(State.SKIPPED, found)).isEmpty();
        assertThat(found)
                .containsKeys("sign-in to Microsoft Graph", "permissions of Microsoft Graph", "test mail")
                .doesNotContainKeys("mail server", "mail sign-in");
        assertThat(standIn.mails().all()).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).isEqualTo("[TEST] Defender Routes can send you mail");
            assertThat(mail.from()).isEqualTo("defender-routes@corp.example");
            assertThat(mail.to()).containsExactly("soc@corp.example");
            assertThat(mail.text()).contains("If you can read this, alerts will reach you the same way.");
        });
    }

    @Test
    void withoutThePermissionToSendTheTestMailSaysWhatToGrant() {
        own.put("mail.send-by", "graph");

        Map<String, Finding> found = checkWithTestMail();

        assertThat(found.get("permissions of Microsoft Graph").found()).isEqualTo("missing: Mail.Send.");
        assertThat(found.get("test mail"))
                .returns(State.PROBLEM, Finding::state)
                .satisfies(finding -> assertThat(finding.fix()).startsWith("grant the app Mail.Send"));
    }

    // ---- What runs out

    @Test
    void aSecretThatExpiresSoonIsTold() {
        own.put("defender.client-secret.expires", tomorrow().toString());

        assertThat(check().get("what runs out"))
                .returns(State.WARNING, Finding::state)
                .satisfies(finding -> assertThat(finding.found())
                        .startsWith("The client secret expires: " + tomorrow() + ", tomorrow."))
                .satisfies(finding -> assertThat(finding.fix()).startsWith("Make a new one in the Entra admin center"));
    }

    @Test
    void oneThatHasExpiredIsAProblem() {
        own.put("defender.client-secret.expires", tomorrow().minusDays(3).toString());

        assertThat(check().get("what runs out").state()).isEqualTo(State.PROBLEM);
    }

    @Test
    void whatMicrosoftSwitchesOffIsToldBeforeItWasEverCalled() {
        own.put("hunting.api", "defender");
        own.put("hunting.queries", "office-starts-interpreter");

        assertThat(check().get("what runs out").found())
                .contains("Microsoft switches off /api/advancedqueries/run: 2027-02-01");
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

    private static LocalDate tomorrow() {
        return LocalDate.now(ZoneOffset.UTC).plusDays(1);
    }

    private Map<String, Finding> check() {
        return check(false);
    }

    private Map<String, Finding> checkWithTestMail() {
        return check(true);
    }

    private Map<String, Finding> check(boolean sendTestMail) {
        Settings settings = settings();
        try (DefenderRoutes app = new DefenderRoutes(settings, routes, Clock.systemUTC())) {
            return new SetUp(app, settings, Clock.systemUTC(), "tester", sendTestMail, finding -> {})
                    .prove().stream()
                            .collect(Collectors.toMap(
                                    Finding::link, Function.identity(), (one, other) -> one, LinkedHashMap::new));
        }
    }

    private List<String> used() {
        try (DefenderRoutes app = new DefenderRoutes(settings(), routes, Clock.systemUTC())) {
            return app.links().load().kamelets().stream()
                    .map(UsedKamelet::operation)
                    .toList();
        }
    }

    private Settings settings() {
        return Application.settings(
                config, standIn.settings(), Application.memory(UUID.randomUUID().toString()), own);
    }

    private static List<String> linksThatAre(State state, Map<String, Finding> found) {
        return found.values().stream()
                .filter(finding -> finding.state() == state)
                .map(Finding::link)
                .toList();
    }

    private Path copyOfRoutes() throws IOException {
        return copy(Application.ROUTES, folder.resolve("routes"));
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
        return to;
    }
}
