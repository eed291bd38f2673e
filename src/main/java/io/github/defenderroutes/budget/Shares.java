package io.github.defenderroutes.budget;

import io.github.defenderroutes.defender.OperationQuota;
import io.github.defenderroutes.defender.QuotaClass;
import io.github.defenderroutes.ledger.Calls;
import io.github.defenderroutes.ledger.Calls.Limit;
import io.github.defenderroutes.ledger.Calls.Quota;
import io.github.defenderroutes.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What of each limit a class of calls may use: responding all of it, polling all but the reserve, the rest all but the
 * reserve and the polling of an hour.
 */
final class Shares {
    static final Duration MINUTE = Duration.ofMinutes(1);
    static final Duration HOUR = Duration.ofHours(1);

    private final int perMinute;
    private final int perHour;
    private final int reservePercent;
    private final int pollsPerHour;

    Shares(Settings settings) {
        this.perMinute = settings.number("defender.quota.per-minute");
        this.perHour = settings.number("defender.quota.per-hour");
        this.reservePercent = settings.number("defender.quota.reserve");
        this.pollsPerHour = Cron.firingsPerHour(settings.text("alerts.poll.cron"), perHour);
    }

    /** The limits of an operation for a class of calls, each reduced to what that class may use of it. */
    List<Limit> limits(String operation, QuotaClass asking, OperationQuota quota, List<Quota> known, long now) {
        List<Limit> limits = new ArrayList<>();
        Learned all = Learned.of(Calls.ALL, known);
        int minute = all.perMinute(perMinute, now);
        int pollsPerMinute = (pollsPerHour + 59) / 60;
        limits.add(new Limit(
                Calls.ALL,
                MINUTE,
                share(minute, asking, pollsPerMinute),
                minute < perMinute
                        ? minute + " a minute, as Defender was seen to allow"
                        : "defender.quota.per-minute = " + perMinute));
        limits.add(new Limit(
                Calls.ALL, HOUR, share(perHour, asking, pollsPerHour), "defender.quota.per-hour = " + perHour));
        int granted = configured(quota);
        int allowed = Learned.of(operation, known).perMinute(granted, now);
        if (allowed < perMinute) {
            limits.add(new Limit(
                    operation,
                    MINUTE,
                    share(allowed, asking, 0),
                    allowed < granted
                            ? "%d a minute, as Defender was seen to allow for %s".formatted(allowed, operation)
                            : "%d a minute, as Microsoft documents for %s".formatted(allowed, operation)));
        }
        OptionalInt hour = quota.perHour();
        if (hour.isPresent() && hour.getAsInt() < perHour) {
            limits.add(new Limit(
                    operation,
                    HOUR,
                    share(hour.getAsInt(), asking, 0),
                    "%d an hour, as Microsoft documents for %s".formatted(hour.getAsInt(), operation)));
        }
        return limits;
    }

    /** What all operations together may do in a minute, by the settings. */
    int configured() {
        return perMinute;
    }

    /** What an operation may do in a minute, by the settings and its Kamelet. */
    int configured(OperationQuota quota) {
        return Math.min(perMinute, quota.perMinute().orElse(perMinute));
    }

    /** At least one call of a limit, however small it is, is anybody's; and polling takes at most half from the rest. */
    private int share(int limit, QuotaClass asking, int polls) {
        if (asking == QuotaClass.RESPOND) {
            return limit;
        }
        int reserve = (int) Math.min(limit - 1L, (limit * (long) reservePercent + 99) / 100);
        int left = limit - reserve;
        return asking == QuotaClass.POLL ? left : left - Math.min(polls, left / 2);
    }
}
