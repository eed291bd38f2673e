package io.github.defenderroutes.handover;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;

/** Ids that somebody has brought and of which the ledger knows nothing: whether Defender is asked about one now. */
final class Strangers {
    /** So long nobody is asked again about an id that Defender did not know. */
    private static final Duration ASKED = Duration.ofMinutes(1);

    private static final int ASKED_AT_MOST = 10_000;

    private final Dropped dropped;
    private final Clock clock;
    private final int perMinute;
    private final Cache<String, Boolean> asked;
    private long minute;
    private int inThisMinute;

    Strangers(Settings settings, Dropped dropped, Clock clock) {
        this.dropped = dropped;
        this.clock = clock;
        this.perMinute = perMinute(settings);
        this.asked = Caffeine.newBuilder()
                .maximumSize(ASKED_AT_MOST)
                .expireAfterWrite(ASKED)
                .ticker(() -> clock.millis() * 1_000_000)
                .build();
    }

    /** A tenth of the calls that are not held in reserve: the rest of the class {@code rest} has other work to do. */
    private static int perMinute(Settings settings) {
        int all = settings.number(
                settings.text("alerts.source").equals("graph")
                        ? "defender.graph-quota.per-minute"
                        : "defender.quota.per-minute");
        return (int) Math.max(1, all * (100L - settings.number("defender.quota.reserve")) / 1_000);
    }

    /** Whether to ask; then nobody else is told to before {@link #forget}. */
    boolean ask(String id) {
        if (asked.asMap().putIfAbsent(id, true) != null) {
            return false;
        }
        if (!isRoom()) {
            asked.invalidate(id);
            dropped.one("nobody has offered its id, and no more than %d such ids are asked for in a minute"
                    .formatted(perMinute));
            return false;
        }
        return true;
    }

    private synchronized boolean isRoom() {
        long now = clock.millis() / 60_000;
        if (now != minute) {
            minute = now;
            inThisMinute = 0;
        }
        return inThisMinute++ < perMinute;
    }

    /** They may be asked about again. */
    void forget(Collection<String> ids) {
        asked.invalidateAll(ids);
    }
}
