package io.github.defenderroutes.poll;

import io.github.defenderroutes.ledger.Cursors;
import java.time.Clock;
import java.time.Instant;

/** When polling last came to the end of the list, in this process or in the one that leads, as the bean {@code goodPolls}. */
public final class GoodPolls {
    private final Cursors cursors;
    private final Clock clock;
    private volatile Instant last;
    private volatile Instant lastOfOurs = Instant.MIN;

    /** Until the first poll the time of this call counts as one. */
    public GoodPolls(Cursors cursors, Clock clock) {
        this.cursors = cursors;
        this.clock = clock;
        this.last = clock.instant();
    }

    /** Notes a walk that met no failure. Where another process leads the poll, its cursor shows how that gets on. */
    public void note(SevereFirst walk) {
        if (walk.isDone()) {
            noteAt(clock.instant());
        } else {
            cursors.writtenAt(Reach.CURSOR)
                    .map(Instant::ofEpochMilli)
                    .filter(led -> led.isAfter(last))
                    .ifPresent(led -> last = led);
        }
    }

    /** Notes a good poll of our own at that time. */
    public void noteAt(Instant time) {
        last = time;
        lastOfOurs = time;
    }

    /** When the last good poll was, whoever made it. */
    public Instant last() {
        return last;
    }

    /** When this process made its last good poll; {@link Instant#MIN} if it made none yet. */
    public Instant lastOfOurs() {
        return lastOfOurs;
    }
}
