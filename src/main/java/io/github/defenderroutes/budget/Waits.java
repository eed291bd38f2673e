package io.github.defenderroutes.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that calls wait, why and until when, and once that they go on: not for every call. */
final class Waits {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");

    /** A wait that begins again so soon after its end is still the same one. */
    private static final Duration SOON = Duration.ofMinutes(1);

    private final Map<String, Wait> standing = new HashMap<>();

    private static final class Wait {
        private final long since;
        private final Set<String> told = new HashSet<>();
        private long until;

        private Wait(long since) {
            this.since = since;
        }
    }

    /**
     * @param who what waits
     * @param why why, without numbers that change; another reason is told again
     * @param sentence what to say if it was not said before
     */
    synchronized void begin(String who, String why, long now, long until, String sentence) {
        Wait wait = standing.computeIfAbsent(who, none -> new Wait(now));
        wait.until = Math.max(wait.until, until);
        if (wait.told.add(why)) {
            LOG.warn(sentence);
        }
    }

    /** Says what is over by now. */
    synchronized void end(long now) {
        standing.entrySet().removeIf(wait -> {
            boolean over = now >= wait.getValue().until + SOON.toMillis();
            if (over) {
                LOG.info(
                        "{}: the wait that began at {} is over.",
                        wait.getKey(),
                        Instant.ofEpochSecond(wait.getValue().since / 1000));
            }
            return over;
        });
    }

    /** To the second, and never too early. */
    static Instant time(long millis) {
        return Instant.ofEpochSecond(Math.floorDiv(millis + 999, 1000));
    }
}
