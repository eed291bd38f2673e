package io.github.defenderroutes;

import io.github.defenderroutes.database.DatabaseInUseException;
import io.github.defenderroutes.database.StateDatabase;
import io.github.defenderroutes.generation.Generation;
import io.github.defenderroutes.generation.Reloaded;
import io.github.defenderroutes.history.History;
import io.github.defenderroutes.hunting.HandHunt;
import io.github.defenderroutes.hunting.HuntingQuery;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.operations.Health;
import io.github.defenderroutes.operations.Metrics;
import io.github.defenderroutes.report.Report;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.stops.KillSwitch;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;

/**
 * One tenant: everything that outlives its routes, and its own CamelContext. Made by its constructor, nothing static, so
 * two tenants in one JVM are two of these.
 */
public final class DefenderRoutes implements AutoCloseable {

    private final Settings settings;
    private final Path routes;
    private final Clock clock;
    private final Ledger ledger;
    private final Parts parts;
    private final Metrics metrics;
    private final History history;
    private final ByHand byHand;
    private final Running running;
    private Runnable atTheEnd = () -> {};
    private boolean closed;

    /**
     * Prepares everything; nothing is opened and nothing runs before {@link #start}, {@link #runOnce} or {@link #handle},
     * which throw {@link StartException} if the database, a route or a template cannot be used.
     *
     * @param settings complete and valid
     * @param routes the folder with {@code *.camel.yaml}
     * @throws StartException if {@code defender.ca-certificate} cannot be used
     */
    public DefenderRoutes(Settings settings, Path routes, Clock clock) {
        this(settings, routes, clock, StateDatabase.of(settings), new HostBeans(name -> null));
    }

