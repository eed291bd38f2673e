package io.github.defenderroutes.defender;

import java.time.Duration;
import java.util.Optional;

/** Defender or its sign-in does not work now: throttled, failing, or answering nonsense. Later may be better. */
public class DefenderUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Duration retryAfter;

    public DefenderUnavailableException(String message, Duration retryAfter, Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    public DefenderUnavailableException(String message) {
        this(message, null, null);
    }

    /** How long the service asked us to wait; empty if it did not say. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
