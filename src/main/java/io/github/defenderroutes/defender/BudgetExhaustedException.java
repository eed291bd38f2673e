package io.github.defenderroutes.defender;

import java.time.Duration;

/** Our own budget had no room: what was asked for is known not to have been done, as after a 429. */
public final class BudgetExhaustedException extends DefenderThrottledException {
    private static final long serialVersionUID = 1L;

    /** @param retryAfter when there will be room */
    public BudgetExhaustedException(String message, Duration retryAfter) {
        super(message, retryAfter);
    }
}