    /**
     * The same for who will {@link #start} it, or {@link #runOnce}, right away: its database is being opened meanwhile.
     *
     * @throws StartException if {@code defender.ca-certificate} cannot be used
     */
    public static DefenderRoutes beginning(Settings settings, Path routes, Clock clock) {
        StateDatabase database = StateDatabase.of(settings);
        database.beginToOpen(StateDatabase.WHILE_A_COMMAND_HAS_IT);
        try {
            return new DefenderRoutes(settings, routes, clock, database, new HostBeans(name -> null));
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * The same on a database of the caller's, who has brought it up to date ({@code LedgerSchema}) and closes it. No other
     * process may use it meanwhile.
     */
    public DefenderRoutes(Settings settings, Path routes, Clock clock, DataSource database) {
        this(settings, routes, clock, StateDatabase.lent(database), new HostBeans(name -> null));
    }

    DefenderRoutes(Settings settings, Path routes, Clock clock, StateDatabase database, HostBeans hostBeans) {
        this.settings = settings;
        this.routes = routes;
        this.clock = clock;
        this.ledger = new Ledger(database.dataSource(), settings.text("defender.tenant-id"), clock, database.alone());
        this.parts = new Parts(settings, routes, ledger, hostBeans, clock);
        KillSwitch killSwitch = new KillSwitch(ledger, settings, clock);
        this.metrics = new Metrics(parts.meters(), ledger, parts.polls(), killSwitch, settings, clock);
        this.history = new History(ledger, ZoneId.of(settings.text("mail.time-zone")), clock);
        this.running = new Running(settings, routes, database, ledger, parts, clock);
        this.byHand = new ByHand(running.generations(), ledger, settings);
    }

    /**
     * Inside an application of somebody's.
     *
     * @param settings all of them, by the keys of {@code application.properties}; nothing else is read
     */
    public static Embedding embedded(Map<String, String> settings) {
        return new Embedding(settings);
    }

    /** Done last of all when this is closed. */
    void atTheEnd(Runnable work) {
        atTheEnd = work;
    }

    /** Starts the routes; the poll runs at once and then by its schedule. */
    public synchronized void start() {
        refuseIfClosed();
        running.start(true, StateDatabase.WHILE_A_COMMAND_HAS_IT);
        Thread first = new Thread(() -> byHand.fire("poll-alerts"), "defender-first-poll");
        first.setDaemon(true);
        first.start();
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new StartException(
                    "This tenant was closed. To fix: make a new DefenderRoutes, and start that.", null);
        }
    }

    /**
     * Loads some of the routes to try them out: nothing is scheduled and nobody signs in.
     *
     * @param instead beans in the place of ours of the same name or besides them
     * @param files names in the folder of routes or patterns, separated by commas
     */
    public synchronized void rehearseWith(Map<String, Object> instead, String files) {
        running.rehearse(files, instead);
    }

    /**
     * Puts in force what people edit, as it stands now: the routes, the guardrails, the texts of mails and the hunting
     * queries. All is checked and loaded aside first. What the routes of before have in hand they finish; nothing is lost
     * and nothing is done twice. Settings are read at the start only. May be called at any time and by any thread; before
     * the start it only checks.
     *
     * @return once the new routes are at work, and at the latest after a minute
     * @throws StartException naming everything that cannot be used, with file and line; nothing has changed then
     */
    public Reloaded reload() throws InterruptedException {
        openLedger();
        return running.reloading().here(Actor.program("reload"));
    }

    /** Polls once, does what is due now, writes it down. */
    public synchronized void runOnce() throws InterruptedException {
        refuseIfClosed();
        if (!running.hasRoutes()) {
            running.start(false, StateDatabase.WHILE_A_COMMAND_HAS_IT);
        }
        byHand.round();
    }

    /**
     * What became of an alert that was handed in by hand.
     *
     * @param state of its claim: done, due, parked, known, claimed (somebody has it in hand); or unknown
     * @param problem why it was not taken; empty if it was, or had been
     */
    public record Handled(String state, Optional<String> problem) {}

    /**
     * Handles one alert by its id, as if a route had brought it. If the routes run by their schedule, its mail goes out
     * with the others; else at once.
     */
    public Handled handle(String alertId) throws InterruptedException {
        return send(alertId, exchange -> exchange.getMessage().setBody(Map.of("id", alertId)));
    }

    /** Hands an alert to the routes. */
    Handled send(String alertId, Processor alert) throws InterruptedException {
        startedByHand();
        return byHand.send(alertId, alert, !running.isScheduled());
    }

    /**
     * Runs one hunting query by hand. Nothing is changed, mailed or remembered.
     *
     * @param file its name in config/hunting, with or without its ending
     * @param most rows to be kept; the others are counted
     * @throws StartException if there is no such file, or it has a problem
     */
    public HandHunt hunt(String file, int most) {
        HuntingQuery query = parts.files().huntingQuery(file);
        startedByHand();
        return byHand.hunt(query, most);
    }

    /**
     * Compares what was decided since then with what really happened, through the route report.
     *
     * @throws StartException if the routes are not at work and cannot be started
     */
    public Report report(Instant since) {
        startedByHand();
        return byHand.report(since);
    }

    /** Only this much of {@link #handle} keeps others out: an orderly stop must not wait for Defender's answers. */
    synchronized CamelContext startedByHand() {
        refuseIfClosed();
        if (!running.hasRoutes()) {
            running.start(false, Duration.ZERO);
        }
        return camel();
    }

    /**
     * The ledger, to look at and to change, its database open; nothing else is started.
     *
     * @throws DatabaseInUseException if another process holds the file
     * @throws StartException if it cannot be opened for another reason
     */
    public synchronized Ledger openLedger() {
        running.openDatabase(Duration.ZERO);
        return ledger;
    }

    /**
     * The same, but no table is brought up to date: for whoever only looks, or counts calls.
     *
     * @return empty if there is no database yet
     * @throws DatabaseInUseException if another process holds the file
     * @throws StartException if it cannot be opened for another reason, or holds the tables of another release
     */
    public synchronized Optional<Ledger> ledgerAsItIs() {
        return running.openDatabaseAsItIs() ? Optional.of(ledger) : Optional.empty();
    }

    /** What this is made of, to be tried piece by piece. */
    public Links links() {
        return new Links(settings, routes, parts);
    }

    /** What operators do; the database must be open. */
    public Desk desk() {
        return new Desk(
                ledger,
                settings,
                clock,
                this::links,
                this::startedByHand,
                metrics,
                this::health,
                history,
                new Resubmission(this),
                parts.files().guardrails(),
                running.reloading());
    }

    private Health health() {
        return new Health(ledger, parts.polls(), parts.tokens(), parts.problems(), settings, this::isRunning, clock);
    }

    /** Whether the routes are started. */
    public boolean isRunning() {
        CamelContext routes = camel();
        return routes != null && routes.isStarted();
    }

    /** The CamelContext of the routes at work, which another one may take over from at any time; {@code null} before the start. */
    public CamelContext camel() {
        return running.generations().current().map(Generation::camel).orElse(null);
    }

    /** Whether a scheduled route last reported a problem that is not solved yet. */
    public boolean hasProblems() {
        return parts.problems().areStanding();
    }

    public Ledger ledger() {
        return ledger;
    }

    /**
     * Lets what is in flight finish, gives back the rest, and leaves, all within {@code shutdown.timeout}: what cannot be
     * finished or written by then is taken up after the next start, as after a crash.
     */
    @Override
    public synchronized void close() {
        closed = true;
        running.stop();
        atTheEnd.run();
    }
}
