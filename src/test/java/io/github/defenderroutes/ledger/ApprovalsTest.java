package io.github.defenderroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.Approvals.Question;
import io.github.defenderroutes.ledger.Approvals.Telling;
import io.github.defenderroutes.ledger.Audit.Entry;
import io.github.defenderroutes.ledger.Verdicts.Effect;
import io.github.defenderroutes.ledger.Verdicts.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases that wait for a person: one per device, decided once, expired for good. */
class ApprovalsTest {
    private static final Actor ADA = Actor.command("ada");
    private static final Actor GRACE = Actor.page("grace@corp.example");
    private static final Duration TIME = Duration.ofHours(4);

    private final TestLedger database = new TestLedger();
    private final HandClock clock = new HandClock();
    private final Ledger ledger = database.start(clock);
    private final Approvals approvals = ledger.approvals();
    private final Verdicts verdicts = ledger.verdicts();

    @AfterEach
    void close() {
        database.close();
    }

    // ---- asking

    @Test
    void aDeviceHasOneOpenCaseWhichFurtherAlertsJoin() {
        Approval first = ask("d1", "a1");
        clock.pass(Duration.ofMinutes(1));
        Approval second = ask("d1", "a2");

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.expiresAt()).as("joining gives no more time").isEqualTo(first.expiresAt());
        assertThat(approvals.alerts(first.id())).containsExactly("a2", "a1");
        assertThat(approvals.open(10)).hasSize(1);
    }

    @Test
    void ofManyAlertsOnADeviceAtOnceOneOpensTheCaseAndItIsToldOnce() throws Exception {
        AtomicInteger number = new AtomicInteger();

        List<String> ids = Together.run(8, () -> approvals
                .ask(question("d1", "a" + number.incrementAndGet()), this::notice, Telling.NOTHING)
                .id());

        assertThat(ids).containsOnly(ids.get(0));
        assertThat(approvals.alerts(ids.get(0))).hasSize(8);
        assertThat(notices()).isOne();
    }

    @Test
    void whatJoinsCanMakeACaseMoreCarefulAndNeverLess() {
        approvals.ask(
                new Question("d1", null, "a1", Severity.LOW, null, 0, "r", "b", true, 1, "{}", TIME),
                x -> null,
                x -> null);
        approvals.ask(
                new Question("d1", null, "a2", Severity.HIGH, null, 0, "r", "b", false, 2, "{}", TIME),
                x -> null,
                x -> null);

        Approval joined = approvals.ask(
                new Question("d1", null, "a3", Severity.LOW, null, 0, "r", "b", true, 1, "{}", TIME),
                x -> null,
                x -> null);

        assertThat(joined.people()).isEqualTo(2);
        assertThat(joined.capped()).as("is decided by itself").isFalse();
        assertThat(joined.severity()).isEqualTo(Severity.HIGH);
    }

    @Test
    void anIdCannotBeGuessedFromAnother() {
        assertThat(UUID.fromString(ask("d1", "a1").id()).version()).isEqualTo(4);
    }

    // ---- deciding

    @Test
    void ofTwoPeopleWhoDecideAtOnceOneWinsAndTheOtherIsToldByWhomItWasDecided() throws Exception {
        Approval asked = ask("d1", "a1");
        AtomicInteger number = new AtomicInteger();

        List<Verdict> both = Together.run(8, () -> {
            Actor person = Actor.command("person-" + number.incrementAndGet());
            return number.get() % 2 == 0
                    ? verdicts.approve(asked.id(), person, null, Telling.NOTHING)
                    : verdicts.deny(asked.id(), person, null, Telling.NOTHING);
        });

        assertThat(both).filteredOn(verdict -> verdict.effect().isDone()).hasSize(1);
        Actor winner = approvals.get(asked.id()).orElseThrow().decided();
        assertThat(both)
                .filteredOn(verdict -> !verdict.effect().isDone())
                .hasSize(7)
                .allSatisfy(late -> {
                    assertThat(late.effect()).isEqualTo(Effect.DECIDED);
                    assertThat(late.approval().decided()).isEqualTo(winner);
                });
        assertThat(audit()).extracting(Entry::who).containsExactly(winner.name());
    }

    @Test
    void aVerdictIsEnteredInTheAuditWithWhoAndWhy() {
        String approved = ask("d1", "a1").id();
        String denied = ask("d2", "a2").id();
        verdicts.approve(approved, ADA, "ransomware", Telling.NOTHING);
        clock.pass(Duration.ofSeconds(1));
        verdicts.deny(denied, GRACE, "a drill", this::notice);

        assertThat(audit())
                .extracting(Entry::who, Entry::via, Entry::action, Entry::subject, Entry::detail)
                .containsExactly(
                        tuple("ada", "command", "approve", approved, "d1: ransomware"),
                        tuple("grace@corp.example", "page", "deny", denied, "d2: a drill"));
        assertThat(notices()).as("a denial is told").isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000-0000-4000-8000-000000000000", "' OR 1=1 --", "", "d1"})
    void aForgedIdIsNoCase(String id) {
        ask("d1", "a1");

        assertThat(verdicts.approve(id, ADA, null, Telling.NOTHING).effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(verdicts.deny(id, ADA, null, Telling.NOTHING).effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(audit()).isEmpty();
    }

    @Test
    void aCaseOfAnotherTenantIsNoCase() {
        Approval ours = ask("d1", "a1");
        Ledger foreign = new Ledger(database, "tenant-2", clock, false);

        assertThat(foreign.verdicts()
                        .approve(ours.id(), ADA, null, Telling.NOTHING)
                        .effect())
                .isEqualTo(Effect.UNKNOWN);
        assertThat(foreign.approvals().get(ours.id())).isEmpty();
        assertThat(approvals.get(ours.id()).orElseThrow().isWaiting()).isTrue();
    }

    // ---- four eyes

    @Test
    void whereTwoPeopleAreNeededTheFirstWaitsForTheSecond() {
        String id = askTwo("d1").id();

        assertThat(verdicts.approve(id, ADA, null, this::notice).effect()).isEqualTo(Effect.FIRST_OF_TWO);
        assertThat(approvals.due(10)).isEmpty();
        assertThat(notices()).as("that a second person is needed is told").isOne();
        clock.pass(Duration.ofMinutes(1));
        assertThat(verdicts.approve(id, GRACE, null, this::notice).effect()).isEqualTo(Effect.APPROVED);

        assertThat(approvals.due(10)).singleElement().satisfies(due -> {
            assertThat(due.first()).isEqualTo(ADA);
            assertThat(due.decided()).isEqualTo(GRACE);
        });
        assertThat(audit()).extracting(Entry::action).containsExactly("approve-first", "approve");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada", "ADA", "CORP\\ada", "ada@corp.example", "Ada@Corp.Example"})
    void onePersonIsNotTwoUnderAnotherName(String name) {
        String id = askTwo("d1").id();
        verdicts.approve(id, ADA, null, Telling.NOTHING);

        assertThat(verdicts.approve(id, Actor.page(name), null, Telling.NOTHING).effect())
                .isEqualTo(Effect.SAME_PERSON);
        assertThat(approvals.due(10)).isEmpty();
    }

    @Test
    void theSecondPersonCanDeny() {
        String id = askTwo("d1").id();
        verdicts.approve(id, ADA, null, Telling.NOTHING);

        assertThat(verdicts.deny(id, GRACE, null, Telling.NOTHING).effect()).isEqualTo(Effect.DENIED);
        assertThat(approvals.due(10)).isEmpty();
    }

    @Test
    void aDeviceThatTurnsOutToNeedTwoPeopleWaitsForTheSecond() {
        Approval approved = verdicts.approve(ask("d1", "a1").id(), ADA, null, Telling.NOTHING)
                .approval();

        assertThat(approvals.needsAnother(approved, Telling.NOTHING)).isTrue();

        assertThat(approvals.due(10)).isEmpty();
        assertThat(verdicts.approve(approved.id(), ADA, null, Telling.NOTHING).effect())
                .isEqualTo(Effect.SAME_PERSON);
        assertThat(verdicts.approve(approved.id(), GRACE, null, Telling.NOTHING).effect())
                .isEqualTo(Effect.APPROVED);
    }

    @Test
    void whatJoinsAnApprovedCaseDoesNotSayThatMorePeopleHaveApprovedIt() {
        Approval approved = verdicts.approve(ask("d1", "a1").id(), ADA, null, Telling.NOTHING)
                .approval();

        assertThat(askTwo("d1")).satisfies(joined -> {
            assertThat(joined.id()).isEqualTo(approved.id());
            assertThat(joined.people()).isOne();
        });
    }

    @Test
    void whatNeedsTwoPeopleIsNotCarriedOutForOneHoweverItCameToBeApproved() {
        Approval approved = verdicts.approve(ask("d1", "a1").id(), ADA, null, Telling.NOTHING)
                .approval();
        database.update("UPDATE defender_approvals SET people = 2");

        assertThat(approvals
                        .carryOut(approved, null, "a1", "Full")
                        .orElseThrow()
                        .state())
                .isEqualTo("stopped");
        assertThat(ledger.isolations().open("d1")).isEmpty();
    }

    // ---- time

    @Test
    void afterItsTimeACaseCannotBeApprovedEvenIfNobodyHasClosedItYet() {
        String id = ask("d1", "a1").id();
        clock.pass(TIME);

        assertThat(verdicts.approve(id, ADA, null, Telling.NOTHING).effect()).isEqualTo(Effect.TOO_LATE);
    }

    @Test
    void aCaseThatWasTooLateOnceStaysSoWhenTheClockIsSetBack() {
        String id = ask("d1", "a1").id();
        clock.pass(TIME);
        verdicts.approve(id, ADA, null, Telling.NOTHING);
        clock.pass(Duration.ofMinutes(-5));

        assertThat(verdicts.approve(id, ADA, null, Telling.NOTHING).effect()).isEqualTo(Effect.TOO_LATE);
        assertThat(approvals.expire(this::notice)).hasSize(1);
        clock.pass(Duration.ofHours(-3));
        assertThat(verdicts.approve(id, ADA, null, Telling.NOTHING).effect()).isEqualTo(Effect.TOO_LATE);
        assertThat(approvals.get(id).orElseThrow().state()).isEqualTo("expired");
    }

    @Test
    void aClockThatIsSetBackFarGivesACaseNoMoreTime() {
        String id = ask("d1", "a1").id();
        clock.pass(Duration.ofHours(3));
        approvals.expire(Telling.NOTHING); // a tick sees what time it is
        clock.pass(Duration.ofHours(-3));

        assertThat(verdicts.approve(id, ADA, null, Telling.NOTHING).effect()).isEqualTo(Effect.TOO_LATE);
        assertThat(approvals.expire(this::notice)).singleElement().satisfies(expired -> assertThat(
                        expired.tooLate(clock.millis()))
                .hasValueSatisfying(why -> assertThat(why).contains("clock was set back")));
    }

    @Test
    void aClockThatIsSetBackALittleChangesNothing() {
        String id = ask("d1", "a1").id();
        clock.pass(Duration.ofMinutes(-1));

        assertThat(verdicts.approve(id, ADA, null, Telling.NOTHING).effect()).isEqualTo(Effect.APPROVED);
    }

    @Test
    void anExpiredCaseIsToldOnceAndTheNextAlertAsksAnew() {
        String id = ask("d1", "a1").id();
        clock.pass(TIME);

        approvals.expire(this::notice);
        approvals.expire(this::notice);

        assertThat(notices()).isOne();
        assertThat(ask("d1", "a2").id()).isNotEqualTo(id);
    }

    @Test
    void whatIsApprovedDoesNotExpire() {
        String id = ask("d1", "a1").id();
        verdicts.approve(id, ADA, null, Telling.NOTHING);
        clock.pass(TIME.multipliedBy(2));

        assertThat(approvals.expire(this::notice)).isEmpty();
        assertThat(approvals.due(10)).hasSize(1);
    }

    // ---- carrying out

    @Test
    void anApprovalIsGoodForOneIsolationOfItsDevice() {
        Approval approved = verdicts.approve(ask("d1", "a1").id(), ADA, null, Telling.NOTHING)
                .approval();

        Isolation decided = approvals.carryOut(approved, null, "a1", "Full").orElseThrow();
        assertThat(decided.state()).isEqualTo("requesting");
        assertThat(ledger.isolations().sendApproved("d1")).isTrue();
        assertThat(ledger.isolations().sendApproved("d1")).isFalse();
        assertThat(approvals.conclude(approved, "done", "requested", this::notice))
                .isTrue();

        assertThat(approvals.conclude(approved, "done", "requested", this::notice))
                .isFalse();
        assertThat(approvals
                        .carryOut(approved, null, "a1", "Full")
                        .orElseThrow()
                        .state())
                .isEqualTo("stopped");
        assertThat(notices()).isOne();
    }

    @Test
    void aCaseThatNobodyApprovedIsNotCarriedOutWhateverTheCallerSays() {
        Approval waiting = ask("d1", "a1");

        assertThat(approvals.carryOut(waiting, null, "a1", "Full").orElseThrow().state())
                .isEqualTo("stopped");
        assertThat(ledger.isolations().open("d1")).isEmpty();
    }

    @Test
    void whatDefenderIsAwayForIsDueAgainLater() {
        Approval approved = verdicts.approve(ask("d1", "a1").id(), ADA, null, Telling.NOTHING)
                .approval();
        approvals.postpone(approved, Duration.ofSeconds(30));
        assertThat(approvals.due(10)).isEmpty();

        clock.pass(Duration.ofSeconds(30));

        assertThat(approvals.due(10)).hasSize(1);
    }

    private Approval ask(String device, String alert) {
        return approvals.ask(question(device, alert), Telling.NOTHING, Telling.NOTHING);
    }

    private Approval askTwo(String device) {
        return approvals.ask(
                new Question(device, null, "a1", Severity.HIGH, null, 0, "r", "b", false, 2, "{}", TIME),
                Telling.NOTHING,
                Telling.NOTHING);
    }

    private static Question question(String device, String alert) {
        return new Question(
                device, null, alert, Severity.HIGH, "A title", 0, "a-rule", "Because", false, 1, "{}", TIME);
    }

    private Notice notice(Approval approval) {
        return new Notice(
                approval.state(), approval.alertId(), approval.id(), Severity.HIGH, approval.deviceId(), null, "{}");
    }

    private int notices() {
        return database.rows("SELECT id FROM defender_notices").size();
    }

    private List<Entry> audit() {
        List<Entry> entries = new ArrayList<>();
        ledger.audit().since(Instant.EPOCH, entry -> {
            if (!entry.via().equals("program")) {
                entries.add(entry);
            }
        });
        return entries;
    }
}
