package io.github.defenderroutes.cases;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands still at the time of a case, and can be set back while the past of a case is written. */
final class CaseClock extends Clock {
    private final Instant caseTime;
    private volatile Instant now;

    CaseClock(Instant caseTime) {
        this.caseTime = caseTime;
        this.now = caseTime;
    }

    void setBack(Duration age) {
        now = caseTime.minus(age);
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
