package io.github.defenderroutes.defender;

import java.time.Duration;

/**
 * Defender answered 429, or our own budget had no room ({@link BudgetExhaustedException}): what was asked for was not
 * done, and we may ask again later. The budget has said so in the log.
 */
public class DefenderThrottledException extends DefenderUnavailableException {
    private static final long serialVersionUID = 1L;

    DefenderThrottledException(String message, Duration retryAfter) {
        super(message, retryAfter, null);
    }
}
