package io.github.defenderroutes.handover;

import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says of messages that were dropped why, and of a flood of them only how many. */
final class Dropped {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");
    private static final Duration SAID_EVERY = Duration.ofMinutes(1);

    private final Clock clock;
    private long saidAt = Long.MIN_VALUE / 2;
    private int unsaid;

    Dropped(Clock clock) {
        this.clock = clock;
    }

    synchronized void one(String why) {
        unsaid++;
        long now = clock.millis();
        if (now - saidAt < SAID_EVERY.toMillis()) {
            return;
        }
        LOG.warn(
                "{} dropped that came by {}; of the last: {}. To fix: if that is news, see who can write to the queue.",
                unsaid == 1 ? "A message was" : unsaid + " messages or ids were",
                HandOver.SETTING,
                why);
        saidAt = now;
        unsaid = 0;
    }
}
