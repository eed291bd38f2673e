package io.github.defenderroutes.alarm;

import java.time.Duration;
import java.time.Instant;

/** When to try again what could not be said: after a minute, and less and less often. */
final class Retry {
    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private Instant at = Instant.MIN;
    private Duration wait = FIRST_WAIT;

    boolean isDue(Instant now) {
        return !now.isBefore(at);
    }

    void failed(Instant now) {
        at = now.plus(wait);
        wait = wait.compareTo(LONGEST_WAIT.dividedBy(2)) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
    }

    void worked() {
        at = Instant.MIN;
        wait = FIRST_WAIT;
    }
}
