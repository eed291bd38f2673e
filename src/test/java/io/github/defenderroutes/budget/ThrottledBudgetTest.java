package io.github.defenderroutes.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.defender.Permit;
import io.github.defenderroutes.defender.QuotaClass;
import io.github.defenderroutes.defender.Throttling;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a 429 pauses, and what it teaches. */
class ThrottledBudgetTest extends OneBudget {
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

    private static Throttling saying(Duration retryAfter, Integer perMinute) {
        return new Throttling(
                Optional.ofNullable(retryAfter), perMinute == null ? OptionalInt.empty() : OptionalInt.of(perMinute));
    }
}
