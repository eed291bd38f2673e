package io.github.defenderroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.Courses.Step;
import io.github.defenderroutes.ledger.Isolations.Cap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoursesTest {
    private final HandClock clock = new HandClock();
    private final TestLedger database = new TestLedger();
    private final Ledger ledger = database.start(clock);
    private final Isolations isolations = ledger.isolations();
    private final Courses courses = ledger.courses();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aStepAndItsNoticeAreWrittenTogetherAndOnceHoweverManyLook() throws Exception {
        Courses other = database.start(clock).courses();
        Isolation seen = requested("d");
        var turn = new AtomicInteger();

        List<Optional<Isolation>> taken = Together.run(8, () -> (turn.getAndIncrement() % 2 == 0 ? courses : other)
                .step(seen, step("isolated", 0), notice(seen, "isolated")));

        assertThat(taken).filteredOn(Optional::isPresent).hasSize(1);
        assertThat(database.rows("SELECT kind, about FROM defender_notices"))
                .singleElement()
                .satisfies(
                        row -> assertThat(row).containsEntry("kind", "isolated").containsEntry("about", seen.id()));
        assertThat(isolations.open("d").orElseThrow())
                .extracting(Isolation::state, Isolation::told)
                .containsExactly("isolated", "isolated");
    }

    @Test
    void aStepFromARecordThatHasChangedTellsNothing() {
        Isolation seen = requested("d");
        isolations.close(seen, "ended", null);

        assertThat(courses.step(seen, step("isolated", 0), notice(seen, "isolated")))
                .isEmpty();
        assertThat(database.rows("SELECT kind FROM defender_notices")).isEmpty();
    }

    @Test
    void aStepWithoutANoticeKeepsWhatWasToldBefore() {
        Isolation seen = requested("d");
        Isolation overdue = courses.step(seen, step("requested", 0), notice(seen, "overdue"))
                .orElseThrow();

        assertThat(courses.step(overdue, step("expired", 5), null).orElseThrow().told())
                .isEqualTo("overdue");
    }

    @Test
    void aStepThatClosesMakesRoomAndRemembersSinceWhen() {
        courses.step(requested("d"), step("released", 1234), null);

        assertThat(isolations.open("d")).isEmpty();
        assertThat(isolations.released("d")).hasValue(1234);
        assertThat(isolations.released("another")).isEmpty();
    }

    @Test
    void firstRequestsThatAreNotSentAreLeftToTheirAlerts() {
        isolations.request("new", "a", "Full", List.of());
        requested("requested");
        sent("sent");
        isolations.attach("theirs", "a", "Full", "under-way", "action", "pending");
        isolations.close(requested("closed"), "ended", null);
        isolations.repeat(requested("repeated"), List.of());

        assertThat(courses.open())
                .extracting(Isolation::deviceId)
                .containsExactlyInAnyOrder("requested", "sent", "theirs", "repeated");
    }

    @Test
    void anEndThatAnotherAlertNoticedFirstIsStillToBeTold() {
        isolations.close(requested("ended"), "ended", "it failed");
        isolations.close(requested("released"), "released", null);

        assertThat(courses.untold()).extracting(Isolation::deviceId).containsExactlyInAnyOrder("ended", "released");

        courses.untold().forEach(end -> courses.tell(end, notice(end, end.deviceId())));
        assertThat(database.rows("SELECT kind FROM defender_notices")).hasSize(2);
    }

    @Test
    void whatWasToldOnceIsNotToldAgain() throws Exception {
        isolations.close(requested("d"), "released", null);
        Isolation end = courses.untold().get(0);

        assertThat(Together.run(8, () -> courses.tell(end, notice(end, "released"))))
                .containsOnlyOnce(true);
        assertThat(courses.untold()).isEmpty();
    }

    @Test
    void whatTheMailAboutTheAlertSaysIsNotOwedBesides() {
        isolations.close(sent("refused"), "refused", "no");
        isolations.close(isolations.request("taken-back", "a", "Full", List.of()), "ended", "resolved");
        Isolation isolatedBefore = isolations.attach("isolated", "a", "Full", "isolated", "action", "succeeded");
        Isolation theirs = isolations
                .found(sent("theirs"), "isolated", false, "action", "succeeded")
                .orElseThrow();

        assertThat(courses.untold()).isEmpty();
        assertThat(List.of(isolatedBefore, theirs)).allMatch(record -> record.isTold("isolated"));
    }

    @Test
    void theReleaseOfADeviceThatWasIsolatedBeforeTheAlertIsOwed() {
        isolations.close(isolations.attach("d", "a", "Full", "isolated", "action", "succeeded"), "released", null);

        assertThat(courses.untold()).hasSize(1);
    }

    @Test
    void theEndOfARepeatIsOwedWhateverItIsBecauseNoAlertIsInHandThatCouldTellIt() {
        isolations.repeat(requested("d"), List.of());
        isolations.close(isolations.open("d").orElseThrow(), "refused", "no");

        assertThat(courses.untold()).extracting(Isolation::state).containsExactlyInAnyOrder("repeated", "refused");
    }

    @Test
    void anEndFromLongAgoIsNoNews() {
        isolations.close(requested("d"), "ended", null);
        clock.pass(Duration.ofDays(5));

        assertThat(courses.untold()).isEmpty();
    }

    @Test
    void aRepeatIsANewRecordOfTheSameAlertAndTheOldOneIsClosed() {
        Isolation expired = requested("d");

        Isolation next = isolations.repeat(expired, List.of()).orElseThrow();

        assertThat(next.id()).isNotEqualTo(expired.id());
        assertThat(next)
                .extracting(Isolation::state, Isolation::round, Isolation::alertId, Isolation::ours)
                .containsExactly("requesting", 2, "a", true);
        assertThat(isolations.open("d")).map(Isolation::id).hasValue(next.id());
        assertThat(isolations.repeat(expired, List.of())).isEmpty();
    }

    @Test
    void aRepeatThatTheCapForbidsLeavesTheRecordAsItIs() {
        Isolation expired = requested("d");
        sent("other");
        var cap = new Cap("isolation.cap.per-hour", OptionalInt.of(1), Duration.ofHours(1));

        assertThat(isolations.repeat(expired, List.of(cap)).orElseThrow().state())
                .isEqualTo("capped");
        assertThat(isolations.open("d")).map(Isolation::id).hasValue(expired.id());
    }

    @Test
    void aLookIsNotedButNeverBackwards() {
        Isolation record = requested("d");
        long now = clock.millis();

        courses.confirmed(List.of(record), now + 5);
        courses.confirmed(List.of(record), now + 3);
        courses.confirmed(List.of(), now + 9);

        assertThat(isolations.open("d").orElseThrow().lookedAt()).isEqualTo(now + 5);
    }

    @Test
    void theNoticeOfAnAlertIsTheNewestAboutTheAlertItself() throws InterruptedException {
        tell("alert", Severity.MEDIUM);
        clock.pass(Duration.ofMinutes(1));
        tell("raised", Severity.HIGH);
        clock.pass(Duration.ofMinutes(1));
        Isolation record = requested("d");
        courses.step(record, step("isolated", 0), notice(record, "isolated"));

        assertThat(courses.noticeOf("a")).hasValueSatisfying(notice -> assertThat(notice)
                .extracting(Notice::kind, Notice::severity)
                .containsExactly("raised", Severity.HIGH));
        assertThat(courses.noticeOf("another")).isEmpty();
    }

    private void tell(String kind, Severity severity) {
        new Database(database).transaction(c -> {
            new NoticeTable(TestLedger.TENANT, new EventTable())
                    .insert(c, List.of(new Notice(kind, "a", "", severity, "d", null, "{}")), clock.millis());
            return null;
        });
    }

    private Isolation requested(String device) {
        return isolations
                .found(sent(device), "requested", true, "action-" + device, "pending")
                .orElseThrow();
    }

    private Isolation sent(String device) {
        isolations.request(device, "a", "Full", List.of());
        isolations.send(device);
        return isolations.open(device).orElseThrow();
    }

    private static Step step(String state, long endedAt) {
        return new Step(state, true, "action", "status", null, endedAt);
    }

    private static Notice notice(Isolation about, String kind) {
        return new Notice(kind, about.alertId(), about.id(), Severity.HIGH, about.deviceId(), null, "{}");
    }
}
