package io.github.defenderroutes.defender;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** One wait for a machine action, from its first look to its last; of one exchange, and so of one thread at a time. */
public final class WaitCourse {
    /** For so long the service may not know an action that it has only just accepted. */
    private static final Duration FRESH = Duration.ofMinutes(2);

    private static final List<String> ENDS = List.of("succeeded", "failed", "timeout", "cancelled");

    private final String actionId;
    private final Duration timeout;
    private final Duration interval;
    private final BooleanSupplier stopping;
    private final long begun = System.nanoTime();
    private boolean first = true;
    private boolean unanswered = true;
    private boolean ended;

    /** @param stopping whether the program is, and so waits no longer */
    WaitCourse(String actionId, Duration timeout, Duration interval, BooleanSupplier stopping) {
        this.actionId = actionId;
        this.timeout = timeout;
        this.interval = interval;
        this.stopping = stopping;
    }

    public String getActionId() {
        return actionId;
    }

    /** Whether to look again: the action has not ended, and there is time or the last look had no answer. */
    public boolean goesOn() {
        return !ended && (unanswered || hasTime());
    }

    /** Milliseconds to pause before the next look; none before the first, and the last is when the time is over. */
    public long nextPause() {
        long pause = first ? 0 : Math.max(0, Math.min(interval.toMillis(), timeout.toMillis() - age()));
        first = false;
        unanswered = true;
        return pause;
    }

    /** Whether a look that failed may be followed by another. */
    public boolean hasTime() {
        return age() < timeout.toMillis() && !stopping.getAsBoolean();
    }

    /** Whether an action that the service does not know may be one that it does not know yet. */
    public boolean isFresh() {
        return hasTime() && age() < FRESH.toMillis();
    }

    void saw(Object status) {
        unanswered = false;
        ended = ENDS.contains(String.valueOf(status).toLowerCase(Locale.ROOT));
    }

    private long age() {
        return (System.nanoTime() - begun) / 1_000_000;
    }
}
