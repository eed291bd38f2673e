package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Notice;
import io.github.defenderroutes.ledger.Parked;
import io.github.defenderroutes.mail.Attachment;
import io.github.defenderroutes.mail.MailModel;
import io.github.defenderroutes.standin.ReceivedMail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mail is kept until a server has accepted it; a repeat is recognisable as one. */
class MailDeliveryTest {
    private final Installation our = new Installation();

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void aMailHasTextAndHtmlItsKindAndTheIdOfItsAlert() {
        our.alertOn("d1");

        our.tick();

        ReceivedMail mail = our.mailAbout("alert-d1");
        assertThat(mail.headers("Content-Type").get(0)).startsWith("multipart/alternative");
        assertThat(mail.text()).contains("isolation REQUESTED", "alert-d1");
        assertThat(mail.html()).contains("isolation REQUESTED", "alert-d1", "</html>");
        assertThat(mail.headers("X-Defender-Routes-Kind")).containsExactly("alert");
        assertThat(mail.headers("X-Defender-Alert-Id")).containsExactly("alert-d1");
        assertThat(mail.headers("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.from()).isEqualTo("defender-routes@corp.example");
        assertThat(mail.messageId()).endsWith("@corp.example>");
        assertThat(mail.raw()).doesNotContain("Bearer", "CamelHttp", "stand-in-secret");
    }

    @Test
    void aFileOfANoticeGoesWithItsMailAlsoAfterARestart() throws Exception {
        our.tick().standIn.mails().makeUnavailable();
        MailModel model = MailModel.of("hunting")
                .attachments(
                        List.of(new Attachment("result.csv", "text/csv", "a,b\r\n".getBytes(StandardCharsets.UTF_8))))
                .build();
        Notice notice = new Notice(
                "hunting", "row-1", "", Severity.HIGH, null, null, new ObjectMapper().writeValueAsString(model));
        our.app().ledger().delayedAlerts().tell(List.of(notice));
        our.tick().stop();
        our.standIn.mails().makeAvailable();

        our.ticksUntilQuiet();

        assertThat(our.standIn.mails().all()).hasSize(1);
        assertThat(our.standIn.mails().all().get(0).raw())
                .contains("Content-Disposition: attachment; filename=result.csv", "a,b");
    }

    @Test
    void whileTheServerIsAwayMailsAreKeptAndDevicesAreStillIsolated() {
        our.standIn.mails().makeUnavailable();
        for (int i = 0; i < 5; i++) {
            our.alertOn("d" + i);
        }
        our.tick().tickAfter(Duration.ofHours(2));
        assertThat(our.tenant().actions()).hasSize(5);

        our.stop().tick();
        our.standIn.mails().makeAvailable();
        our.ticksUntilQuiet();

        assertThat(our.mails()).hasSize(5).extracting(ReceivedMail::messageId).doesNotHaveDuplicates();
        assertThat(our.requestsToIsolate()).hasSize(5);
    }

    @Test
    void aServerThatIsAwayIsAskedOncePerRoundAndSaidInTheLog() {
        our.standIn.mails().makeUnavailable();
        for (int i = 0; i < 5; i++) {
            our.alertOn("d" + i);
        }
        try (LogProbe log = new LogProbe()) {
            our.tick();

            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("Mail not sent"))
                    .hasSize(1);
            assertThat(log.errors()).isEmpty();
        }
    }

    @Test
    void aMailWhoseAnswerWasLostIsRepeatedUnderTheSameMessageId() {
        our.alertOn("d1");
        our.standIn.mails().loseNextAnswer();

        our.tick().stop();
        our.ticksUntilQuiet();

        assertThat(our.mails()).hasSize(2);
        assertThat(our.mails().get(1).messageId()).isEqualTo(our.mails().get(0).messageId());
        assertThat(our.mails().get(1).text())
                .startsWith(our.mails().get(0).text().substring(0, 200));
    }

    @Test
    void aMailThatIsRefusedForNowIsSentLaterAndTheOthersNow() {
        our.alertOn("d1");
        our.standIn.mails().refuseNext("452 4.2.2 Mailbox full");
        our.tick();
        our.alertOn("d2");

        our.tick();
        assertThat(our.mailsAbout("alert-d1")).isEmpty();
        our.mailAbout("alert-d2");
        our.ticksUntilQuiet();

        our.mailAbout("alert-d1");
        assertThat(our.mails()).hasSize(2);
    }

    @Test
    void ifOneReaderIsRefusedTheOthersGetTheMailOnceAndItIsKeptForHim() {
        our.with("mail.to", "soc@corp.example, Duty@corp.example").alertOn("d1");
        our.standIn.mails().rejectRecipient("duty@corp.example");

        our.tick().tickAfter(Duration.ofMinutes(1)).stop().tickAfter(Duration.ofHours(2));

        assertThat(our.mailAbout("alert-d1").to()).containsExactly("soc@corp.example");
        our.standIn.mails().acceptAllRecipients();
        our.ticksUntilQuiet();

        List<ReceivedMail> mails = our.mailsAbout("alert-d1");
        assertThat(mails).hasSize(2);
        assertThat(mails.get(1).to()).containsExactly("Duty@corp.example");
        assertThat(mails.get(1).messageId()).isEqualTo(mails.get(0).messageId());
        assertThat(mails.get(1).headers("Date")).isEqualTo(mails.get(0).headers("Date"));
    }

    @Test
    void aReaderWhoIsTakenOutOfTheSettingsIsNotWaitedFor() {
        our.with("mail.to", "soc@corp.example, gone@corp.example").alertOn("d1");
        our.standIn.mails().rejectRecipient("gone@corp.example");
        our.tick().stop().with("mail.to", "soc@corp.example");

        our.ticksUntilQuiet();

        assertThat(our.mailAbout("alert-d1").to()).containsExactly("soc@corp.example");
    }

    @Test
    void aRefusalIsSaidOnceAndNotAtEveryTry() {
        our.with("mail.to", "soc@corp.example, gone@corp.example").with("isolation.mode", "off");
        our.alertOn("d1");
        our.standIn.mails().rejectRecipient("gone@corp.example");
        try (LogProbe log = new LogProbe()) {
            our.tick();
            for (int hour = 0; hour < 5; hour++) {
                our.tickAfter(Duration.ofHours(1));
            }

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("gone@corp.example"))
                    .singleElement()
                    .asString()
                    .startsWith("Mail not accepted for gone@corp.example; the others have it: 550 5.1.1")
                    .contains("To fix: correct mail.to.");
        }
    }

