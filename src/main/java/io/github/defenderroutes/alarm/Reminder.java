package io.github.defenderroutes.alarm;

import io.github.defenderroutes.expiry.Expiry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says of one kind of thing that it will run out: at intervals, from the day it is known to be near until it is mended. */
final class Reminder implements Telling {
    /** How often the log hears of it. */
    static final Function<Long, Duration> DAILY = daysLeft -> Duration.ofDays(1);

    /** How often people hear of it. */
    static final Function<Long, Duration> WEEKLY_THEN_DAILY = daysLeft -> Duration.ofDays(daysLeft > 7 ? 7 : 1);

    private static final Logger LOG = LoggerFactory.getLogger(Reminder.class);
    private static final Duration LOOK_EVERY = Duration.ofHours(1);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private final String kind;
    private final Supplier<Optional<Expiry>> near;
    private final Function<Long, Duration> interval;
    private final LastSaid memory;
    private final Wording wording;
    private final Clock clock;
    private final Retry retry = new Retry();
    private Alarm due;
    private Instant lookAt = Instant.MIN;

    /**
     * @param near what is near its end, looked at once an hour
     * @param interval by the days that are left
     */
    Reminder(
            String kind,
            Supplier<Optional<Expiry>> near,
            Function<Long, Duration> interval,
            LastSaid memory,
            Wording wording,
            Clock clock) {
        this.kind = kind;
        this.near = near;
        this.interval = interval;
        this.memory = memory;
        this.wording = wording;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public Optional<Alarm> due(Instant now) {
        if (!now.isBefore(lookAt)) {
            look(now);
        }
        return Optional.ofNullable(due).filter(alarm -> retry.isDue(now));
    }

    private void look(Instant now) {
        lookAt = now.plus(LOOK_EVERY);
        try {
            Optional<Expiry> expiry = near.get();
            if (expiry.isEmpty()) {
                due = null;
            } else if (due == null && memory.isOnUs() && isTime(expiry.get(), now)) {
                due = wording.runsOut(expiry.get(), clock);
            }
        } catch (RuntimeException e) {
            lookAt = now.plus(LOOK_AGAIN);
            LOG.debug("Whether to remind of {} is looked at again: {}", kind, e.getMessage());
        }
    }

    private boolean isTime(Expiry expiry, Instant now) {
        Duration pause = interval.apply(expiry.daysLeft(clock));
        return memory.lastSaid().map(last -> !now.isBefore(last.plus(pause))).orElse(true);
    }

    @Override
    public void said(Alarm alarm, Instant now) {
        due = null;
        retry.worked();
        try {
            memory.said(now);
        } catch (RuntimeException e) {
            LOG.debug("That {} was said is not remembered: {}", kind, e.getMessage());
        }
    }

    @Override
    public void notSaid(Instant now) {
        retry.failed(now);
    }

    @Override
    public void log(Alarm alarm, Logger log) {
        log.warn("{}. alarm={}", alarm.subject(), kind);
    }
}
