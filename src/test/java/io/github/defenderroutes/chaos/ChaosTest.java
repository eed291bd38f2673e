package io.github.defenderroutes.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.chaos.Chaos.Verdict;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random histories: whatever happens, fails or dies, the guarantees hold. How to repeat one: see package-info. */
class ChaosTest {
    private static final int STEPS = Integer.getInteger("chaos.steps", 25);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("manySeeds")
    void whateverHappensInTheTenantAndFailsOnTheWayTheGuaranteesHold(long seed) {
        assertHeld(Chaos.ticked(seed, STEPS));
    }

    @ParameterizedTest
    @MethodSource("fewSeeds")
    void wheneverTheProcessIsKilledTheGuaranteesHold(long seed) {
        assertHeld(Chaos.killed(seed, STEPS / 4, folder));
    }

    static LongStream manySeeds() {
        return seeds(6);
    }

    static LongStream fewSeeds() {
        return seeds(1);
    }

    private static LongStream seeds(int count) {
        Long only = Long.getLong("chaos.seed");
        return only == null ? LongStream.rangeClosed(1, count) : LongStream.of(only);
    }

    private static void assertHeld(Verdict verdict) {
        assertThat(verdict.broken()).as(verdict.report()).isEmpty();
    }
}
