package io.github.defenderroutes.defender;

import java.time.Duration;

/** Defender answered 429: it did not do what was asked, and we may ask again later. */
public final class DefenderThrottledException extends DefenderUnavailableException {
    private static final long serialVersionUID = 1L;

    DefenderThrottledException(String message, Duration retryAfter) {
        super(message, retryAfter, null);
    }
}
