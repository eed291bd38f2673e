package io.github.defenderroutes.budget;

import io.github.defenderroutes.ledger.Calls.Quota;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * What Defender was seen to allow a minute, on its way back to what we believe it allows: after each ten minutes without a
 * refusal a sixth of the way, so that it is forgotten after an hour.
 */
record Learned(Quota quota) {
    private static final long STEP = Duration.ofMinutes(10).toMillis();
    private static final int STEPS = 6;

    static Learned of(String operation, List<Quota> known) {
        return new Learned(known.stream()
                .filter(quota -> quota.operation().equals(operation))
                .findFirst()
                .orElseGet(() -> new Quota(operation, OptionalInt.empty(), 0, 0)));
    }

    /** What is allowed now, where {@code configured} would be. */
    int perMinute(int configured, long now) {
        if (quota.perMinute().isEmpty() || quota.perMinute().getAsInt() >= configured) {
            return configured;
        }
        int seen = quota.perMinute().getAsInt();
        long steps = Math.min(Math.max((now - quota.learnedAt()) / STEP, 0), STEPS);
        return seen + (int) ((configured - seen) * steps / STEPS);
    }

    /** Defender allowed no more than so many just now. */
    Learned lower(int seen, int configured, long now) {
        int lower = Math.max(1, Math.min(seen, perMinute(configured, now)));
        return lower < configured
                ? new Learned(new Quota(quota.operation(), OptionalInt.of(lower), now, quota.pausedUntil()))
                : this;
    }

    Learned paused(long until) {
        long longer = Math.max(until, quota.pausedUntil());
        return new Learned(new Quota(quota.operation(), quota.perMinute(), quota.learnedAt(), longer));
    }
}
