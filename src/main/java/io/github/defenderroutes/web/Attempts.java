package io.github.defenderroutes.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Counts sign-ins that failed, so that nobody tries passwords by the thousand. */
final class Attempts {
    static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int MOST_REMEMBERED = 50_000;

    private final int most;
    private final Clock clock;
    private final Cache<String, Failures> failures = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(WINDOW)
            .build();

    /** @param most how many may fail within {@link #WINDOW} of the first */
    Attempts(int most, Clock clock) {
        this.most = most;
        this.clock = clock;
    }

    private record Failures(int count, long since) {}

    /** How long this one has to wait; empty if they may try now. */
    Optional<Duration> waiting(String who) {
        Failures known = failures.getIfPresent(who);
        if (known == null || known.count() < most) {
            return Optional.empty();
        }
        long left = known.since() + WINDOW.toMillis() - clock.millis();
        return left > 0 ? Optional.of(Duration.ofMillis(left)) : Optional.empty();
    }

    /** Counts a try before it is known how it ends, so that many at once are counted too. */
    void begin(String who) {
        long now = clock.millis();
        failures.asMap()
                .merge(
                        who,
                        new Failures(1, now),
                        (known, first) -> now - known.since() >= WINDOW.toMillis()
                                ? first
                                : new Failures(known.count() + 1, known.since()));
    }

    void succeeded(String who) {
        failures.invalidate(who);
    }
}
