package io.github.defenderroutes.check;

import io.github.defenderroutes.budget.Cron;
import io.github.defenderroutes.defender.Api;
import io.github.defenderroutes.ledger.Calls;
import io.github.defenderroutes.ledger.Usage;
import io.github.defenderroutes.ledger.Usage.Learned;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** How much of an API's quota is left, by what all processes on the database have called, and whether polling fits into it. */
final class QuotaCheck implements Check {
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final Api api;
    private final DatabaseCheck database;
    private final Settings settings;
    private final Clock clock;

    QuotaCheck(Api api, DatabaseCheck database, Settings settings, Clock clock) {
        this.api = api;
        this.database = database;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String link() {
        return new ApiLinks(api).quota();
    }

    @Override
    public List<String> needs() {
        return List.of(SetUp.DATABASE);
    }

    @Override
    public Finding prove() throws InterruptedException {
        Usage usage = database.ledger().inspect().usage().getOrDefault(api.word(), new Usage(0, 0, List.of()));
        OptionalInt perHour = perHour();
        int polls = polls();
        String found = "%d of %d calls used in the last minute"
                        .formatted(usage.lastMinute(), settings.number(perMinuteSetting()))
                + (perHour.isPresent()
                        ? ", %d of %d in the last hour".formatted(usage.lastHour(), perHour.getAsInt())
                        : "")
                + (polls > 0 ? "; polling alone takes %d an hour".formatted(polls) : "");
        if (perHour.isPresent() && polls > perHour.getAsInt() * (100 - reserve()) / 100) {
            return Finding.problem(link(), found + ", more than it may. To fix: a rarer alerts.poll.cron.");
        }
        List<String> doubts = doubts(usage);
        if (perHour.isPresent() && perHour.getAsInt() - usage.lastHour() < polls) {
            doubts.add("less is left than an hour's polling takes");
        }
        return doubts.isEmpty()
                ? Finding.ok(link(), found)
                : Finding.warning(
                        link(),
                        "%s; %s. To fix: if it lasts, a rarer alerts.poll.cron, fewer look-ups of your own, or an app of our own."
                                .formatted(found, String.join("; ", doubts)));
    }

    /** For Graph Microsoft documents no limit by the hour. */
    private OptionalInt perHour() {
        return api == Api.GRAPH ? OptionalInt.empty() : OptionalInt.of(settings.number("defender.quota.per-hour"));
    }

    private String perMinuteSetting() {
        return api == Api.GRAPH ? "defender.graph-quota.per-minute" : "defender.quota.per-minute";
    }

    private int reserve() {
        return settings.number("defender.quota.reserve");
    }

    private int polls() {
        boolean polled = settings.text("alerts.source").equals(api.word());
        return polled ? Cron.firingsPerHour(settings.text("alerts.poll.cron"), 3600) : 0;
    }

    private List<String> doubts(Usage usage) {
        List<String> doubts = new ArrayList<>();
        long now = clock.millis();
        for (Learned learned : usage.learned()) {
            String what = learned.operation().equals(Calls.ALL) ? "all calls together" : learned.operation();
            if (learned.pausedUntil() > now) {
                doubts.add("Microsoft has %s wait until %s"
                        .formatted(what, Instant.ofEpochSecond(learned.pausedUntil() / 1000)));
            } else if (learned.perMinute() != null && now - learned.learnedAt() < REMEMBERED.toMillis()) {
                doubts.add("Microsoft was seen to allow %s only %d a minute".formatted(what, learned.perMinute()));
            }
        }
        return doubts;
    }
}
