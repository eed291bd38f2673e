package io.github.defenderroutes.budget;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How long to pause after a 429 that does not say: each time twice as long, until an answer is another one. */
final class BackOff {
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Map<String, Pause> pauses = new HashMap<>();

    private record Pause(Duration length, long until) {}

    /** What was under way when the pause began is refused too, and does not make it longer. */
    synchronized Duration next(String operation, long now) {
        Pause last = pauses.get(operation);
        if (last != null && now < last.until()) {
            return Duration.ofMillis(last.until() - now);
        }
        Duration twice = last == null ? FIRST : last.length().multipliedBy(2);
        Duration length = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
        pauses.put(operation, new Pause(length, now + length.toMillis()));
        return length;
    }

    synchronized void end(String operation) {
        pauses.remove(operation);
    }
}
