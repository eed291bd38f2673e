package io.github.defenderroutes;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time at which something must be over, and how much of it the parts of that may take. */
final class Deadline {
    private final long end;

    Deadline(Duration from) {
        this.end = System.nanoTime() + from.toNanos();
    }

    /** That share of the time that is left. */
    Duration part(double share) {
        return Duration.ofNanos((long) (Math.max(0, end - System.nanoTime()) * share));
    }

    /** Does the work on a thread of its own and waits for its end, at most that share of the time that is left. */
    void during(String name, double share, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, part(share).toNanos()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
