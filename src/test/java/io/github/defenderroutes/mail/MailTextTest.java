package io.github.defenderroutes.mail;

import static io.github.defenderroutes.mail.MailExamples.ALERT_ID;
import static io.github.defenderroutes.mail.MailExamples.alert;
import static io.github.defenderroutes.mail.MailExamples.alertWith;
import static io.github.defenderroutes.mail.MailExamples.device;
import static io.github.defenderroutes.mail.MailExamples.mailText;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailTextTest {

    private final MailText mailText = mailText();

    @Test
    void theFirstLineSaysDeviceOutcomeAndSeverity() {
        RenderedMail mail = mailText.render(MailExamples.requested());

        assertThat(mail.subject())
                .isEqualTo("High: isolation requested – ws-0042.corp.example – Suspicious access to LSASS service");
        assertThat(mail.text())
                .startsWith("ws-0042.corp.example: isolation REQUESTED, not yet confirmed. High\n"
                        + "\nSuspicious access to LSASS service\n");
        assertThat(mail.html()).contains(">ws-0042.corp.example: isolation REQUESTED, not yet confirmed. High</h1>");
    }

    @Test
    void theTextTellsDeviceAlertEvidenceAndTimes() {
        assertThat(mailText.render(MailExamples.requested()).text().lines())
                .contains(
                        "User:           CORP\\j.doe",
                        "System:         Windows11 24H2 (build 26100)",
                        "Group:          Workstations",
                        "Tags:           tier-2",
                        "IP:             10.20.30.40",
                        "MITRE:          T1003, T1003.001",
                        "2. Process: tool.exe (Detected)",
                        "   in C:\\Users\\j.doe\\Downloads",
                        "   started by cmd.exe",
                        "and 2 more in the portal",
                        "Created:        2026-11-20 10:14:22 CET (14 min ago)",
                        "owner: Jörg Doe, Accounting",
                        "asset.location: Hamburg",
                        ALERT_ID);
    }

    @Test
    void theDecisionIsToldWithItsRuleAndWhatItLookedAt() {
        assertThat(mailText.render(MailExamples.withDecision("never")).text())
                .contains("Rule:           severity-isolates\n")
                .contains("Because:        High alerts on workstations are isolated.\n")
                .contains("  osPlatform = Windows11\n  tags = tier-2\n");
    }

    @Test
    void linksLeadToAlertDeviceAndIncident() {
        assertThat(mailText.render(MailExamples.requested()).html())
                .contains("href=\"https://security.microsoft.com/alerts/" + ALERT_ID + "\"")
                .contains("href=\"https://security.microsoft.com/machines/1111111122222222333333334444444455555555\"")
                .contains("href=\"https://security.microsoft.com/incidents/4711\"");
    }

    @ParameterizedTest
    @CsvSource({
        "requested,  isolation requested,         'REQUESTED, not yet confirmed', To undo",
        "under-way,  isolation already under way, 'UNDER WAY, not yet confirmed', 'so we made none'",
        "isolated,   already isolated,            ALREADY ISOLATED before,        Check in the portal",
        "refused,    isolation REFUSED,           REFUSED by Defender,            Isolate by hand",
        "unknown,    isolation UNCERTAIN,         will be looked at again,        We look again by ourselves",
        "stopped,    isolation stopped,           NOT requested,                  Check that the reason is right",
        "capped,     'NOT isolated, limit reached', 'NOT requested, limit reached', many isolations at once",
        "new-state,  isolation UNCERTAIN,         will be looked at again,        We look again by ourselves"
    })
    void eachIsolationStateHasItsOwnWords(String state, String subject, String firstLine, String known) {
        RenderedMail mail = mailText.render(MailExamples.withIsolation(state, "the <reason>"));

        assertThat(mail.subject()).contains(subject);
        assertThat(mail.text().lines().findFirst().orElseThrow()).contains(firstLine);
        assertThat(mail.text()).contains(known, "the <reason>");
        assertThat(mail.html()).contains(firstLine);
    }

    @ParameterizedTest
    @CsvSource({
        "approved,         isolation approved,           APPROVED by J. Doe",
        "denied,           isolation denied,             DENIED by J. Doe",
        "approval-half,    a second approval is needed,  APPROVED BY ONE OF TWO PEOPLE",
        "approval-expired, 'NOT isolated, approval expired', nobody decided in time",
        "approval-stopped, 'approved, but NOT isolated', but NOT isolated"
    })
    void eachStepOfAnApprovalHasItsOwnWords(String state, String subject, String firstLine) {
        var step = new MailModel.Isolation(state, null, null, null, null, "the <reason>", "J. Doe", null);

        RenderedMail mail = mailText.render(MailExamples.withIsolation(step));

        assertThat(mail.subject()).contains(subject);
        assertThat(mail.text().lines().findFirst().orElseThrow()).contains(firstLine);
        assertThat(mail.text()).contains("the <reason>");
        assertThat(mail.html()).contains("the &lt;reason&gt;");
    }

    @Test
    void whatTheReaderMayDoStandsThereAsPageAndCommandAndIsEscaped() {
        MailModel model = MailExamples.requested()
                .more()
                .offers(List.of(new MailModel.Offer(
                        "approve", "https://pages.example/approvals/<1>", "program approve <1>", null)))
                .build();

        RenderedMail mail = mailText.render(model);

        assertThat(mail.text()).contains("YOUR DECISION", "https://pages.example/approvals/<1>", "program approve <1>");
        assertThat(mail.html())
                .contains("href=\"https://pages.example/approvals/&lt;1&gt;\"", "program approve &lt;1&gt;")
                .doesNotContain("<1>");
    }

    @ParameterizedTest
    @CsvSource({"requested", "under-way", "refused", "unknown", "stopped", "capped"})
    void noMailClaimsAnIsolationThatIsNotConfirmed(String state) {
        RenderedMail mail = mailText.render(MailExamples.withIsolation(state, null));

        assertThat(mail.text().lines().findFirst().orElseThrow()).doesNotContainIgnoringCase("isolated");
        assertThat(mail.text()).doesNotContain("device was isolated", "device has been isolated", "is now isolated");
    }

    @ParameterizedTest
    @CsvSource({
        "never,   High: not isolated,                   no isolation requested. High",
        "dry-run, [DRY RUN] High: would isolate,        'DRY RUN, isolation would have been requested. High'",
        "approve, High: isolation waits for approval,   isolation WAITS FOR APPROVAL. High",
        "isolate, High: nothing requested,              no isolation requested so far. High"
    })
    void eachDecisionHasItsOwnWords(String outcome, String subject, String firstLine) {
        RenderedMail mail = mailText.render(MailExamples.withDecision(outcome));

        assertThat(mail.subject()).startsWith(subject);
        assertThat(mail.text()).startsWith("ws-0042.corp.example: " + firstLine + "\n");
    }

    @Test
    void theModeDryRunMarksTheSubjectUnlessARequestWasMade() {
        var decision = MailExamples.decision("never");
        var requested = MailExamples.requested().isolation();

        assertThat(subject(MailExamples.model("alert", alert(), device(), decision, null, "dry-run")))
                .startsWith("[DRY RUN] High: not isolated");
        assertThat(subject(MailExamples.model("alert", alert(), device(), decision, requested, "dry-run")))
                .startsWith("High: isolation requested");
    }

    @Test
    void anAlertThatCameBackHigherSaysSo() {
        RenderedMail mail = mailText.render(MailExamples.ofKind("raised"));

        assertThat(mail.subject()).startsWith("Raised to High: not isolated");
        assertThat(mail.text()).startsWith("ws-0042.corp.example: no isolation requested. Raised to High\n");
    }

    @Test
    void aParkedAlertTellsWhyAndWhatToDo() {
        RenderedMail mail = mailText.render(MailExamples.ofKind("parked"));

        assertThat(mail.subject()).startsWith("High: PARKED, not handled");
        assertThat(mail.text())
                .contains("Set aside after 8 attempts: no route for it")
                .contains("Look at the alert in the portal")
                .contains(ALERT_ID);
    }

    @Test
    void anAlertWithoutADeviceSaysSo() {
        var alert = alert();
        List.of("machineId", "computerDnsName").forEach(alert::remove);

        RenderedMail mail = mailText.render(
                MailExamples.model("alert", alert, null, MailExamples.decision("never"), null, "enforce"));

        assertThat(mail.text()).startsWith("No device: nothing to isolate, the alert names no device. High\n");
        assertThat(mail.html()).doesNotContain("/machines/");
    }

    @Test
    void withoutDeviceFactsTheAlertsOwnNameAndTheReasonAreShown() {
        var model = MailModel.of("alert")
                .alert(alert())
                .deviceProblem("device not found")
                .build();

        assertThat(mailText.render(model).text())
                .startsWith("ws-0042.corp.example: ")
                .contains("No facts about the device: device not found\n")
                .contains("Group:          Workstations\n");
    }

    @Test
    void aMergedDeviceNamesTheOther() {
        var model = MailModel.of("alert")
                .alert(alert())
                .device(device())
                .mergedInto(Map.of("computerDnsName", "ws-0099", "id", "99"))
                .build();

        assertThat(mailText.render(model).text()).contains("Merged into:    ws-0099 99\n");
    }

    @Test
    void everyAlertTheMailSpeaksForIsInTheBody() {
        var model = MailModel.of("alert")
                .alert(alert())
                .alertIds(List.of("a-2", "a-3"))
                .device(device())
                .build();

        RenderedMail mail = mailText.render(model);

        assertThat(mail.text()).contains("THIS MAIL SPEAKS FOR 3 ALERTS\n" + ALERT_ID + "\na-2\na-3\n");
        assertThat(mail.html()).contains(ALERT_ID + "<br>a-2<br>a-3");
    }

    @Test
    void anEmptyModelIsStillAMail() {
        var nothing = MailModel.of(null).build();

        RenderedMail mail = mailText.render(nothing);

        assertThat(mail.subject()).isEqualTo("Unknown severity: nothing requested – No device – alert without a title");
        assertThat(mail.text()).contains("Alert without a title").doesNotContain("null");
        assertThat(mail.html()).doesNotContain("null");
    }

    @Test
    void aModelSurvivesTheDatabase() throws Exception {
        var json = new ObjectMapper();
        MailModel model = MailExamples.requested();

        String stored = json.writeValueAsString(model).replaceFirst("\\{", "{\"ofTheFuture\":1,");

        assertThat(json.readValue(stored, MailModel.class)).isEqualTo(model);
        assertThat(stored).contains("\"handledAt\":\"2026-11-20T09:28:30Z\"");
    }

    @Test
    void itsFilesSurviveTheDatabaseToo() throws Exception {
        var json = new ObjectMapper();
        byte[] bytes = {0, -1, 13, 10};
        MailModel model = MailExamples.requested()
                .more()
                .attachments(List.of(new Attachment("a.bin", "application/zip", bytes)))
                .build();

        MailModel read = json.readValue(json.writeValueAsString(model), MailModel.class);

        assertThat(read.attachments()).hasSize(1);
        assertThat(read.attachments().get(0).content()).isEqualTo(bytes);
        assertThat(read.attachments().get(0)).hasToString("a.bin (application/zip, 4 bytes)");
    }

    @Test
    void unreadableTimesAreShownAsTheyAre() {
        assertThat(mailText.render(MailExamples.withAlert(alertWith("alertCreationTime", "yesterday")))
                        .text())
                .contains("Created:        yesterday\n");
    }

    private String subject(MailModel model) {
        return mailText.render(model).subject();
    }
}
