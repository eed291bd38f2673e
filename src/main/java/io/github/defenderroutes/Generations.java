package io.github.defenderroutes;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The generation of routes at work, and the one it took over from for as long as that has something in hand. */
final class Generations {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");

    /** How long a take-over waits for the end of the last one. */
    private static final Duration LAST_ONE = Duration.ofMinutes(1);

    private static final String BY_HAND = "(called by hand)";

    private Generation current;
    private Handover handover;
    private boolean closed;

    /** The generation at work; empty before the first. */
    synchronized Optional<Generation> current() {
        return Optional.ofNullable(current);
    }

    /** Makes it the first. */
    synchronized void begin(Generation first) {
        current = first;
    }

    /** Does something with the generation at work, which there must be, and keeps it open meanwhile. */
    <T> T use(Function<Generation, T> work) {
        Generation used = enter();
        try {
            return work.apply(used);
        } finally {
            used.atWork().end(BY_HAND);
        }
    }

    private synchronized Generation enter() {
        current.atWork().begin(BY_HAND);
        return current;
    }

    /**
     * Puts a loaded generation in the place of the one at work. Whoever waits for the end of what comes back knows that all
     * of its routes have begun, or why the old ones go on.
     *
     * @throws StartException if it cannot begin; it is closed then, and nothing has changed
     */
    Handover replace(Generation fresh) throws InterruptedException {
        try {
            awaitLast();
            fresh.startInside();
            return swap(fresh);
        } catch (StartException | InterruptedException e) {
            fresh.close();
            throw e;
        }
    }

    private void awaitLast() throws InterruptedException {
        Handover last;
        synchronized (this) {
            last = handover;
        }
        if (last != null && !last.await(LAST_ONE)) {
            throw new StartException(
                    "The routes of before the last reload still have something in hand: %s. To fix: try again when they are done, or restart."
                            .formatted(String.join(", ", last.inHand())),
                    null);
        }
    }

    private synchronized Handover swap(Generation fresh) {
        if (closed) {
            throw new StartException("It is stopping.", null);
        }
        Handover begun = new Handover(current, fresh);
        handover = begun;
        current = fresh;
        Thread thread = new Thread(() -> carryOut(begun), "defender-hand-over");
        thread.setDaemon(true);
        thread.start();
        return begun;
    }

    private void carryOut(Handover begun) {
        try {
            begun.handOver(() -> goBack(begun));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            forget(begun);
        }
    }

    private synchronized void goBack(Handover failed) {
        if (!closed) {
            current = failed.old();
        }
        LOG.error(
                "The routes that were to take over cannot begin; the old ones go on. {}",
                failed.failure().map(Throwable::getMessage).orElse(""));
    }

    private synchronized void forget(Handover over) {
        if (!closed && handover == over) {
            handover = null; // and with it the generation that has ended
        }
    }

    /** Lets what is in flight finish, but not for longer than that; then interrupts it. */
    void close(Duration grace) {
        Handover unfinished;
        Generation last;
        synchronized (this) {
            closed = true;
            unfinished = handover;
            last = current;
        }
        if (unfinished == null) {
            close(last, grace);
            return;
        }
        Thread beside = new Thread(() -> close(last, grace), "defender-stop-routes-too");
        beside.setDaemon(true);
        beside.start();
        unfinished.abandon(grace);
        try {
            beside.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Generation generation, Duration grace) {
        if (generation != null) {
            generation.close(grace);
        }
    }
}
