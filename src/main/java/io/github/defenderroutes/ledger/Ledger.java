package io.github.defenderroutes.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger of one tenant: its parts, its worker's heartbeat and its writer. */
public final class Ledger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final Duration LEAVING = Duration.ofSeconds(10);

    private final Database database;
    private final Worker worker;
    private final Claims claims;
    private final Offered offered;
    private final RunWriter writer;
    private final Cursors cursors;
    private final Isolations isolations;
    private final Switches switches;
    private final Courses courses;
    private final Approvals approvals;
    private final Verdicts verdicts;
    private final Releases releases;
    private final ReleaseSteps releaseSteps;
    private final IsolationAlerts isolationAlerts;
    private final CutOffs cutOffs;
    private final Hunts hunts;
    private final Mails mails;
    private final Comments comments;
    private final DelayedAlerts delayedAlerts;
    private final Runs runs;
    private final Traces traces;
    private final Figures figures;
    private final Versions versions;
    private final Parked parked;
    private final Pruning pruning;
    private final Leases leases;
    private final Seen seen;
    private final Events events;
    private final Intake intake;
    private final String tenant;
    private final Calls calls;
    private final Audit audit;
    private final Reloads reloads;
    private final Clock clock;
    private final ScheduledExecutorService heart = thread("defender-heartbeat");
    private final ScheduledExecutorService pruner = thread("defender-pruning"); // or the heart would wait for it

    private int secondsWithoutBeat;

    /**
     * @param dataSource a database whose schema is current; see {@link LedgerSchema}
     * @param tenant whose rows these are
     * @param alone whether no other process can have this database open
     */
    public Ledger(DataSource dataSource, String tenant, Clock clock, boolean alone) {
        this(dataSource, tenant, clock, alone, Solitude.PATIENCE);
    }

    /** @param patience how long something that may be in hand only alone waits for that */
    Ledger(DataSource dataSource, String tenant, Clock clock, boolean alone, Duration patience) {
        this.database = new Database(dataSource);
        this.tenant = tenant;
        this.clock = clock;
        this.worker = new Worker(database, tenant, clock, alone);
        this.intake = new Intake(clock);
        this.claims = new Claims(database, tenant, worker, intake, new Solitude(patience), clock);
        this.offered = new Offered(database, tenant, clock);
        this.writer = new RunWriter(database, tenant, claims, intake.writing());
        this.cursors = new Cursors(database, tenant, clock);
        this.isolations = new Isolations(database, tenant, clock);
        this.switches = new Switches(database, tenant, clock);
        this.courses = new Courses(database, tenant, clock);
        this.approvals = new Approvals(database, tenant, isolations, clock);
        this.verdicts = new Verdicts(database, tenant, clock);
        this.releases = new Releases(database, tenant, clock);
        this.releaseSteps = new ReleaseSteps(database, tenant, clock);
        this.isolationAlerts = new IsolationAlerts(database, tenant, clock);
        this.cutOffs = new CutOffs(database, tenant);
        this.hunts = new Hunts(database, tenant, clock);
        this.mails = new Mails(database, tenant, clock);
        this.comments = new Comments(database, tenant, clock);
        this.delayedAlerts = new DelayedAlerts(database, tenant, clock);
        this.runs = new Runs(database, tenant);
        this.traces = new Traces(database, tenant);
        this.figures = new Figures(database, tenant);
        this.versions = new Versions(database, tenant, clock);
        this.parked = new Parked(database, tenant, clock);
        this.pruning = new Pruning(database, tenant, clock);
        this.leases = new Leases(database, tenant, worker, clock);
        this.seen = new Seen(database, tenant, leases, clock);
        this.events = new Events(database, tenant, leases);
        this.calls = new Calls(database, tenant, clock);
        this.audit = new Audit(database, tenant, clock);
        this.reloads = new Reloads(database, tenant, clock);
    }

    public void start() {
        worker.start();
        writer.start();
        heart.scheduleWithFixedDelay(this::pulse, 1, 1, TimeUnit.SECONDS);
    }

    /** From now on forgets runs, claims and the rows of hunts that are older than that, a little every ten minutes. */
    public void keep(Duration history, Duration keptClaims, Duration huntedRows) {
        pruner.scheduleWithFixedDelay(() -> prune(history, keptClaims, huntedRows), 1, 10, TimeUnit.MINUTES);
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    private void prune(Duration history, Duration keptClaims, Duration huntedRows) {
        try {
            pruning.prune(history, keptClaims, huntedRows);
        } catch (RuntimeException e) { // an exception would end the pruning for good
            LOG.debug("Nothing pruned: {}", e.getMessage());
        }
    }

    public Claims claims() {
        return claims;
    }

    /** Alerts between the poll and those who handle them, where they pass a queue. */
    public Offered offered() {
        return offered;
    }

    public Cursors cursors() {
        return cursors;
    }

    public Isolations isolations() {
        return isolations;
    }

    /** The kill switch, the breaker and the mode of the last start. */
    public Switches switches() {
        return switches;
    }

    /**
     * Turns the kill switch on, tries to decide and to send an isolation, and takes all of it back.
     *
     * @return whether both were denied
     */
    public boolean rehearseKillSwitch() {
        return new KillSwitchRehearsal(database, tenant, isolations, clock).isHeeded();
    }

    public Courses courses() {
        return courses;
    }

    public Approvals approvals() {
        return approvals;
    }

    public Verdicts verdicts() {
        return verdicts;
    }

    public Releases releases() {
        return releases;
    }

    public ReleaseSteps releaseSteps() {
        return releaseSteps;
    }

    public IsolationAlerts isolationAlerts() {
        return isolationAlerts;
    }

    public CutOffs cutOffs() {
        return cutOffs;
    }

    public Hunts hunts() {
        return hunts;
    }

    public Mails mails() {
        return mails;
    }

    public Comments comments() {
        return comments;
    }

    public Seen seen() {
        return seen;
    }

    public Events events() {
        return events;
    }

    public DelayedAlerts delayedAlerts() {
        return delayedAlerts;
    }

    public Runs runs() {
        return runs;
    }

    public Traces traces() {
        return traces;
    }

    public Figures figures() {
        return figures;
    }

    public Versions versions() {
        return versions;
    }

    public Parked parked() {
        return parked;
    }

    public Audit audit() {
        return audit;
    }

    public Reloads reloads() {
        return reloads;
    }

    /** How it stands now, in numbers. */
    public Overview overview() {
        return database.transaction(c -> Overview.read(c, tenant, worker));
    }

    /** How much of its quota is used now, by the word of the API. */
    public Map<String, Usage> usage() {
        return database.transaction(c -> Usage.all(c, tenant, clock.millis()));
    }

    /**
     * Looks at the database and writes to it, as a trial.
     *
     * @throws LedgerException if it cannot be read or written
     */
    public Inspection inspect() {
        calls.flush();
        return database.transaction(c -> Inspection.read(c, tenant, worker, clock.millis()));
    }

    public Calls calls() {
        return calls;
    }

    /** Whether this process, of several on one database, does the scheduled job of that name now. */
    public boolean leads(String job) {
        return leases.lead(job);
    }

    /** Hands over a finished run; it is written soon, together with others. */
    public void finish(FinishedRun run) {
        claims.ended(run.claim());
        writer.add(run);
    }

    /** Waits until every run handed over so far is written; false if that took longer than the given milliseconds. */
    public boolean flush(long millis) throws InterruptedException {
        return writer.flush(millis);
    }

    /**
     * Since when the database does not take what we write.
     *
     * @return what lasts, or empty while all is well
     */
    public Optional<Away> away() {
        return intake.outage().map(lost -> new Away(lost.since(), lost.reason()));
    }

    /** The database cannot be used: since when, and what it said. */
    public record Away(Instant since, String reason) {}

    /** From now on nothing is taken in hand and nothing is begun; what was claimed and not begun is given back. */
    public void leave() {
        intake.leave();
        long now = clock.millis();
        claims.withdraw().forEach(claim -> writer.add(returned(claim, now)));
    }

    @Override
    public void close() {
        close(LEAVING);
    }

    /**
     * Writes what is finished, gives back what is not, and signs off; as far as the database and the time let us. A crash
     * loses nothing, so neither does an end without them.
     */
    public void close(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        leave();
        pruner.shutdown(); // without an interrupt, which would close H2's file
        boolean written = writer.close(atMost.toMillis() * 2 / 3);
        Future<?> signedOff = heart.submit(this::signOff);
        heart.shutdown();
        try {
            signedOff.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn(
                    "Stopped without the database. {}What was in hand is taken up again after the next start, by another process after {} s.",
                    written ? "" : "It did not take what was finished last, which is looked at again. ",
                    Worker.PRESUMED_DEAD.toSeconds());
            heart.shutdownNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void signOff() {
        int left = claims.giveBack();
        worker.end();
        calls.flush();
        if (left > 0) {
            LOG.info("What was in hand is given back and taken up after the next start: {} alerts.", left);
        }
    }

    private static FinishedRun returned(Claim claim, long now) {
        return new FinishedRun(
                claim,
                FinishedRun.Outcome.RETURNED,
                false,
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

    /** Looks every second whether the database is there when something failed, and whether it is back. */
    private void pulse() {
        boolean doubtful =
                database.hasFailedSince() || intake.heartbeat().lost().isPresent();
        if (doubtful || ++secondsWithoutBeat >= Worker.HEARTBEAT.toSeconds()) {
            secondsWithoutBeat = 0;
            beat();
        }
    }

    private void beat() {
        try {
            worker.beat();
            if (intake.heartbeat().worked()) {
                LOG.info("The database is back. What was due meanwhile is handled now.");
            }
        } catch (RuntimeException | Error e) { // whatever escaped would end the heartbeat for good
            if (intake.heartbeat().failed(LedgerException.sentence(e))) {
                LOG.error(
                        "{} No alert is taken until it is back; nothing is lost. To fix: see that the database of state.url runs, can be reached and has room on its disk.",
                        LedgerException.sentence(e));
            }
        }
    }
}
