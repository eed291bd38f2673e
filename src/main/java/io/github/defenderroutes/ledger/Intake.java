package io.github.defenderroutes.ledger;

import java.time.Clock;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;

/**
 * Whether alerts are taken in hand and begun now: not while the database does not take what we write, so that no more
 * is kept in memory than one page, and not once we are leaving.
 */
final class Intake {
    private final Outage heartbeat;
    private final Outage writing;
    private volatile boolean leaving;

    Intake(Clock clock) {
        this.heartbeat = new Outage(clock);
        this.writing = new Outage(clock);
    }

    /** Of the heartbeat, the smallest thing we write. */
    Outage heartbeat() {
        return heartbeat;
    }

    /** Of the finished runs. */
    Outage writing() {
        return writing;
    }

    void leave() {
        leaving = true;
    }

    boolean isOpen() {
        return !leaving && outage().isEmpty();
    }

    Optional<Outage.Lost> outage() {
        return Stream.of(heartbeat.lost(), writing.lost())
                .flatMap(Optional::stream)
                .min(Comparator.comparing(Outage.Lost::since));
    }

    /**
     * @throws RejectedExecutionException if we are leaving
     * @throws LedgerException if the database is away
     */
    void check() {
        if (leaving) {
            throw new RejectedExecutionException("We are stopping; it is taken up after the next start");
        }
        outage().ifPresent(lost -> {
            throw new LedgerException(
                    "Nothing is taken in hand while the database is away (since %s)".formatted(lost.since()));
        });
    }
}
