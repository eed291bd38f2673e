package io.github.defenderroutes.ledger;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Lets an alert be in hand alone, however much there is to do: while somebody waits for that, and while somebody has it,
 * others wait with what they would take. Nobody waits for longer than a given time, so nothing can wait for itself.
 */
final class Solitude {
    /** What is in hand has mostly come to its end in less; a call that hangs lasts longer. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final long patienceNanos;

    /** Taking is shared; who takes alone excludes the others, so that nothing is in hand that he does not see. */
    private final ReadWriteLock taking = new ReentrantReadWriteLock();

    private boolean wanted;

    Solitude(Duration patience) {
        this.patienceNanos = patience.toNanos();
    }

    /** How it stands with what is in hand. */
    enum InHand {
        NOTHING,
        /** It comes to its end without anything more being taken. */
        ENDING,
        /** Something waits to be begun. */
        WAITING,
        /** Something that was taken alone. */
        ALONE
    }

    /** Takes when nobody wants to be alone or is, or has for too long. */
    <T> T inCompany(Supplier<InHand> inHand, Supplier<T> take) {
        awaitTurn(inHand);
        taking.readLock().lock();
        try {
            return take.get();
        } finally {
            taking.readLock().unlock();
        }
    }

    /** Takes when nothing else is in hand; nothing if that does not come about in time, or somebody else waits for it. */
    <T> List<T> alone(Supplier<InHand> inHand, Supplier<List<T>> take) {
        if (!want()) {
            return List.of();
        }
        try {
            long end = System.nanoTime() + patienceNanos;
            while (awaitNothing(inHand, end)) {
                taking.writeLock().lock();
                try {
                    if (inHand.get() == InHand.NOTHING) {
                        return take.get();
                    }
                } finally {
                    taking.writeLock().unlock();
                }
            }
            return List.of();
        } finally {
            wantNoMore();
        }
    }

    private synchronized boolean want() {
        boolean first = !wanted;
        wanted = true;
        return first;
    }

    private synchronized void wantNoMore() {
        wanted = false;
        notifyAll();
    }

    /** Something in hand has come to its end. */
    synchronized void changed() {
        notifyAll();
    }

    private synchronized void awaitTurn(Supplier<InHand> inHand) {
        long end = System.nanoTime() + patienceNanos;
        while (wanted || inHand.get() == InHand.ALONE) {
            if (!awaitChange(end)) {
                return;
            }
        }
    }

    private synchronized boolean awaitNothing(Supplier<InHand> inHand, long end) {
        while (inHand.get() != InHand.NOTHING) {
            if (inHand.get() == InHand.WAITING || !awaitChange(end)) {
                return false;
            }
        }
        return true;
    }

    /** @return false if the time is over, or we are interrupted, which stays set */
    private boolean awaitChange(long end) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
            return false;
        }
        try {
            wait(left);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
