package io.github.defenderroutes.ledger;

import static io.github.defenderroutes.ledger.TestLedger.TENANT;
import static io.github.defenderroutes.ledger.TestLedger.alert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import io.github.defenderroutes.ledger.Parked.NotResubmitted;
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

        assertThat(ledger.parked().resubmit(List.of("a1"), Actor.command("jdoe")))
                .isEmpty();

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

        ledger.parked().resubmit(List.of("a1"), Actor.command("jdoe"));

        assertThat(claim("a1", "High").kind()).isEqualTo(Claim.RAISED);
    }

    @Test
    void whatIsParkedAgainAfterItWasResubmittedIsToldAgain() throws Exception {
        park("a1", "High", "poison");
        ledger.parked().resubmit(List.of("a1"), Actor.command("jdoe"));
        park("a1", "High", "poison");
        ledger.parked().resubmitAlerts(Actor.command("jdoe"));
        park("a1", "High", "poison");

        assertThat(database.rows("SELECT id FROM defender_notices WHERE kind = 'parked'"))
                .hasSize(3);
    }

    @Test
    void aMailThatWaitsAboutAnEarlierParkingIsStillSent() throws Exception {
        park("a1", "High", "poison");
        ledger.mails().seal("corp.example");

        ledger.parked().resubmit(List.of("a1"), Actor.command("jdoe"));

        assertThat(ledger.mails().due())
                .hasValueSatisfying(mail -> assertThat(mail.models()).hasSize(1));
    }

    @Test
    void aResubmittedMailIsDueNowUnderItsMessageId() {
        mail("m1", "parked");
        mail("m2", "parked");

        assertThat(ledger.parked().resubmit(List.of("m1", "<m2@corp>"), Actor.command("jdoe")))
                .isEmpty();

        assertThat(ledger.mails().waiting(10))
                .extracting(Mails.Waiting::messageId, Mails.Waiting::dueAt, Mails.Waiting::problem)
                .containsExactlyInAnyOrder(tuple("<m1@corp>", NOW, null), tuple("<m2@corp>", NOW, null));
    }

    @Test
    void ifOneOfThemIsInHandOrUnknownNothingChanges() throws Exception {
        park("a1", "High", "poison");
        claim("a2", "High");
        mail("m1", "parked");

        assertThat(ledger.parked().resubmit(List.of("a1", "a2", "m1", "nobody"), Actor.command("jdoe")))
                .containsExactly(
                        new NotResubmitted("a2", Optional.of("claimed")),
                        new NotResubmitted("nobody", Optional.empty()));

        assertThat(ledger.parked().alerts(10)).hasSize(1);
        assertThat(ledger.parked().mails(10)).hasSize(1);
        assertThat(database.rows("SELECT id FROM defender_audit")).isEmpty();
    }

    @Test
    void anAlertThatWasHandledIsHandledAndToldAgainAsWhatItWas() throws Exception {
        Claim first = claim("a1", "High");
        ledger.finish(TestLedger.run(first, Outcome.DONE, NOW, TestLedger.notice(first)));
        ledger.flush(5_000);

        assertThat(ledger.parked().resubmit(List.of("a1"), Actor.page("ada"))).isEmpty();

        Claim second = claim("a1", "High");
        assertThat(second.kind()).isEqualTo(Claim.ALERT);
        ledger.finish(TestLedger.run(second, Outcome.DONE, NOW, TestLedger.notice(second)));
        ledger.flush(5_000);
        assertThat(database.rows("SELECT id FROM defender_notices WHERE kind = 'alert'"))
                .hasSize(2);
        assertThat(database.rows("SELECT who, via, action, subject FROM defender_audit"))
                .singleElement()
                .satisfies(act -> assertThat(act.values()).containsExactly("ada", "page", "resubmit", "a1"));
    }

    @Test
    void anAlertIsTakenAgainWhateverBecameOfItUnlessItIsInHand() throws Exception {
        end(claim("a1", "High"), Outcome.DONE);
        Map<String, Object> alert = alert("a1", "High", NOON);

        assertThat(ledger.claims().takeAgain(alert, Actor.command("jdoe"), "as it was"))
                .isPresent();

        assertThat(ledger.claims().takeAgain(alert, Actor.command("jdoe"), "as it was"))
                .isEmpty();
        assertThat(ledger.claims().begin("a1"))
                .hasValueSatisfying(claim -> assertThat(claim.kind()).isEqualTo(Claim.ALERT));
        assertThat(ledger.claims().takeAgain(alert("never-seen", "High", NOON), Actor.command("jdoe"), "as it was"))
                .isEmpty();
        assertThat(database.rows("SELECT id FROM defender_audit")).hasSize(1);
    }

    @Test
    void allOfThemMeansOnlyWhatIsParked() throws Exception {
        park("a1", "High", "poison");
        park("a2", "Low", "poison");
        end(claim("a3", "High"), Outcome.DONE);
        mail("m1", "parked");

        assertThat(ledger.parked().resubmitAlerts(Actor.command("jdoe"))).isEqualTo(2);
        assertThat(ledger.parked().resubmitMails(Actor.command("jdoe"))).isEqualTo(1);

        assertThat(ledger.claims().open()).isEqualTo(Map.of("due", 2));
        assertThat(ledger.claims().state("a3")).hasValue("done");
    }

    @Test
    void ofSeveralWhoResubmitTheSameAtOnceOneDoesIt() throws Exception {
        park("a1", "High", "poison");

        List<List<NotResubmitted>> answers =
                Together.run(4, () -> ledger.parked().resubmit(List.of("a1"), Actor.command("jdoe")));

        assertThat(answers).filteredOn(List::isEmpty).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> !answer.isEmpty())
                .allMatch(answer -> answer.equals(List.of(new NotResubmitted("a1", Optional.of("due")))));
        assertThat(database.rows("SELECT id FROM defender_audit")).hasSize(1);
    }

    @Test
    void whatWaitsForALaterTimeIsMadeDueNow() throws Exception {
        ledger.finish(TestLedger.run(claim("a1", "High"), Outcome.DELAYED, NOW + 60_000));
        ledger.flush(5_000);

        assertThat(ledger.parked().resubmit(List.of("a1"), Actor.command("jdoe")))
                .isEmpty();

        assertThat(ledger.claims().waiting(10)).singleElement().returns(NOW, Claims.Due::dueAt);
    }

    @Test
    void anotherTenantsAreNotSeen() throws Exception {
        park("a1", "High", "poison");
        mail("m1", "parked");
        Ledger stranger = new Ledger(database, "tenant-2", Clock.systemUTC(), false);

        assertThat(stranger.parked().alerts(10)).isEmpty();
        assertThat(stranger.parked().mails(10)).isEmpty();
        assertThat(stranger.parked().resubmit(List.of("a1", "m1"), Actor.command("thief")))
                .hasSize(2);
        assertThat(stranger.parked().resubmitAlerts(Actor.command("thief"))).isZero();
        assertThat(stranger.parked().resubmitMails(Actor.command("jdoe"))).isZero();
        assertThat(stranger.overview())
                .isEqualTo(new Overview(0, 0, 0, 0, Optional.empty(), 0, 0, Optional.empty(), 0, 0, Optional.empty()));
    }

    @Test
    void theOverviewCountsWhatIsOpenAndKnowsTheLastPoll() throws Exception {
        claim("a1", "High");
        end(claim("a2", "High"), Outcome.DELAYED);
        ledger.cursors().write("alerts", new Cursor(1, 1));

        assertThat(ledger.overview())
                .isEqualTo(new Overview(1, 1, 1, 0, Optional.empty(), 0, 0, Optional.empty(), 0, 0, Optional.of(NOW)));
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
