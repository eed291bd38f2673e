package io.github.defenderroutes.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.defender.Api;
import io.github.defenderroutes.defender.BudgetExhaustedException;
import io.github.defenderroutes.defender.OperationQuota;
import io.github.defenderroutes.defender.Permit;
import io.github.defenderroutes.defender.QuotaClass;
import io.github.defenderroutes.defender.Throttling;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.TestLedger;
import io.github.defenderroutes.ledger.Together;
import io.github.defenderroutes.metrics.Meters;
import io.github.defenderroutes.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may call Defender, and when; on a real database, with a clock that moves only when told. */
class BudgetTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(80); // twice 10 s and 30 s
    private static final OperationQuota DEFAULT =
            new OperationQuota(Api.DEFENDER, OptionalInt.empty(), OptionalInt.empty());

    private final HandClock clock = new HandClock();
    private final TestLedger database = new TestLedger();
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "defender.tenant-id", TestLedger.TENANT,
            "defender.client-id", "00000000-0000-4000-8000-00000000c0de",
            "defender.client-secret", "secret",
            "mail.host", "mail.corp.example",
            "mail.from", "us@corp.example",
            "mail.to", "soc@corp.example"));

    @AfterEach
    void close() {
        database.close();
    }

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

    // ---- 429

    @Test
    void aRefusalForWantOfQuotaPausesThatOperationInEveryProcess() {
        Budget one = allowing(100, 1_500);
        Budget two = allowing(100, 1_500);

        respond(one).throttled(saying(Duration.ofMillis(2_128), null));

        assertThat(untilRoom(one)).isEqualTo(Duration.ofMillis(2_128));
        assertThat(untilRoom(two)).isEqualTo(Duration.ofMillis(2_128));
        two.ask("get-alert", QuotaClass.REST, DEFAULT);
        clock.pass(Duration.ofMillis(2_128));
        respond(two);
    }

    @Test
    void aPauseIsNeverLongerThanAnHour() {
        assertThat(respond(allowing(100, 1_500)).throttled(saying(Duration.ofDays(1), null)))
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aRefusalThatDoesNotSayHowLongPausesTwiceAsLongEachTimeUntilAnAnswerComes() {
        Budget budget = allowing(100, 1_500);
        for (int seconds : List.of(10, 20, 40, 80, 160, 300, 300)) {
            Duration pause = respond(budget).throttled(saying(null, null));
            assertThat(pause).isEqualTo(Duration.ofSeconds(seconds));
            clock.pass(pause);
        }
        respond(budget).answered();

        assertThat(respond(budget).throttled(saying(null, null))).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whatWasUnderWayWhenThePauseBeganDoesNotMakeItLonger() {
        Budget budget = allowing(100, 1_500);
        Permit one = respond(budget);
        Permit two = respond(budget);
        one.throttled(saying(null, null));
        clock.pass(Duration.ofSeconds(3));

        assertThat(two.throttled(saying(null, null))).isEqualTo(Duration.ofSeconds(7));
    }

    // ---- learning

    @Test
    void aNumberThatDefenderNamesIsKeptForTheOperationThatMadeSoMany() {
        Budget budget = allowing(100, 1_500);
        answered(budget, 30);
        respond(budget).throttled(saying(Duration.ofSeconds(8), 30));
        clock.pass(Duration.ofMinutes(2));

        assertThat(made(allowing(100, 1_500), QuotaClass.RESPOND)).isEqualTo(30);
        assertThat(budget.ask("get-alert", QuotaClass.RESPOND, DEFAULT)).isNotNull();
    }

    @Test
    void aNumberThatOnlyAllTogetherHaveMadeIsKeptForAllTogether() {
        Budget budget = allowing(100, 1_500);
        for (int i = 0; i < 29; i++) {
            budget.ask("get-device", QuotaClass.REST, DEFAULT).answered();
        }
        respond(budget).throttled(saying(Duration.ofSeconds(8), 30));
        clock.pass(Duration.ofMinutes(2));

        Budget restarted = allowing(100, 1_500);
        assertThat(made(restarted, QuotaClass.REST)).isEqualTo(22); // less the reserve and two polls
        assertThat(made(restarted, QuotaClass.RESPOND)).isEqualTo(8);
    }

    @Test
    void whatIsStillUnderWayCountsForTheOperationThatIsRefusedAndOthersAreNotHeldBack() {
        Budget budget = allowing(100, 1_500);
        for (int i = 0; i < 20; i++) {
            budget.ask("get-device", QuotaClass.RESPOND, DEFAULT).answered();
        }
        for (int i = 0; i < 4; i++) {
            respond(budget); // its answer is not there yet
        }
        respond(budget).throttled(saying(Duration.ofSeconds(8), 4));
        clock.pass(Duration.ofMinutes(3));

        for (int i = 0; i < 50; i++) {
            budget.ask("get-device", QuotaClass.RESPOND, DEFAULT).answered();
        }
        assertThat(made(budget, QuotaClass.RESPOND)).isEqualTo(4);
    }

    @Test
    void aNumberThatWeAreFarFromIsSomebodyElsesDoingAndTeachesNothing() {
        Budget budget = allowing(100, 1_500);
        respond(budget).throttled(saying(Duration.ofSeconds(8), 30));
        clock.pass(Duration.ofMinutes(2));

        assertThat(made(budget, QuotaClass.RESPOND)).isEqualTo(100);
    }

    @Test
    void withoutANumberWhatTheLastMinuteSawIsKept() {
        Budget budget = allowing(100, 1_500);
        answered(budget, 40);
        respond(budget).throttled(saying(Duration.ofSeconds(8), null));
        clock.pass(Duration.ofMinutes(2));

        assertThat(made(budget, QuotaClass.RESPOND)).isEqualTo(40);
    }

    @Test
    void withoutANumberAFewCallsTeachNothing() {
        Budget budget = allowing(100, 1_500);
        answered(budget, 3);
        respond(budget).throttled(saying(Duration.ofSeconds(2), null));
        clock.pass(Duration.ofMinutes(2));

        assertThat(made(budget, QuotaClass.RESPOND)).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"9,40", "10,50", "31,70", "59,90", "60,100", "600,100"})
    void whatWasLearnedIsForgottenStepByStepWithinAnHour(int minutes, int allowed) {
        Budget budget = allowing(100, 10_000);
        answered(budget, 40);
        respond(budget).throttled(saying(Duration.ofSeconds(8), 40));

        clock.pass(Duration.ofMinutes(minutes));

        assertThat(made(budget, QuotaClass.RESPOND)).isEqualTo(allowed);
    }

    @Test
    void anotherRefusalOnTheWayBackBeginsTheHourAnew() {
        Budget budget = allowing(100, 10_000);
        answered(budget, 40);
        respond(budget).throttled(saying(Duration.ofSeconds(8), 40));
        clock.pass(Duration.ofMinutes(30));
        answered(budget, 45);
        respond(budget).throttled(saying(Duration.ofSeconds(8), 40));

        clock.pass(Duration.ofMinutes(9));

        assertThat(made(budget, QuotaClass.RESPOND)).isEqualTo(40);
    }

    @Test
    void moreThanConfiguredIsNeverLearned() {
        Budget budget = allowing(10, 1_500);
        answered(budget, 9);
        respond(budget).throttled(saying(Duration.ofSeconds(8), 100));
        clock.pass(Duration.ofMinutes(2));

        assertThat(made(budget, QuotaClass.RESPOND)).isEqualTo(10);
    }

    // ---- machinery

    private Budget allowing(int perMinute, int perHour) {
        return new Budget(database.start(clock).calls(), settings(perMinute, perHour), new Meters(), clock);
    }

    private Settings settings(int perMinute, int perHour) {
        settings.put("defender.quota.per-minute", String.valueOf(perMinute));
        settings.put("defender.quota.per-hour", String.valueOf(perHour));
        return Settings.of(settings);
    }

    private static Permit respond(Budget budget) {
        return budget.ask("isolate-device", QuotaClass.RESPOND, DEFAULT);
    }

    private static void answered(Budget budget, int calls) {
        for (int i = 0; i < calls; i++) {
            respond(budget).answered();
        }
    }

    /** How many calls of this class there is room for. */
    private static int made(Budget budget, QuotaClass quotaClass) {
        int made = 0;
        try {
            while (true) {
                budget.ask("isolate-device", quotaClass, DEFAULT).answered();
                made++;
            }
        } catch (BudgetExhaustedException full) {
            return made;
        }
    }

    private static Duration untilRoom(Budget budget) {
        try {
            respond(budget);
            return Duration.ZERO;
        } catch (BudgetExhaustedException e) {
            return e.retryAfter().orElseThrow();
        }
    }

    private static Throttling saying(Duration retryAfter, Integer perMinute) {
        return new Throttling(
                Optional.ofNullable(retryAfter), perMinute == null ? OptionalInt.empty() : OptionalInt.of(perMinute));
    }
}
