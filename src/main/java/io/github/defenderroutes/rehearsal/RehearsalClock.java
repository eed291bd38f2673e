package io.github.defenderroutes.rehearsal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands still where it was set, and can be set back while the past of a rehearsal is written. */
public final class RehearsalClock extends Clock {
    private volatile Instant set;
    private volatile Instant now;

    public RehearsalClock(Instant time) {
        set(time);
    }

    void set(Instant time) {
        set = time;
        now = time;
    }

    /** So long before where it was set; zero for there. */
    public void setBack(Duration age) {
        now = set.minus(age);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
