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
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailsTest {
    private static final Duration GIVE_UP = Duration.ofDays(3);

    private final HandClock clock = new HandClock();
    private final TestLedger database = new TestLedger();
    private final Ledger ledger = database.start(clock);
    private final Mails mails = ledger.mails();
    private final Parked parked = ledger.parked();

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
        assertThat(mail.isDigest()).isFalse();
        assertThat(mails.due()).contains(mail);
    }

    @Test
    void aMailThatIsNotAcceptedWaitsLongerEachTimeAndKeepsItsMessageId() throws Exception {
        notice("a");
        mails.seal("corp.example");
        Mail mail = mails.due().orElseThrow();

        assertThat(waitAfter(mail, "connection refused")).isEqualTo(15_000);

        assertThat(mails.due()).isEmpty();
        assertThat(mails.waiting(10)).singleElement().satisfies(waiting -> assertThat(waiting.problem())
                .isEqualTo("connection refused"));
        clock.pass(Duration.ofSeconds(15));
        Mail again = mails.due().orElseThrow();
        assertThat(again.messageId()).isEqualTo(mail.messageId());
        assertThat(again.createdAt()).isEqualTo(mail.createdAt());
        assertThat(again.problem()).isEqualTo("connection refused");
        assertThat(waitAfter(again, "x".repeat(1_000))).isEqualTo(30_000);
        clock.pass(Duration.ofSeconds(30));
        for (int i = 0; i < 30; i++) {
            long wait = waitAfter(mails.due().orElseThrow(), "still");
            assertThat(wait).isBetween(60_000L, 600_000L);
            clock.pass(Duration.ofMillis(wait));
        }
    }

    @Test
    void whoAcceptedIsRememberedOverManyTries() throws Exception {
        notice("a");
        mails.seal("corp.example");

        mails.postpone(mails.due().orElseThrow(), List.of("one@corp.example"), "550 two, 550 three", GIVE_UP);
        clock.pass(Duration.ofMinutes(1));
        mails.postpone(mails.due().orElseThrow(), List.of("two@corp.example"), "550 three", GIVE_UP);
        clock.pass(Duration.ofMinutes(1));

        assertThat(mails.due().orElseThrow().accepted()).containsExactly("one@corp.example", "two@corp.example");
    }

    @Test
    void whatNobodyAcceptsIsSetAsideAndTriedAnewWhenAPersonSaysSo() throws Exception {
        notice("a");
        mails.seal("corp.example");
        Mail mail = mails.due().orElseThrow();
        mails.postpone(mail, List.of("one@corp.example"), "554 spam", GIVE_UP);
        while (parked.mails(10).isEmpty()) {
            assertThat(mails.waiting(1)).isNotEmpty();
            clock.pass(Duration.ofMinutes(11));
            mails.postpone(mails.due().orElseThrow(), List.of(), "554 spam", GIVE_UP);
        }

        Parked.Mail setAside = parked.mails(10).get(0);
        assertThat(clock.millis() - mail.createdAt()).isBetween(GIVE_UP.toMillis(), GIVE_UP.toMillis() + 700_000);
        assertThat(setAside.reason()).isEqualTo("554 spam");
        assertThat(setAside.alerts()).isEqualTo(1);
        clock.pass(Duration.ofDays(30));
        assertThat(mails.due()).isEmpty();

        assertThat(parked.resubmit(List.of(setAside.id()), Actor.command("jdoe")))
                .isEmpty();

        assertThat(parked.resubmit(List.of(setAside.id()), Actor.command("jdoe")))
                .hasSize(1);
        Mail anew = mails.due().orElseThrow();
        assertThat(anew.messageId()).isEqualTo(mail.messageId());
        assertThat(anew.accepted()).containsExactly("one@corp.example");
        assertThat(mails.postpone(anew, List.of(), "554 spam", GIVE_UP))
                .as("a first refusal is not the end again")
                .isPresent();
    }

    @Test
    void aMailThatWaitedWhileWeWereAwayIsStillTriedForAWhile() throws Exception {
        notice("a");
        mails.seal("corp.example");
        clock.pass(Duration.ofDays(10));

        assertThat(mails.postpone(mails.due().orElseThrow(), List.of(), "timeout", GIVE_UP))
                .isPresent();
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

        mails.postpone(first, List.of(), "greylisted", GIVE_UP);

        assertThat(mails.due().orElseThrow().models()).containsExactly("{\"of\":\"b\"}");
    }

    @Test
    void manyMailsAreReadAtOnceEachWithItsOwnText() throws Exception {
        List<String> names = List.of("a", "b", "c", "d");
        for (String name : names) {
            notice(name);
        }
        mails.seal("corp.example");

        List<Mail> due = mails.due(3);

        assertThat(due).hasSize(3).extracting(Mail::messageId).doesNotHaveDuplicates();
        assertThat(due).allSatisfy(mail -> assertThat(mail.models()).hasSize(1));
        assertThat(mails.due(100)).flatExtracting(Mail::models).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void whenTheServerIsBackWhatItRefusedIsDueAtOnce() throws Exception {
        notice("a");
        mails.seal("corp.example");
        mails.postpone(mails.due().orElseThrow(), List.of(), "connection refused", GIVE_UP);
        assertThat(mails.due()).isEmpty();

        mails.hurry();

        assertThat(mails.due()).isPresent();
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

    private long waitAfter(Mail mail, String problem) {
        Optional<Long> due = mails.postpone(mail, List.of(), problem, GIVE_UP);
        return due.orElseThrow() - clock.millis();
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
