package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.Mails.Waiting;
import io.github.defenderroutes.ledger.Notice;
import io.github.defenderroutes.mail.Attachment;
import io.github.defenderroutes.mail.MailModel;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.ReceivedMail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mails by Microsoft Graph: the same mails, and kept until they are accepted all the same. */
class MailByGraphTest {
    private final Installation our = new Installation().with("mail.send-by", "graph");

    @BeforeEach
    void allowToSendAndTakeTheMailServerAway() {
        our.standIn.login().grant("Mail.Send");
        our.standIn.mails().makeUnavailable();
    }

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void theMailIsTheOneThatSmtpWouldHaveSent() {
        our.alertOn("d1");

        our.tick();

        ReceivedMail mail = our.mailAbout("alert-d1");
        assertThat(mail.from()).isEqualTo("defender-routes@corp.example");
        assertThat(mail.to()).containsExactly("soc@corp.example");
        assertThat(mail.text()).contains("isolation REQUESTED", "alert-d1");
        assertThat(mail.html()).contains("isolation REQUESTED", "</html>");
        assertThat(mail.headers("Content-Type").get(0)).startsWith("multipart/alternative");
        assertThat(mail.headers("X-Defender-Routes-Kind")).containsExactly("alert");
        assertThat(mail.headers("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.headers("Date")).hasSize(1);
        assertThat(mail.messageId()).endsWith("@corp.example>");
        assertThat(mail.raw()).doesNotContain("Bearer", "Camel", "stand-in-secret", "Defender-Routes-Permit");
        assertThat(our.standIn.calls("send-mail").get(0).header("Content-Type")).isEqualTo("text/plain");
    }

    @Test
    void howTheIsolationEndsIsToldInTheSameThread() {
        our.alertOn("d1");

        our.ticksUntilQuiet();

        assertThat(our.courseOf("alert-d1")).hasSize(1);
        assertThat(our.courseOf("alert-d1").get(0).headers("In-Reply-To"))
                .containsExactly(our.mailAbout("alert-d1").messageId());
    }

    @Test
    void inDryRunMailsGoToo() {
        our.with("isolation.mode", "dry-run").alertOn("d1");

        our.tick();

        assertThat(our.mailAbout("alert-d1").subject()).startsWith("[DRY RUN]");
    }

    @Test
    void aFileGoesWithIt() throws Exception {
        our.tick();
        MailModel model = MailModel.of("hunting")
                .attachments(
                        List.of(new Attachment("result.csv", "text/csv", "a,b\r\n".getBytes(StandardCharsets.UTF_8))))
                .build();
        Notice notice = new Notice(
                "hunting", "row-1", "", Severity.HIGH, null, null, new ObjectMapper().writeValueAsString(model));
        our.app().ledger().delayedAlerts().tell(List.of(notice));

        our.tick();

        assertThat(our.standIn.mails().all().get(0).raw())
                .contains("Content-Disposition: attachment; filename=result.csv", "a,b");
    }

    @Test
    void aMailWhoseAnswerIsLostIsRepeatedUnderTheSameMessageId() {
        our.faults().next("send-mail", Fault.status(504).butCarriedOut());
        our.alertOn("d1");

        our.tick().tickAfter(Duration.ofMinutes(1));

        assertThat(our.mailsAbout("alert-d1")).hasSize(2);
        assertThat(our.mailsAbout("alert-d1"))
                .extracting(ReceivedMail::messageId)
                .containsOnly(our.mailsAbout("alert-d1").get(0).messageId());
    }

    @Test
    void whenGraphThrottlesNothingIsSentBeforeTheTimeItNames() {
        our.faults().next("send-mail", Fault.throttled("300"));
        our.alertOn("d1");
        our.alertOn("d2");

        our.tick().tickAfter(Duration.ofMinutes(4));
        assertThat(our.standIn.calls("send-mail")).hasSize(1);

        our.tickAfter(Duration.ofMinutes(2));
        assertThat(our.mails()).hasSize(2);
        assertThat(our.requestsToIsolate()).as("isolating does not wait for it").hasSize(2);
    }

    @Test
    void anOutageOfGraphLosesNothingAndIsAskedOncePerRound() {
        our.faults().during("send-mail", Duration.ofHours(1), Fault.reset());
        for (int i = 0; i < 5; i++) {
            our.alertOn("d" + i);
        }
        our.tick();
        assertThat(our.standIn.calls("send-mail")).hasSize(1);
        our.clock.advance(Duration.ofHours(2));

        our.stop().ticksUntilQuiet();

        assertThat(our.mails()).hasSize(5).extracting(ReceivedMail::messageId).doesNotHaveDuplicates();
    }

    @Test
    void withoutThePermissionEveryMailWaitsAndTheReasonSaysWhatToGrant() {
        our.standIn.login().withdraw("Mail.Send");
        our.alertOn("d1");
        our.alertOn("d2");

        our.tick();

        assertThat(our.standIn.calls("send-mail")).hasSize(1);
        assertThat(our.app().ledger().mails().waiting(10))
                .extracting(Waiting::problem)
                .filteredOn(problem -> problem != null)
                .singleElement()
                .asString()
                .startsWith("Microsoft Graph refused send-mail: 403 Forbidden")
                .contains("To fix: grant the app Mail.Send", "limited to other mailboxes than mail.from");

        our.standIn.login().grant("Mail.Send");
        our.stop().ticksUntilQuiet();
        assertThat(our.mails()).hasSize(2);
    }

    @Test
    void aRefusedMailDoesNotHoldUpTheOthersAndIsSetAsideAtLast() {
        our.with("mail.give-up", "1m");
        our.faults().next("send-mail", Fault.status(400));
        our.alertOn("d1");
        our.alertOn("d2");

        our.tick();
        assertThat(our.mails()).hasSize(1);

        our.faults().always("send-mail", Fault.status(413));
        for (int i = 0; i < 10; i++) {
            our.tickAfter(Duration.ofMinutes(11));
        }
        assertThat(our.app().ledger().parked().mails(10)).isNotEmpty();
    }

    @Test
    void aTokenThatWasRevokedIsReplacedAndTheMailGoesOnce() {
        our.alertOn("d1");
        our.tick();
        our.standIn.login().revokeAllTokens();
        our.alertOn("d2");

        our.tickAfter(Duration.ofMinutes(1));

        assertThat(our.mailsAbout("alert-d2")).hasSize(1);
    }
}