    @Test
    void aMailThatNobodyAcceptsForDaysIsSetAsideSaidOnceAndTriedAgainOnRequest() {
        our.with("mail.give-up", "1d").with("isolation.mode", "off");
        our.alertOn("d1");
        our.standIn.mails().rejectRecipient("soc@corp.example");
        try (LogProbe log = new LogProbe()) {
            our.tick();
            for (int hours = 0; hours < 40; hours += 2) {
                our.tickAfter(Duration.ofHours(2));
            }

            assertThat(log.errors()).singleElement().asString().startsWith("Mail set aside: for 1d");
        }
        assertThat(our.app().ledger().mails().waiting(10)).isEmpty();
        Parked parked = our.app().ledger().parked();
        assertThat(parked.mails(10)).singleElement().satisfies(mail -> assertThat(mail.reason())
                .contains("550 5.1.1"));

        our.standIn.mails().acceptAllRecipients();
        our.tickAfter(Duration.ofDays(2));
        assertThat(our.mails()).isEmpty();
        assertThat(parked.resubmit(List.of(parked.mails(1).get(0).id()), Actor.command("jdoe")))
                .isEmpty();
        our.tick();

        our.mailAbout("alert-d1");
        assertThat(parked.mails(10)).isEmpty();
    }

    @Test
    void anHourWithoutAServerIsSaidOnceLosesNothingAndEndsWithoutFurtherWaiting() {
        try (LogProbe log = new LogProbe()) {
            our.standIn.mails().makeUnavailable();
            for (int minute = 0; minute < 60; minute += 3) {
                our.alertOn("d" + minute);
                our.tickAfter(Duration.ofMinutes(3));
            }
            our.standIn.mails().makeAvailable();
            our.tickAfter(Duration.ofSeconds(30)).tickAfter(Duration.ofMinutes(1));

            assertThat(our.mails())
                    .hasSize(20)
                    .extracting(ReceivedMail::messageId)
                    .doesNotHaveDuplicates();
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("Mail not sent"))
                    .hasSize(1);
            assertThat(log.lines()).contains("Mails are accepted again.");
        }
        assertThat(our.requestsToIsolate()).hasSize(20);
    }

    @Test
    void aMailRefusedForGoodHoldsUpNoOther() {
        our.standIn.mails().refuseNext("554 5.7.1 Message rejected as spam");
        our.alertOn("d1");
        our.alertOn("d2");
        our.alertOn("d3");

        our.tick();

        assertThat(our.mails()).hasSize(2);
        assertThat(our.app().ledger().mails().waiting(10)).singleElement().satisfies(mail -> assertThat(mail.problem())
                .contains("554 5.7.1"));
    }

    @Test
    void ifAllReadersAreRefusedTheMailIsKept() {
        our.alertOn("d1");
        our.standIn.mails().rejectRecipient("soc@corp.example");
        our.tick().tickAfter(Duration.ofMinutes(1)).tickAfter(Duration.ofHours(5));
        assertThat(our.mails()).isEmpty();

        our.standIn.mails().acceptAllRecipients();
        our.ticksUntilQuiet();

        our.mailAbout("alert-d1");
    }

    @Test
    void aWrongPasswordKeepsTheMailAndIsNeverInTheLog() {
        our.standIn.mails().requirePassword("mailer", "right-password");
        our.with("mail.auth", "password").with("mail.username", "mailer").with("mail.password", "wrong-password");
        our.alertOn("d1");
        try (LogProbe log = new LogProbe()) {
            our.tick().tickAfter(Duration.ofMinutes(1));

            assertThat(log.lines()).anyMatch(line -> line.startsWith("Mail not sent"));
            assertThat(log.lines().toString()).doesNotContain("wrong-password");
        }
        our.stop().with("mail.password", "right-password");

        our.ticksUntilQuiet();

        our.mailAbout("alert-d1");
    }

    @Test
    void severitiesThatAreNotListedAreRecordedOnlyUnlessTheirDeviceIsIsolated(@TempDir Path folder) throws IOException {
        Path whoever =
                Files.writeString(folder.resolve("guardrails.yaml"), "rules: [{ rule: whoever, outcome: isolate }]");
        our.with("mail.severities", "Informational")
                .with("isolation.severities", "Low")
                .with("guardrails.file", whoever.toString());
        for (String severity : List.of("Informational", "Low", "Medium", "High")) {
            our.device("on-" + severity);
            our.tenant().add(anAlert("a-" + severity).severity(severity).device("on-" + severity));
        }

        our.tick();

        assertThat(our.tenant().actions()).extracting("machineId").containsExactly("on-Low");
        assertThat(our.mails())
                .extracting(mail -> mail.headers("X-Defender-Alert-Id").get(0))
                .containsExactlyInAnyOrder("a-Informational", "a-Low");
    }
}
