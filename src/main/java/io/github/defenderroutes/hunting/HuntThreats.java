package io.github.defenderroutes.hunting;

import io.github.defenderroutes.defender.DefenderThrottledException;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.ledger.Hunts;
import io.github.defenderroutes.ledger.Hunts.Schedule;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.LedgerException;
import io.github.defenderroutes.ledger.Notice;
import io.github.defenderroutes.run.Problems;
import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelExchangeException;
import org.quartz.CronExpression;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the routes hunt-threats and run-hunting-query ask, as the bean {@code huntThreats}. */
public final class HuntThreats {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");
    private static final String ROUTE = "hunt-threats";

    /** The service gives no more; that there were more, it does not say. */
    private static final int MOST_ROWS = 100_000;

    /** Reading, telling and responding, after the answer is there. */
    private static final Duration LONGEST_REST = Duration.ofMinutes(5);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(15);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final Duration LATE = Duration.ofHours(1);

    private final Ledger ledger;
    private final Hunts hunts;
    private final HuntingQueries queries;
    private final Settings settings;
    private final Problems problems;
    private final HuntNotice notices;
    private final Clock clock;
    private final long startedAt;
    private final AtomicBoolean warned = new AtomicBoolean();

    public HuntThreats(Ledger ledger, HuntingQueries queries, Settings settings, Problems problems, Clock clock) {
        this.ledger = ledger;
        this.hunts = ledger.hunts();
        this.queries = queries;
        this.settings = settings;
        this.problems = problems;
        this.notices = new HuntNotice(settings.text("isolation.mode"), clock);
        this.clock = clock;
        this.startedAt = clock.millis();
    }

    // ---- the schedule

    /** The runs that are owed now; none where another process does it. A query that is new begins with its next time. */
    public List<Hunt> due() {
        List<Hunt> due = new ArrayList<>();
        if (queries.scheduled().isEmpty() || !ledger.leads(ROUTE)) {
            return due;
        }
        warnOfRetirement();
        long now = clock.millis();
        for (HuntingQuery query : queries.scheduled()) {
            Schedule schedule =
                    hunts.schedule(query.name(), query.cron(), next(query).toEpochMilli());
            if (schedule.dueAt() <= now && schedule.notBefore() <= now) {
                due.add(new Hunt(query, schedule, clock.instant()));
            }
        }
        return due;
    }

    private void warnOfRetirement() {
        if (settings.text("hunting.api").equals("defender") && !warned.getAndSet(true)) {
            LOG.warn("hunting.api = defender: Defender's own endpoint stops returning data on 1 February 2027."
                    + " To fix: grant the app ThreatHunting.Read.All and set hunting.api = graph.");
        }
    }

    /** Takes the run in hand; false if somebody else has. */
    public boolean take(Hunt hunt) {
        Duration longest = settings.duration("hunting.response-timeout").plus(LONGEST_REST);
        Optional<Schedule> taken = hunts.take(hunt.schedule(), longest);
        taken.ifPresent(now -> hunt.begin(now, newRows(hunt.query())));
        return taken.isPresent();
    }

    private NewRows newRows(HuntingQuery query) {
        return new NewRows(query, settings.size("hunting.mail.max-csv"), keys -> hunts.told(query.name(), keys));
    }

    private Instant next(HuntingQuery query) {
        try {
            Date next = new CronExpression(query.cron()).getNextValidTimeAfter(Date.from(clock.instant()));
            return next == null ? Instant.ofEpochMilli(Long.MAX_VALUE) : next.toInstant();
        } catch (ParseException e) {
            throw new IllegalStateException("The cron expression was checked when the file was read", e);
        }
    }

    // ---- the result

    /** Reads the answer row by row. */
    public void read(Hunt hunt, InputStream answer) throws IOException {
        ResultReader.read(answer, hunt.rows());
        if (hunt.rows().found() >= MOST_ROWS) {
            hunt.note("The result has %d rows, the most that the service gives: there may be more. Narrow the query."
                    .formatted(hunt.rows().found()));
        }
    }

    // ---- the end of a run

    /** Writes what was found, together with the notice that tells it, and when the query is due again. */
    public void finish(Hunt hunt) {
        NewRows rows = hunt.newRows();
        List<Notice> told = rows.keys().isEmpty() ? List.of() : List.of(notices.found(hunt, rows));
        if (hunts.finish(hunt.schedule(), next(hunt.query()), rows.keys(), null, told)) {
            problems.solved(subject(hunt));
            LOG.info(
                    "Hunt {}: {} rows, {} of them new.",
                    hunt.query().file(),
                    rows.found(),
                    rows.keys().size());
        }
        hunt.end();
    }

    /** The query was refused, or its result does not fit its file. That is told once; the next try is at its next time. */
    public void refused(Hunt hunt, Exception thrown) {
        Exception refusal = ours(thrown);
        String problem = "config/hunting/%s: %s".formatted(hunt.query().file(), sentence(refusal));
        boolean news = !problem.equals(hunt.schedule().problem());
        List<Notice> told = news ? List.of(notices.problem(hunt, problem)) : List.of();
        hunts.finish(hunt.schedule(), next(hunt.query()), List.of(), problem, told);
        problems.report(subject(hunt), problem);
    }

    /**
     * The world failed: the run is put off. A run that is late by an hour is told; one that was missed because we did not
     * run is not late before we have tried for an hour.
     */
    public void postponed(Hunt hunt, Exception thrown) {
        Exception failure = ours(thrown);
        Schedule schedule = hunt.schedule();
        Duration wait = failure instanceof DefenderUnavailableException unavailable
                ? unavailable.retryAfter().orElseGet(() -> backOff(schedule))
                : backOff(schedule);
        String problem = "config/hunting/%s: %s".formatted(hunt.query().file(), sentence(failure));
        long since = Math.max(schedule.dueAt(), startedAt);
        boolean late = clock.millis() - since >= LATE.toMillis() && schedule.problem() == null;
        hunts.postpone(
                schedule,
                clock.instant().plus(wait),
                late ? problem : schedule.problem(),
                late ? List.of(notices.problem(hunt, problem)) : List.of());
        if (failure instanceof DefenderThrottledException) {
            problems.waits(subject(hunt)); // told by the budget
        } else {
            problems.report(subject(hunt), problem);
        }
    }

    /** Something of ours is wrong, or the database is away; the run is put off. */
    public void failed(Hunt hunt, Exception thrown) {
        Exception failure = ours(thrown);
        if (failure instanceof LedgerException) {
            problems.report(subject(hunt), sentence(failure));
            return; // it is taken up again when the time in hand is over
        }
        LOG.error("Hunt {} failed: {}", hunt.query().file(), sentence(failure), failure);
        postponed(hunt, failure);
    }

    /** What went wrong, without the wrapping that Camel adds to what fails in a split. */
    private static Exception ours(Exception thrown) {
        Throwable cause = thrown;
        while (cause instanceof CamelExchangeException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof Exception exception ? exception : thrown;
    }

    private static Duration backOff(Schedule schedule) {
        long millis = FIRST_WAIT.toMillis() << Math.min(schedule.delays(), 10);
        return Duration.ofMillis(Math.min(millis, LONGEST_WAIT.toMillis()));
    }

    private static String subject(Hunt hunt) {
        return ROUTE + " " + hunt.query().name();
    }

    private static String sentence(Exception failure) {
        String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return text.endsWith(".") ? text : text + ".";
    }
}
