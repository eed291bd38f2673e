package io.github.defenderroutes.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.defender.Api;
import io.github.defenderroutes.defender.BudgetExhaustedException;
import io.github.defenderroutes.defender.OperationQuota;
import io.github.defenderroutes.defender.Permit;
import io.github.defenderroutes.defender.QuotaClass;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.TestLedger;
import io.github.defenderroutes.ledger.Together;
import io.github.defenderroutes.metrics.Meters;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Never more calls than the quota allows, whoever asks, and who goes first. */
class BudgetTest extends OneBudget {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(80); // twice 10 s and 30 s

    // ---- the windows

    @Test
    void aCallLeavesTheMinuteAMinuteAfterItsAnswer() {
        Budget budget = allowing(1, 1_000);
        Permit permit = respond(budget);
        clock.pass(Duration.ofSeconds(5));
        permit.answered();

        clock.pass(MINUTE.minusMillis(1));
        assertThat(untilRoom(budget)).isEqualTo(Duration.ofMillis(1));
        clock.pass(Duration.ofMillis(1));
        respond(budget);
    }

    @Test
    void aCallLeavesTheHourAnHourAfterItsAnswer() {
        Budget budget = allowing(1_000, 2);
        respond(budget).answered();
        clock.pass(Duration.ofMinutes(10));
        respond(budget).answered();

        assertThat(untilRoom(budget)).isEqualTo(Duration.ofMinutes(50));
        clock.pass(Duration.ofMinutes(50));
        respond(budget).answered();
        assertThat(untilRoom(budget)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void aRefusalSaysWhenThereIsRoomInAllWindows() {
        Budget budget = allowing(1, 2);
        respond(budget).answered();
        clock.pass(Duration.ofMinutes(30));
        respond(budget).answered();

        assertThat(untilRoom(budget)).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void aCallThatWasNotSentDoesNotCount() {
        Budget budget = allowing(1, 1_000);

        respond(budget).unused();

        respond(budget);
    }

    @Test
    void theRepeatOfACallCountsToo() {
        Budget budget = allowing(2, 1_000);
        Permit permit = respond(budget);

        permit.repeat();
        permit.answered();

        assertThat(untilRoom(budget)).isEqualTo(MINUTE);
    }

    @Test
    void aRepeatWithoutRoomIsNotMade() {
        Permit permit = respond(allowing(1, 1_000));

        assertThatThrownBy(permit::repeat).isInstanceOf(BudgetExhaustedException.class);
    }

    // ---- processes, restarts, crashes

    @Test
    void twoProcessesShareTheWindow() {
        Budget one = allowing(2, 1_000);
        Budget two = allowing(2, 1_000);
        respond(one).answered();
        respond(two).answered();

        assertThat(untilRoom(two)).isEqualTo(MINUTE);
        assertThat(untilRoom(one)).isGreaterThanOrEqualTo(MINUTE);
    }

    @Test
    void ofManyThatAskAtOnceInTwoProcessesExactlyAsManyAsThereIsRoomForMayCall() throws Exception {
        List<Budget> processes = List.of(allowing(17, 1_000), allowing(17, 1_000));

        List<Boolean> allowed = Together.run(40, () -> {
            try {
                respond(processes.get((int) (Thread.currentThread().getId() % 2)));
                return true;
            } catch (BudgetExhaustedException e) {
                return false;
            }
        });

        assertThat(allowed).filteredOn(yes -> yes).hasSize(17);
    }

    @Test
    void aRestartRemembersTheCallsAndTheirAnswers() {
        Ledger before = new Ledger(database, TestLedger.TENANT, clock, false);
        before.start();
        respond(new Budget(before.calls(), settings(1, 1_000), new Meters(), clock))
                .answered();
        before.close();

        assertThat(untilRoom(allowing(1, 1_000))).isEqualTo(MINUTE);
    }

    @Test
    void afterACrashACallWhoseAnswerIsNotKnownCountsAsIfItHadTakenTheLongestItCan() {
        respond(allowing(1, 1_000)); // no answer, no orderly end

        assertThat(untilRoom(allowing(1, 1_000))).isEqualTo(LONGEST_CALL.plus(MINUTE));
    }

    @Test
    void aClockThatIsSetBackAnHourDoesNotStopUsForAnHour() {
        clock.pass(Duration.ofHours(1));
        respond(allowing(1, 1_000)).answered();
        clock.pass(Duration.ofHours(-1));

        respond(allowing(1, 1_000));
    }

    @Test
    void withoutTheDatabaseNothingIsCalled() {
        Budget budget = allowing(10, 1_000);
        database.isAway(true);

        assertThatThrownBy(() -> respond(budget)).hasMessageContaining("database");

        database.isAway(false);
        respond(budget);
    }

    // ---- who goes first

    @Test
    void respondingMayUseAllPollingLeavesTheReserveAndTheRestLeavesThatAndThePolling() {
        Budget budget = allowing(100, 1_500); // polls twice a minute

        assertThat(made(budget, QuotaClass.REST)).isEqualTo(78);
        assertThat(made(budget, QuotaClass.POLL)).isEqualTo(2);
        assertThat(made(budget, QuotaClass.RESPOND)).isEqualTo(20);
        assertThat(made(budget, QuotaClass.REST)).isZero();
    }

    @Test
    void theRestLeavesTheReserveAndAnHoursPollingOfTheHourUntouched() {
        Budget budget = allowing(10_000, 1_500); // polls 120 times an hour

        assertThat(made(budget, QuotaClass.REST)).isEqualTo(1_080);
        assertThat(made(budget, QuotaClass.POLL)).isEqualTo(120);
        assertThat(made(budget, QuotaClass.RESPOND)).isEqualTo(300);
    }

    @Test
    void pollingMoreOftenThanTheQuotaAllowsLeavesHalfForTheRest() {
        settings.put("alerts.poll.cron", "* * * * * ?");

        assertThat(made(allowing(10_000, 1_500), QuotaClass.REST)).isEqualTo(600);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "3,1", "5,2", "10,6"})
    void howeverSmallTheQuotaIsTheRestMayCallAtTimes(int perMinute, int rest) {
        assertThat(made(allowing(perMinute, 1_000), QuotaClass.REST)).isEqualTo(rest);
    }

    // ---- operations that are granted less

    @Test
    void anOperationThatIsGrantedLessWaitsWhileOthersGoOn() {
        Budget budget = allowing(100, 1_500);
        OperationQuota ten = new OperationQuota(Api.DEFENDER, OptionalInt.of(10), OptionalInt.of(500));
        for (int i = 0; i < 10; i++) {
            budget.ask("batch-update", QuotaClass.RESPOND, ten).answered();
        }

        assertThatThrownBy(() -> budget.ask("batch-update", QuotaClass.RESPOND, ten))
                .hasMessage(
                        "batch-update was not asked. Responding (batch-update) must wait until 2026-11-20T09:01:00Z."
                                + " Calls in the last minute: 10; the limit: 10 a minute, as Microsoft documents for batch-update."
                                + " Nothing to do; what waits is done then.");
        respond(budget);
    }

    @Test
    void graphHasAQuotaOfItsOwnByTheMinuteOnly() {
        Budget budget = allowing(1, 1);
        OperationQuota ofGraph = new OperationQuota(Api.GRAPH, OptionalInt.empty(), OptionalInt.empty());
        for (int i = 0; i < 150; i++) {
            budget.ask("get-incident", QuotaClass.RESPOND, ofGraph).answered();
        }

        assertThatThrownBy(() -> budget.ask("get-incident", QuotaClass.RESPOND, ofGraph))
                .hasMessageContaining("Responding (Graph) must wait until 2026-11-20T09:01:00Z."
                        + " Calls in the last minute: 150; the limit: defender.graph-quota.per-minute = 150.");
        respond(budget);
    }

    @Test
    void anOperationCanBeGrantedLessAnHour() {
        Budget budget = allowing(100, 1_500);
        OperationQuota two = new OperationQuota(Api.DEFENDER, OptionalInt.empty(), OptionalInt.of(2));
        budget.ask("start-investigation", QuotaClass.RESPOND, two).answered();
        budget.ask("start-investigation", QuotaClass.RESPOND, two).answered();

        assertThatThrownBy(() -> budget.ask("start-investigation", QuotaClass.RESPOND, two))
                .isInstanceOfSatisfying(BudgetExhaustedException.class, e -> assertThat(e.retryAfter())
                        .contains(Duration.ofHours(1)));
    }
}
