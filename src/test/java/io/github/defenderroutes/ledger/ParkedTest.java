package io.github.defenderroutes.ledger;

import static io.github.defenderroutes.ledger.TestLedger.TENANT;
import static io.github.defenderroutes.ledger.TestLedger.alert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import io.github.defenderroutes.ledger.Parked.NotParked;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParkedTest {
    private static final String NOON = "2026-11-24T12:00:00Z";
    private static final long NOW = Instant.parse(NOON).toEpochMilli();

    private final TestLedger database = new TestLedger();
    private final Ledger ledger = database.start(Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aParkedAlertIsListedWithItsReasonAndHowOftenItWasTried() throws Exception {
        park("a1", "High", "a step of ours is wrong");

        assertThat(ledger.parked().alerts(10))
                .containsExactly(new Parked.Alert("a1", Claim.ALERT, Severity.HIGH, NOW, 1, "a step of ours is wrong"));
        assertThat(ledger.overview().parkedAlerts()).isOne();
    }

    @Test
    void aParkedMailIsListedWithWhatTheServerSaid() {
        mail("m1", "parked");
        mail("m2", "waiting");

        assertThat(ledger.parked().mails(10))
                .containsExactly(
                        new Parked.Mail("m1", "<m1@corp>", "alert", Severity.HIGH, 5, 7, 0, "550 no such user"));
        assertThat(ledger.overview())
                .returns(1, Overview::parkedMails)
                .returns(1, Overview::waitingMails)
                .returns(Optional.of(5L), Overview::oldestWaitingMail);
    }

    @Test
    void aResubmittedAlertIsDueNowAsIfItHadNeverBeenTried() throws Exception {
        park("a1", "High", "poison");

        assertThat(ledger.parked().resubmit(List.of("a1"), "jdoe")).isEmpty();

        assertThat(ledger.parked().alerts(10)).isEmpty();
        assertThat(ledger.claims().waiting(10)).containsExactly(new Claims.Due("a1", NOW, "Resubmitted by jdoe"));
        take("a1", "High");
        assertThat(ledger.claims().begin("a1")).hasValueSatisfying(claim -> {
            assertThat(claim.attempts()).isZero();
            assertThat(claim.kind()).isEqualTo(Claim.ALERT);
            assertThat(claim.severity()).isEqualTo(Severity.HIGH);
        });
    }

    @Test
    void anAlertThatWasParkedAsRaisedIsHandledAsRaised() throws Exception {
        end(claim("a1", "Medium"), Outcome.DONE);
        end(claim("a1", "High"), Outcome.PARKED);

        ledger.parked().resubmit(List.of("a1"), "jdoe");

        assertThat(claim("a1", "High").kind()).isEqualTo(Claim.RAISED);
    }

    @Test
    void whatIsParkedAgainAfterItWasResubmittedIsToldAgain() throws Exception {
        park("a1", "High", "poison");
        ledger.parked().resubmit(List.of("a1"), "jdoe");
        park("a1", "High", "poison");
        ledger.parked().resubmitAlerts("jdoe");
        park("a1", "High", "poison");

        assertThat(database.rows("SELECT id FROM defender_notices WHERE kind = 'parked'"))
                .hasSize(3);
    }

    @Test
    void aMailThatWaitsAboutAnEarlierParkingIsStillSent() throws Exception {
        park("a1", "High", "poison");
        ledger.mails().seal("corp.example");

        ledger.parked().resubmit(List.of("a1"), "jdoe");

        assertThat(ledger.mails().due())
                .hasValueSatisfying(mail -> assertThat(mail.models()).hasSize(1));
    }

    @Test
    void aResubmittedMailIsDueNowUnderItsMessageId() {
        mail("m1", "parked");
        mail("m2", "parked");

        assertThat(ledger.parked().resubmit(List.of("m1", "<m2@corp>"), "jdoe")).isEmpty();

        assertThat(ledger.mails().waiting(10))
                .extracting(Mails.Waiting::messageId, Mails.Waiting::dueAt, Mails.Waiting::problem)
                .containsExactlyInAnyOrder(tuple("<m1@corp>", NOW, null), tuple("<m2@corp>", NOW, null));
    }

    @Test
    void ifOneOfThemIsNotParkedNothingChanges() throws Exception {
        park("a1", "High", "poison");
        end(claim("a2", "High"), Outcome.DONE);
        mail("m1", "parked");

        assertThat(ledger.parked().resubmit(List.of("a1", "a2", "m1", "nobody"), "jdoe"))
                .containsExactly(new NotParked("a2", Optional.of("done")), new NotParked("nobody", Optional.empty()));

        assertThat(ledger.parked().alerts(10)).hasSize(1);
        assertThat(ledger.parked().mails(10)).hasSize(1);
    }

    @Test
    void allOfThemMeansOnlyWhatIsParked() throws Exception {
        park("a1", "High", "poison");
        park("a2", "Low", "poison");
        end(claim("a3", "High"), Outcome.DONE);
        mail("m1", "parked");

        assertThat(ledger.parked().resubmitAlerts("jdoe")).isEqualTo(2);
        assertThat(ledger.parked().resubmitMails()).isEqualTo(1);

        assertThat(ledger.claims().open()).isEqualTo(Map.of("due", 2));
        assertThat(ledger.claims().state("a3")).hasValue("done");
    }

    @Test
    void twoWhoResubmitTheSameAtOnceDoItOnce() throws Exception {
        park("a1", "High", "poison");

        List<List<NotParked>> answers = Together.run(4, () -> ledger.parked().resubmit(List.of("a1"), "jdoe"));

        assertThat(answers).filteredOn(List::isEmpty).hasSize(1);
    }

    @Test
    void anotherTenantsAreNotSeen() throws Exception {
        park("a1", "High", "poison");
        mail("m1", "parked");
        Ledger stranger = new Ledger(database, "tenant-2", Clock.systemUTC(), false);

        assertThat(stranger.parked().alerts(10)).isEmpty();
        assertThat(stranger.parked().mails(10)).isEmpty();
        assertThat(stranger.parked().resubmit(List.of("a1", "m1"), "thief")).hasSize(2);
        assertThat(stranger.parked().resubmitAlerts("thief")).isZero();
        assertThat(stranger.parked().resubmitMails()).isZero();
        assertThat(stranger.overview())
                .isEqualTo(new Overview(0, 0, 0, 0, 0, Optional.empty(), 0, 0, Optional.empty()));
    }

    @Test
    void theOverviewCountsWhatIsOpenAndKnowsTheLastPoll() throws Exception {
        claim("a1", "High");
        end(claim("a2", "High"), Outcome.DELAYED);
        ledger.cursors().write("alerts", new Cursor(1, 1));

        assertThat(ledger.overview()).isEqualTo(new Overview(1, 1, 1, 0, 0, Optional.empty(), 0, 0, Optional.of(NOW)));
    }

    private void park(String id, String severity, String reason) throws Exception {
        Claim claim = claim(id, severity);
        Notice told = new Notice("parked", id, "", claim.severity(), null, null, "{}");
        ledger.finish(new FinishedRun(
                claim, Outcome.PARKED, true, claim.severity(), reason, null, "[]", null, List.of(told), 0, NOW, NOW));
        ledger.flush(5_000);
    }

    private void end(Claim claim, Outcome outcome) throws Exception {
        ledger.finish(TestLedger.run(claim, outcome, NOW));
        ledger.flush(5_000);
    }

    private Claim claim(String id, String severity) {
        take(id, severity);
        return ledger.claims().begin(id).orElseThrow();
    }

    private void take(String id, String severity) {
        ledger.claims().take(List.of(alert(id, severity, NOON)), 0, null);
    }

    private void mail(String id, String state) {
        database.update(
                "INSERT INTO defender_mails (id, tenant, message_id, kind, severity, state, tries, due_at, created_at,"
                        + " problem) VALUES (?,?,?,'alert',?,?,7,0,5,'550 no such user')",
                id,
                TENANT,
                "<" + id + "@corp>",
                Severity.HIGH.ordinal(),
                state);
    }
}
