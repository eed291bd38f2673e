package io.github.defenderroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.Hunts.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When queries are due and which rows were told, with several processes on one database. */
class HuntsTest {
    private static final String HOURLY = "0 0 * * * ?";
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final HandClock clock = new HandClock();
    private final TestLedger database = new TestLedger();
    private final Hunts one = database.start(clock).hunts();
    private final Hunts other = database.start(clock).hunts();

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void aQueryBeginsWithItsFirstTimeAndKeepsItOverRestarts() {
        one.schedule("a", HOURLY, 1_000);

        assertThat(other.schedule("a", HOURLY, 2_000).dueAt()).isEqualTo(1_000);
        assertThat(other.schedule("a", "0 0 6 * * ?", 3_000).dueAt()).isEqualTo(3_000);
    }

    @Test
    void ofTwoProcessesOneTakesARun() {
        Schedule seen = one.schedule("a", HOURLY, 1_000);

        assertThat(one.take(seen, LONGEST)).isPresent();
        assertThat(other.take(seen, LONGEST)).isEmpty();
        assertThat(other.schedule("a", HOURLY, 0).notBefore()).isEqualTo(clock.millis() + LONGEST.toMillis());
    }

    @Test
    void aRunIsWrittenAsAWholeAndOnlyByWhoTookItLast() {
        Schedule slow = one.take(one.schedule("a", HOURLY, 1_000), LONGEST).orElseThrow();
        Schedule second = other.take(slow, LONGEST).orElseThrow(); // its time in hand was over

        assertThat(one.finish(slow, Instant.ofEpochMilli(9_000), List.of("k1"), null, List.of(notice(1))))
                .isFalse();
        assertThat(one.told("a", List.of("k1"))).isEmpty();
        assertThat(other.finish(second, Instant.ofEpochMilli(9_000), List.of("k1"), null, List.of(notice(1))))
                .isTrue();

        Schedule next = one.schedule("a", HOURLY, 0);
        assertThat(next.dueAt()).isEqualTo(9_000);
        assertThat(next.run()).isEqualTo(second.run() + 1);
        assertThat(database.rows("SELECT id FROM defender_notices")).hasSize(1);
    }

    @Test
    void rowsAreRememberedForTheirQuery() {
        Schedule taken = one.take(one.schedule("a", HOURLY, 0), LONGEST).orElseThrow();
        List<String> many = IntStream.range(0, 12_000).mapToObj(i -> "key-" + i).toList();
        one.finish(taken, clock.instant(), many, null, List.of());

        assertThat(other.told("a", List.of("key-0", "key-11999", "new"))).containsOnly("key-0", "key-11999");
        assertThat(other.told("b", many)).isEmpty();
        assertThat(other.told("a", many)).hasSize(12_000);
    }

    @Test
    void aRunThatIsPutOffIsOwedSinceThen() {
        Schedule taken = one.take(one.schedule("a", HOURLY, 1_000), LONGEST).orElseThrow();

        one.postpone(taken, Instant.ofEpochMilli(7_000), "away", List.of());

        Schedule later = other.schedule("a", HOURLY, 0);
        assertThat(later.dueAt()).isEqualTo(1_000);
        assertThat(later.notBefore()).isEqualTo(7_000);
        assertThat(later.delays()).isOne();
        assertThat(later.run()).isEqualTo(taken.run());
        assertThat(later.problem()).isEqualTo("away");
    }

    private static Notice notice(int run) {
        return new Notice("hunting", "hunting:a:" + run, "", Severity.HIGH, null, null, "{}", true);
    }
}
