package io.github.defenderroutes.history;

import io.github.defenderroutes.ledger.Figures;
import io.github.defenderroutes.ledger.Figures.Reaction;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.RunFilter;
import io.github.defenderroutes.ledger.RunPlace;
import io.github.defenderroutes.ledger.Runs;
import io.github.defenderroutes.ledger.Runs.Summary;
import io.github.defenderroutes.ledger.Versions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The history of one tenant, as commands and pages show it. Nothing here changes anything. */
public final class History {
    private static final int MOST = 1_000;

    /** What ended on a day is written by then, even if the database was away for a while. */
    private static final Duration WRITTEN_BY_THEN = Duration.ofHours(1);

    private final Ledger ledger;
    private final ZoneId zone;
    private final Clock clock;

    /** The counts of days that are over: they need no second look. */
    private final Map<LocalDate, List<Figures.Runs>> past = new ConcurrentHashMap<>();

    /** @param zone in which a day begins and ends */
    public History(Ledger ledger, ZoneId zone, Clock clock) {
        this.ledger = ledger;
        this.zone = zone;
        this.clock = clock;
    }

    /**
     * Some runs, the newest first.
     *
     * @param next give it to {@link #page} for the page after this one; empty if this is the last
     */
    public record Page(List<Summary> runs, Optional<String> next) {}

    /**
     * One page of the runs that a filter lets through.
     *
     * @param cursor from the page before, or {@code null} for the first; one that is none of ours gives the first
     * @param most how many, up to 1,000
     */
    public Page page(RunFilter filter, String cursor, int most) {
        int size = Math.max(1, Math.min(most, MOST));
        RunPlace after = cursor == null ? null : RunPlace.of(cursor).orElse(null);
        List<Summary> runs = ledger.runs().page(filter, after, size + 1);
        if (runs.size() <= size) {
            return new Page(runs, Optional.empty());
        }
        List<Summary> shown = runs.subList(0, size);
        return new Page(shown, Optional.of(RunPlace.of(shown.get(size - 1)).toString()));
    }

    /**
     * Everything about one run.
     *
     * @param id of a run; or of an alert, which stands for its last run
     */
    public Optional<RunDetails> get(String id) {
        Optional<String> run = Runs.isId(id) ? Optional.of(id) : ledger.runs().lastOf(id);
        return run.flatMap(ledger.runs()::get)
                .map(full -> RunDetails.of(
                        full,
                        ledger.traces().mails(List.of(full.summary().alertId())),
                        Optional.ofNullable(full.version()).flatMap(ledger.versions()::loaded)));
    }

    /**
     * What happened on and to one device, the newest first.
     *
     * @param idOrName its id, or the name it was last seen under
     * @return empty if nothing is known of it
     */
    public Optional<DeviceStory> device(String idOrName) {
        String id = ledger.runs().device(idOrName).orElse(idOrName);
        DeviceStory story = DeviceStory.of(id, ledger);
        return story.events().isEmpty() ? Optional.empty() : Optional.of(story);
    }

    /** Counts and times of these last days, today included, the oldest first. */
    public List<Day> days(int many) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        LocalDate first = today.minusDays(many - 1L);
        Map<LocalDate, List<Figures.Isolated>> isolations =
                ledger.figures().isolations(start(first), Long.MAX_VALUE).stream()
                        .collect(Collectors.groupingBy(one -> day(one.decidedAt())));
        Map<LocalDate, List<Reaction>> reactions = ledger.figures().reactions(start(first), Long.MAX_VALUE).stream()
                .collect(Collectors.groupingBy(one -> day(one.decidedAt())));
        return first.datesUntil(today.plusDays(1))
                .map(day -> Day.of(
                        day,
                        runs(day),
                        isolations.getOrDefault(day, List.of()),
                        reactions.getOrDefault(day, List.of())))
                .toList();
    }

    private List<Figures.Runs> runs(LocalDate day) {
        long end = start(day.plusDays(1));
        boolean over = end + WRITTEN_BY_THEN.toMillis() < clock.millis();
        return over
                ? past.computeIfAbsent(day, one -> ledger.figures().runs(start(one), end))
                : ledger.figures().runs(start(day), end);
    }

    private long start(LocalDate day) {
        return day.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    private LocalDate day(long millis) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(millis), zone);
    }

    /** How long each of our isolations took that was decided since then, the oldest first. */
    public List<Reaction> reactions(Instant since) {
        return ledger.figures().reactions(since.toEpochMilli(), Long.MAX_VALUE);
    }

    /**
     * A text by which was decided: routes, guardrails or settings, without secrets.
     *
     * @param hash its SHA-256, or the beginning of it
     */
    public Optional<Versions.Text> text(String hash) {
        return ledger.versions().text(hash);
    }
}
