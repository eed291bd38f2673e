package io.github.defenderroutes.ledger;

import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.DeflaterOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes finished runs, many in one transaction: outcome, decision, steps, notices and the claim's new state, all or
 * none. While the database is away it keeps them and keeps trying.
 */
final class RunWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunWriter.class);
    private static final int BATCH = 200;
    private static final long BATCH_MILLIS = 50;
    private static final long RETRY_MILLIS = 1_000;

    private final Database database;
    private final String tenant;
    private final Claims claims;
    private final LinkedBlockingQueue<FinishedRun> queue = new LinkedBlockingQueue<>();
    private final Object written = new Object();
    private final Thread thread = new Thread(this::write, "defender-run-writer");
    private int unwritten;
    private volatile boolean closing;

    RunWriter(Database database, String tenant, Claims claims) {
        this.database = database;
        this.tenant = tenant;
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
                    commit(batch);
                    batch.forEach(run -> claims.forget(run.claim()));
                    synchronized (written) {
                        unwritten -= batch.size();
                        written.notifyAll();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<FinishedRun> nextBatch() throws InterruptedException {
        List<FinishedRun> batch = new ArrayList<>();
        FinishedRun first = queue.poll(BATCH_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
            return batch;
        }
        batch.add(first);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BATCH_MILLIS);
        while (batch.size() < BATCH) {
            FinishedRun next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                break;
            }
            batch.add(next);
        }
        return batch;
    }

    private void commit(List<FinishedRun> batch) throws InterruptedException {
        boolean told = false;
        while (true) {
            try {
                database.transaction(c -> {
                    write(c, batch);
                    return null;
                });
                if (told) {
                    LOG.info("The database is back: finished runs are written again.");
                }
                return;
            } catch (LedgerException e) {
                if (!told) {
                    LOG.error(
                            "Finished runs cannot be written: {}. Nothing is lost; we keep them and try every second.",
                            e.getMessage());
                    told = true;
                }
                if (closing) {
                    return; // the claims stay ours and are taken up after the next start
                }
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }

    private void write(Connection c, List<FinishedRun> batch) throws SQLException {
        int[] current = updateClaims(c, batch);
        List<FinishedRun> valid = new ArrayList<>();
        for (int i = 0; i < current.length; i++) {
            if (current[i] == 1) {
                valid.add(batch.get(i));
            }
        }
        insertRuns(c, valid);
        insertNotices(c, valid);
    }

    private int[] updateClaims(Connection c, List<FinishedRun> runs) throws SQLException {
        try (PreparedStatement update =
                c.prepareStatement("UPDATE defender_claims SET state = ?, severity = GREATEST(severity, ?),"
                        + " attempts = ?, delays = ?, worker = NULL, due_at = ?, changed_at = ?, reason = ?"
                        + " WHERE tenant = ? AND alert_id = ? AND take = ? AND state = 'claimed'")) {
            for (FinishedRun run : runs) {
                Claim claim = run.claim();
                Database.bind(
                        update,
                        run.outcome().state,
                        run.outcome() == Outcome.DONE ? run.severity().ordinal() : -1,
                        run.outcome() == Outcome.FAILED ? claim.attempts() + 1 : claim.attempts(),
                        run.outcome() == Outcome.DELAYED ? claim.delays() + 1 : 0,
                        run.dueAt(),
                        run.finishedAt(),
                        Database.cut(run.detail(), 500),
                        tenant,
                        claim.alertId(),
                        claim.take());
                update.addBatch();
            }
            return update.executeBatch();
        }
    }

    private void insertRuns(Connection c, List<FinishedRun> runs) throws SQLException {
        try (PreparedStatement insert = c.prepareStatement(
                "INSERT INTO defender_runs (id, tenant, alert_id, take, kind, severity, outcome, detail,"
                        + " decision, steps, alert, started_at, finished_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
            for (FinishedRun run : runs) {
                if (run.outcome() == Outcome.RETURNED) {
                    continue; // nothing was done
                }
                Database.bind(
                        insert,
                        UUID.randomUUID().toString(),
                        tenant,
                        run.claim().alertId(),
                        run.claim().take(),
                        run.claim().kind(),
                        run.severity().ordinal(),
                        run.outcome().name().toLowerCase(Locale.ROOT),
                        Database.cut(run.detail(), 500),
                        run.decision(),
                        run.steps(),
                        run.alert() == null ? null : deflate(run.alert()),
                        run.startedAt(),
                        run.finishedAt());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void insertNotices(Connection c, List<FinishedRun> runs) throws SQLException {
        try (PreparedStatement insert = c.prepareStatement(
                "INSERT INTO defender_notices (id, tenant, kind, alert_id, severity, model, created_at)"
                        + " VALUES (?,?,?,?,?,?,?) ON CONFLICT DO NOTHING")) {
            for (FinishedRun run : runs) {
                for (Notice notice : run.notices()) {
                    Database.bind(
                            insert,
                            UUID.randomUUID().toString(),
                            tenant,
                            notice.kind(),
                            notice.alertId(),
                            notice.severity().ordinal(),
                            notice.model(),
                            run.finishedAt());
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private static byte[] deflate(String json) {
        var bytes = new ByteArrayOutputStream();
        try (var deflated = new DeflaterOutputStream(bytes)) {
            deflated.write(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes what is left, as far as the database lets us, and stops. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
