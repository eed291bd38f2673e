package io.github.defenderroutes.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.chaos.Chaos.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New histories for as many minutes as {@code -Dsoak.minutes} says; what fails can be repeated by its seed. */
@Tag("soak")
class ChaosSoakTest {
    private static final int STEPS = Integer.getInteger("chaos.steps", 40);

    /** Histories without a kill for each one with kills, which takes as long as all of them. */
    private static final int TICKED_FOR_EACH_KILLED = 10;

    @TempDir
    private Path folder;

    @Test
    void theGuaranteesHoldInEveryHistoryThatThereIsTimeFor() {
        long first = Long.getLong("chaos.seed", System.currentTimeMillis());
        long end = System.nanoTime()
                + Duration.ofMinutes(Long.getLong("soak.minutes", 10)).toNanos();
        List<Verdict> verdicts = new ArrayList<>();
        for (long seed = first; System.nanoTime() < end; seed++) {
            boolean killed = (seed - first) % (TICKED_FOR_EACH_KILLED + 1) == TICKED_FOR_EACH_KILLED;
            Verdict verdict = killed ? Chaos.killed(seed, STEPS, folder) : Chaos.ticked(seed, STEPS);
            verdicts.add(verdict);
            if (!verdict.broken().isEmpty()) {
                System.out.println((killed ? "With kills. " : "Without kills. ") + verdict.report());
            }
        }
        System.out.printf(
                "Soak: %d histories from seed %d on, %d alerts, %d kills, %d faults, %d calls, %d machine actions,"
                        + " %d mails, %d guarantees broken%n",
                verdicts.size(),
                first,
                sum(verdicts, Verdict::alerts),
                sum(verdicts, Verdict::kills),
                sum(verdicts, Verdict::faults),
                sum(verdicts, Verdict::calls),
                sum(verdicts, Verdict::actions),
                sum(verdicts, Verdict::mails),
                sum(verdicts, verdict -> verdict.broken().size()));
        assertThat(verdicts).flatExtracting(Verdict::broken).isEmpty();
    }

    private static int sum(List<Verdict> verdicts, ToIntFunction<Verdict> what) {
        return verdicts.stream().mapToInt(what).sum();
    }
}
