package io.github.defenderroutes.ledger;

import static io.github.defenderroutes.ledger.TestLedger.alert;
import static io.github.defenderroutes.ledger.TestLedger.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import io.github.defenderroutes.ledger.Mails.Mail;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailsTest {
    private final HandClock clock = new HandClock();
    private final TestLedger database = new TestLedger();
    private final Ledger ledger = database.start(clock);
    private final Mails mails = ledger.mails();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aNoticeIsSealedOnceIntoAMailWithAFixedMessageId() throws Exception {
        notice("a");

        Together.run(4, () -> {
            mails.seal("corp.example");
            return null;
        });

        assertThat(database.rows("SELECT id FROM defender_mails")).hasSize(1);
        Mail mail = mails.due().orElseThrow();
        assertThat(mail.messageId()).matches("<[0-9a-f-]{36}@corp\\.example>");
        assertThat(mail.models()).containsExactly("{\"of\":\"a\"}");
        assertThat(mails.due()).contains(mail);
    }

    @Test
    void aMailThatIsNotAcceptedWaitsLongerEachTimeAndKeepsItsMessageId() throws Exception {
        notice("a");
        mails.seal("corp.example");
        Mail mail = mails.due().orElseThrow();

        assertThat(mails.postpone(mail, "connection refused") - clock.millis()).isEqualTo(15_000);

        assertThat(mails.due()).isEmpty();
        assertThat(mails.waiting(10)).singleElement().satisfies(waiting -> assertThat(waiting.problem())
                .isEqualTo("connection refused"));
        clock.pass(Duration.ofSeconds(15));
        Mail again = mails.due().orElseThrow();
        assertThat(again.messageId()).isEqualTo(mail.messageId());
        assertThat(mails.postpone(again, "x".repeat(1_000)) - clock.millis()).isEqualTo(30_000);
        Mail late = new Mail(mail.id(), "", "", List.of(), 0, 1_000);
        assertThat(mails.postpone(late, null) - clock.millis()).isEqualTo(600_000);
    }

    @Test
    void theMailThatIsDueFirstGoesFirst() throws Exception {
        notice("a");
        mails.seal("corp.example");
        Mail first = mails.due().orElseThrow();
        clock.pass(Duration.ofSeconds(1));
        notice("b");
        mails.seal("corp.example");
        assertThat(mails.due()).contains(first);

        mails.postpone(first, "greylisted");

        assertThat(mails.due().orElseThrow().models()).containsExactly("{\"of\":\"b\"}");
    }

    @Test
    void anAcceptedMailIsNotSentAgain() throws Exception {
        notice("a");
        mails.seal("corp.example");

        mails.sent(mails.due().orElseThrow());

        clock.pass(Duration.ofDays(1));
        mails.seal("corp.example");
        assertThat(mails.due()).isEmpty();
        assertThat(mails.waiting(10)).isEmpty();
    }

    private void notice(String alertId) throws InterruptedException {
        ledger.claims().take(List.of(alert(alertId, "High", "")), 0, null);
        Claim claim = ledger.claims().begin(alertId).orElseThrow();
        ledger.finish(run(
                claim,
                Outcome.DONE,
                0,
                new Notice("alert", alertId, "", Severity.HIGH, null, null, "{\"of\":\"" + alertId + "\"}")));
        assertThat(ledger.flush(5_000)).isTrue();
    }
}
