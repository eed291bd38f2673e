package io.github.defenderroutes.ledger;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger of one tenant: its parts, its worker's heartbeat and its writer. */
public final class Ledger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private final Worker worker;
    private final Claims claims;
    private final RunWriter writer;
    private final Cursors cursors;
    private final Isolations isolations;
    private final Mails mails;
    private final DelayedAlerts delayedAlerts;
    private final Runs runs;
    private final Pruning pruning;
    private final Leases leases;
    private final Clock clock;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "defender-heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param dataSource a database whose schema is current; see {@link LedgerSchema}
     * @param tenant whose rows these are
     * @param alone whether no other process can have this database open
     */
    public Ledger(DataSource dataSource, String tenant, Clock clock, boolean alone) {
        Database database = new Database(dataSource);
        this.clock = clock;
        this.worker = new Worker(database, tenant, clock, alone);
        this.claims = new Claims(database, tenant, worker, clock);
        this.writer = new RunWriter(database, tenant, claims);
        this.cursors = new Cursors(database, tenant, clock);
        this.isolations = new Isolations(database, tenant, clock);
        this.mails = new Mails(database, tenant, clock);
        this.delayedAlerts = new DelayedAlerts(database, tenant, clock);
        this.runs = new Runs(database, tenant);
        this.pruning = new Pruning(database, tenant, clock);
        this.leases = new Leases(database, tenant, worker, clock);
    }

    public void start() {
        worker.start();
        writer.start();
        long beat = Worker.HEARTBEAT.toMillis();
        heart.scheduleWithFixedDelay(this::beat, beat, beat, TimeUnit.MILLISECONDS);
    }

    /** From now on forgets runs and claims that are older than that, a little every ten minutes. */
    public void keep(Duration history, Duration keptClaims) {
        heart.scheduleWithFixedDelay(() -> prune(history, keptClaims), 1, 10, TimeUnit.MINUTES);
    }

    private void prune(Duration history, Duration keptClaims) {
        try {
            pruning.prune(history, keptClaims);
        } catch (RuntimeException e) { // an exception would end the pruning for good
            LOG.debug("Nothing pruned: {}", e.getMessage());
        }
    }

    public Claims claims() {
        return claims;
    }

    public Cursors cursors() {
        return cursors;
    }

    public Isolations isolations() {
        return isolations;
    }

    public Mails mails() {
        return mails;
    }

    public DelayedAlerts delayedAlerts() {
        return delayedAlerts;
    }

    public Runs runs() {
        return runs;
    }

    /** Whether this process, of several on one database, does the scheduled job of that name now. */
    public boolean leads(String job) {
        return leases.lead(job);
    }

    /** Hands over a finished run; it is written soon, together with others. */
    public void finish(FinishedRun run) {
        writer.add(run);
    }

    /** Waits until every run handed over so far is written; false if that took longer than the given milliseconds. */
    public boolean flush(long millis) throws InterruptedException {
        return writer.flush(millis);
    }

    /** Gives back what was claimed and not begun, writes what is finished, and leaves. */
    @Override
    public void close() {
        heart.shutdownNow();
        long now = clock.millis();
        claims.withdraw().forEach(claim -> writer.add(returned(claim, now)));
        writer.close();
        try {
            worker.end();
        } catch (LedgerException e) {
            LOG.warn("Could not sign off in the database: {}. Our claims are free in 30 s.", e.getMessage());
        }
    }

    private static FinishedRun returned(Claim claim, long now) {
        return new FinishedRun(
                claim,
                FinishedRun.Outcome.RETURNED,
                claim.severity(),
                "Given back at shutdown",
                null,
                null,
                null,
                List.of(),
                now,
                now,
                now);
    }

    private void beat() {
        try {
            worker.beat();
        } catch (RuntimeException e) { // an exception would end the heartbeat for good
            LOG.debug("No heartbeat: {}", e.getMessage());
        }
    }
}
