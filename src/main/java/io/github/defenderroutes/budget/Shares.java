package io.github.defenderroutes.budget;

import io.github.defenderroutes.defender.Api;
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

    private final Settings settings;
    private final Api polled;
    private final int pollsPerHour;
    private final int reservePercent;

    Shares(Settings settings) {
        this.settings = settings;
        this.polled = settings.text("alerts.source").equals("graph") ? Api.GRAPH : Api.DEFENDER;
        this.pollsPerHour = Cron.firingsPerHour(
                settings.text("alerts.poll.cron"), perHour(polled).orElse(Integer.MAX_VALUE));
        this.reservePercent = settings.number("defender.quota.reserve");
    }

    /** The limits of an operation for a class of calls, each reduced to what that class may use of it. */
    List<Limit> limits(String operation, QuotaClass asking, OperationQuota quota, List<Quota> known, long now) {
        Api api = quota.api();
        int polls = api == polled ? pollsPerHour : 0;
        List<Limit> limits = new ArrayList<>();
        int most = configured(api);
        int minute = Learned.of(Calls.ALL, known).perMinute(most, now);
        limits.add(new Limit(
                Calls.ALL,
                MINUTE,
                share(minute, asking, (polls + 59) / 60),
                minute < most
                        ? "%d a minute, as %s was seen to allow".formatted(minute, api.title())
                        : "%s = %d".formatted(perMinuteSetting(api), most)));
        perHour(api)
                .ifPresent(perHour -> limits.add(new Limit(
                        Calls.ALL, HOUR, share(perHour, asking, polls), "defender.quota.per-hour = " + perHour)));
        int granted = configured(quota);
        int allowed = Learned.of(operation, known).perMinute(granted, now);
        if (allowed < most) {
            limits.add(new Limit(
                    operation,
                    MINUTE,
                    share(allowed, asking, 0),
                    allowed < granted
                            ? "%d a minute, as %s was seen to allow for %s".formatted(allowed, api.title(), operation)
                            : "%d a minute, as Microsoft documents for %s".formatted(allowed, operation)));
        }
        OptionalInt hour = quota.perHour();
        if (hour.isPresent() && hour.getAsInt() < perHour(api).orElse(Integer.MAX_VALUE)) {
            limits.add(new Limit(
                    operation,
                    HOUR,
                    share(hour.getAsInt(), asking, 0),
                    "%d an hour, as Microsoft documents for %s".formatted(hour.getAsInt(), operation)));
        }
        return limits;
    }

    /** What all operations of an API together may do in a minute, by the settings. */
    int configured(Api api) {
        return settings.number(perMinuteSetting(api));
    }

    /** What an operation may do in a minute, by the settings and its Kamelet. */
    int configured(OperationQuota quota) {
        int most = configured(quota.api());
        return Math.min(most, quota.perMinute().orElse(most));
    }

    private static String perMinuteSetting(Api api) {
        return api == Api.GRAPH ? "defender.graph-quota.per-minute" : "defender.quota.per-minute";
    }

    /** For Graph Microsoft documents no limit by the hour. */
    private OptionalInt perHour(Api api) {
        return api == Api.GRAPH ? OptionalInt.empty() : OptionalInt.of(settings.number("defender.quota.per-hour"));
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
