package io.github.defenderroutes.ledger;

import static io.github.defenderroutes.ledger.TestLedger.alert;
import static io.github.defenderroutes.ledger.TestLedger.run;

import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Two who take one alert after the other: neither is done with one before the other has begun the next, if he can. */
final class LastingLoad implements AutoCloseable {
    private static final int LONGEST_WORK_MILLIS = 100;

    private final Ledger ledger;
    private final Set<String> inHand = ConcurrentHashMap.newKeySet();
    private final List<Thread> workers;
    private volatile boolean over;

    /** When it is there, something is in hand. */
    LastingLoad(Ledger ledger) throws InterruptedException {
        this.ledger = ledger;
        Semaphore one = new Semaphore(0);
        Semaphore other = new Semaphore(0);
        Semaphore begun = new Semaphore(0);
        workers = Stream.of(
                        new Thread(() -> work("one", one, other, begun), "load-1"),
                        new Thread(() -> work("other", other, one, begun), "load-2"))
                .toList();
        workers.forEach(Thread::start);
        begun.acquire(4);
    }

    private void work(String name, Semaphore mine, Semaphore others, Semaphore begun) {
        try {
            for (int i = 0; !over; i++) {
                Optional<Claim> taken = ledger.claims().takeOne(alert(name + i, "High", "2026-11-20T08:00:00Z"));
                taken.ifPresent(claim -> inHand.add(claim.alertId()));
                begun.release();
                others.release();
                mine.tryAcquire(LONGEST_WORK_MILLIS, TimeUnit.MILLISECONDS);
                if (taken.isPresent()) {
                    inHand.remove(taken.get().alertId());
                    ledger.finish(run(taken.get(), Outcome.DONE, 0));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Set<String> inHand() {
        return Set.copyOf(inHand);
    }

    @Override
    public void close() {
        over = true;
        try {
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
