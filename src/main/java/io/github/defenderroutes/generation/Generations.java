package io.github.defenderroutes.generation;

import io.github.defenderroutes.StartException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The generation of routes at work, and the one it took over from for as long as that has something in hand. */
public final class Generations {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");

    /** How long a take-over waits for the end of the last one. */
    private static final Duration LAST_ONE = Duration.ofMinutes(1);

    private static final String BY_HAND = "(called by hand)";

    /** What changes together with the routes. */
    interface Companion {
        /** Right before the fresh routes are those at work; if it throws, they do not become so, and nothing has changed. */
        void change();

        /** The fresh routes cannot take over after all. */
        void undo(RuntimeException why);
    }

    private Generation current;
    private Changeover changeover;
    private boolean closed;

    /** The generation at work; empty before the first. */
    public synchronized Optional<Generation> current() {
        return Optional.ofNullable(current);
    }

    /** Makes it the first. */
    public synchronized void begin(Generation first) {
        current = first;
    }

    /** Does something with the generation at work, which there must be, and keeps it open meanwhile. */
    public <T> T use(Function<Generation, T> work) {
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
     * @param with whether the changeover fails at once or long after, it is undone then
     * @throws StartException if it cannot begin; it is closed then, and nothing has changed
     */
    Changeover replace(Generation fresh, Companion with) throws InterruptedException {
        boolean isUsed = false;
        try {
            awaitLast();
            fresh.startInside();
            with.change();
            Changeover begun = swap(fresh, with);
            isUsed = true;
            return begun;
        } finally {
            if (!isUsed) {
                fresh.close();
            }
        }
    }

    private void awaitLast() throws InterruptedException {
        Changeover last;
        synchronized (this) {
            last = changeover;
        }
        if (last != null && !last.await(LAST_ONE)) {
            throw new StartException(
                    "The routes of before the last reload still have something in hand: %s. To fix: try again when they are done, or restart."
                            .formatted(String.join(", ", last.inHand())),
                    null);
        }
    }

    private Changeover swap(Generation fresh, Companion with) {
        Optional<Changeover> begun = swapUnlessClosed(fresh);
        if (begun.isEmpty()) {
            StartException stopping = new StartException("It is stopping.", null);
            with.undo(stopping);
            throw stopping;
        }
        Thread thread = new Thread(() -> carryOut(begun.get(), with), "defender-changeover");
        thread.setDaemon(true);
        thread.start();
        return begun.get();
    }

    private synchronized Optional<Changeover> swapUnlessClosed(Generation fresh) {
        if (closed) {
            return Optional.empty();
        }
        changeover = new Changeover(current, fresh);
        current = fresh;
        return Optional.of(changeover);
    }

    private void carryOut(Changeover begun, Companion with) {
        try {
            begun.carryOut(why -> goBack(begun, with, why));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("Routes that have ended cannot be closed. To fix: restart when it suits.", e);
        } finally {
            forget(begun);
        }
    }

    private void goBack(Changeover failed, Companion with, RuntimeException why) {
        synchronized (this) {
            if (!closed) {
                current = failed.old();
            }
        }
        LOG.error("The routes that were to take over cannot begin; the old ones go on. {}", why.getMessage());
        with.undo(why);
    }

    private synchronized void forget(Changeover over) {
        if (!closed && changeover == over) {
            changeover = null; // and with it the generation that has ended
        }
    }

    /** Lets what is in flight finish, but not for longer than that; then interrupts it. */
    public void close(Duration grace) {
        Changeover unfinished;
        Generation last;
        synchronized (this) {
            closed = true;
            unfinished = changeover;
            last = current;
        }
        if (unfinished == null) {
            close(last, grace);
            return;
        }
        unfinished.abandon();
        Thread beside = new Thread(() -> unfinished.fresh().close(grace), "defender-stop-routes-too");
        beside.setDaemon(true);
        beside.start();
        unfinished.old().close(grace);
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
