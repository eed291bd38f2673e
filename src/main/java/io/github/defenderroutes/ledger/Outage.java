package io.github.defenderroutes.ledger;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Whether one use of the database fails, since when and why. It is over with the first that works. */
final class Outage {
    private final Clock clock;
    private volatile Lost lost;

    /**
     * @param since when it was first seen
     * @param reason what the database or its driver said then
     */
    record Lost(Instant since, String reason) {}

    Outage(Clock clock) {
        this.clock = clock;
    }

    /** @return whether it begins with this failure */
    synchronized boolean failed(String reason) {
        boolean begins = lost == null;
        if (begins) {
            lost = new Lost(clock.instant(), reason);
        }
        return begins;
    }

    /** @return whether it ends herewith */
    synchronized boolean worked() {
        boolean ends = lost != null;
        lost = null;
        return ends;
    }

    Optional<Lost> lost() {
        return Optional.ofNullable(lost);
    }
}
