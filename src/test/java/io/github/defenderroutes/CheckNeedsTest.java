package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.check.Finding;
import io.github.defenderroutes.check.Finding.State;
import io.github.defenderroutes.defender.UsedKamelet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the routes, the mails and the secrets of a set-up need. */
class CheckNeedsTest extends CheckedSetUp {
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

    private static LocalDate tomorrow() {
        return LocalDate.now(ZoneOffset.UTC).plusDays(1);
    }

    private Map<String, Finding> checkWithTestMail() {
        return check(true);
    }

    private List<String> used() {
        try (DefenderRoutes app = new DefenderRoutes(settings(), routes, Clock.systemUTC())) {
            return app.links().load().kamelets().stream()
                    .map(UsedKamelet::operation)
                    .toList();
        }
    }
}
