package io.github.defenderroutes.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes finished runs, many in one transaction: outcome, decision, steps, notices and the claim's new state, all or
 * none. While the database is away it keeps them and keeps trying.
 */
final class RunWriter {
    private static final Logger LOG = LoggerFactory.getLogger(RunWriter.class);
    private static final int BATCH = 200;
    private static final long BATCH_MILLIS = 100;
    private static final long RETRY_MILLIS = 1_000;

    private final Database database;
    private final RunTable table;
    private final Claims claims;
    private final Outage outage;
    private final LinkedBlockingQueue<FinishedRun> queue = new LinkedBlockingQueue<>();
    private final Object written = new Object();
    private final Thread thread = new Thread(this::write, "defender-run-writer");
    private int unwritten;
    private volatile boolean closing;

    /** @param outage of the writing; while it lasts nothing new is taken in hand, so that what we keep is bounded */
    RunWriter(Database database, String tenant, Claims claims, Outage outage) {
        this.database = database;
        this.outage = outage;
        this.table = new RunTable(tenant, database.events());
        this.claims = claims;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void add(FinishedRun run) {
        synchronized (written) {
            unwritten++;
        }
        queue.add(run);
    }

    /** Waits until everything added so far is committed. */
    boolean flush(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        synchronized (written) {
            while (unwritten > 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                written.wait(left);
            }
            return true;
        }
    }

    private void write() {
        try {
            while (!closing || !queue.isEmpty()) {
                List<FinishedRun> batch = nextBatch();
                if (!batch.isEmpty()) {
                    boolean committed = commit(batch);
                    batch.forEach(run -> claims.forget(run.claim()));
                    synchronized (written) {
                        unwritten -= committed ? batch.size() : 0;
                        written.notifyAll();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What has ended by the time that the batch is full, that it has waited long enough, or that nothing else is in hand. */
    private List<FinishedRun> nextBatch() throws InterruptedException {
        List<FinishedRun> batch = new ArrayList<>();
        FinishedRun first = queue.poll(BATCH_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
            return batch;
        }
        batch.add(first);
        if (first.claim().alone()) {
            return batch; // nothing else is in hand, and the next one waits for this
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BATCH_MILLIS);
        while (batch.size() < BATCH && claims.inHand() > batch.size()) {
            FinishedRun next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                break;
            }
            batch.add(next);
        }
        return batch;
    }

    /** Returns false only when we are closing and the database does not take them: then the claims are taken up later. */
    private boolean commit(List<FinishedRun> batch) throws InterruptedException {
        while (true) {
            try {
                attempt(batch);
                if (outage.worked()) {
                    LOG.info("Finished runs are written again.");
                }
                return true;
            } catch (RuntimeException | Error e) { // any that escaped would end this thread and with it all writing
                if (outage.failed(LedgerException.sentence(e))) {
                    LOG.error(
                            "Finished runs cannot be written: {} Nothing is lost; we keep them, begin no other and try every second.",
                            LedgerException.sentence(e));
                }
                if (closing) {
                    return false;
                }
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }

    private void attempt(List<FinishedRun> batch) {
        try {
            inOne(batch);
        } catch (LedgerException e) {
            if (!e.isAboutData()) {
                throw e;
            }
            batch.forEach(this::alone);
        }
    }

    /** One run that the database cannot hold must not keep the others from being written: it is parked. */
    private void alone(FinishedRun run) {
        try {
            inOne(List.of(run));
        } catch (LedgerException e) {
            if (!e.isAboutData()) {
                throw e;
            }
            LOG.error(
                    "What became of an alert cannot be written, so it is parked: {} alertId={}",
                    e.getMessage(),
                    run.claim().alertId());
            inOne(List.of(run.unwritable(
                    "It was handled, but the database cannot hold what became of it: " + e.getMessage())));
        }
    }

    private void inOne(List<FinishedRun> batch) {
        database.transaction(c -> {
            table.write(c, batch);
            return null;
        });
    }

    /**
     * Writes what is left, as far as the database and the time let us, and stops.
     *
     * @return whether everything is written
     */
    boolean close(long millis) {
        closing = true;
        try {
            thread.join(Math.max(1, millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (written) {
            return unwritten == 0;
        }
    }
}
