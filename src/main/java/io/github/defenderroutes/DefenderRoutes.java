package io.github.defenderroutes;

import io.github.defenderroutes.defender.AccessTokens;
import io.github.defenderroutes.defender.Answer;
import io.github.defenderroutes.defender.DefenderHttp;
import io.github.defenderroutes.defender.Devices;
import io.github.defenderroutes.defender.MsalTokenSource;
import io.github.defenderroutes.defender.Tls;
import io.github.defenderroutes.gate.Gate;
import io.github.defenderroutes.isolation.IsolateDevice;
import io.github.defenderroutes.judge.Judge;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.mail.MailQueue;
import io.github.defenderroutes.mail.MailTemplateException;
import io.github.defenderroutes.mail.MailText;
import io.github.defenderroutes.mail.SmtpOptions;
import io.github.defenderroutes.mail.SmtpSender;
import io.github.defenderroutes.poll.AlertPoll;
import io.github.defenderroutes.run.AlertRun;
import io.github.defenderroutes.run.ClaimedAlerts;
import io.github.defenderroutes.run.Problems;
import io.github.defenderroutes.run.StepHistory;
import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.InterceptStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tenant: everything that outlives its routes, and its own CamelContext. Made by its constructor, nothing static, so
 * two tenants in one JVM are two of these.
 */
public final class DefenderRoutes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");

    private final Settings settings;
    private final Path routes;
    private final Clock clock;
    private final StateDatabase database;
    private final Ledger ledger;
    private final SmtpSender smtp;
    private final ExecutorService workers;
    private final AccessTokens tokens;
    private final MailText mailText;
    private final Problems problems = new Problems();
    private final Map<String, Object> beans;
    private Generation generation;
    private boolean ledgerOpen;

    /**
     * Prepares everything; nothing is opened and nothing runs before {@link #start}, {@link #runOnce} or {@link #handle},
     * which throw {@link StartException} if the database, a route or a template cannot be used.
     *
     * @param settings complete and valid
     * @param routes the folder with {@code *.camel.yaml}
     * @throws StartException if {@code defender.ca-certificate} cannot be used
     */
    public DefenderRoutes(Settings settings, Path routes, Clock clock) {
        this(settings, routes, clock, StateDatabase.of(settings));
    }

    /**
     * The same on a database of the caller's, who has brought it up to date ({@code LedgerSchema}) and closes it. No other
     * process may use it meanwhile.
     */
    public DefenderRoutes(Settings settings, Path routes, Clock clock, DataSource database) {
        this(settings, routes, clock, StateDatabase.lent(database));
    }

    private DefenderRoutes(Settings settings, Path routes, Clock clock, StateDatabase database) {
        this.settings = settings;
        this.routes = routes;
        this.clock = clock;
        SSLContext tls = tls();
        this.mailText = mailText();
        this.tokens =
                new AccessTokens(new MsalTokenSource(settings, settings.text("defender.api-scope"), tls, clock), clock);
        this.smtp = new SmtpSender(smtpOptions(tls));
        this.workers = Executors.newFixedThreadPool(settings.number("alerts.workers"), DefenderRoutes::workerThread);
        this.database = database;
        this.ledger = new Ledger(database.dataSource(), settings.text("defender.tenant-id"), clock, database.alone());
        this.beans = beans(tls);
    }

    private Map<String, Object> beans(SSLContext tls) {
        Judge judge = new Judge(settings, clock);
        Map<String, Object> named = new LinkedHashMap<>();
        // what routes name
        named.put("alertPoll", new AlertPoll(ledger, settings, problems, clock));
        named.put("alertClaims", new ClaimedAlerts(ledger, clock));
        named.put("alertWorkers", workers);
        named.put("run", new AlertRun(settings, judge, problems, clock));
        named.put("devices", new Devices(clock));
        named.put("isolateDevice", new IsolateDevice(ledger.isolations(), judge, settings, clock));
        named.put("mails", new MailQueue(ledger, mailText, settings));
        named.put("smtp", smtp);
        // what the Kamelets name
        named.put("defenderGate", new Gate(settings, ledger.isolations()));
        named.put("defenderHttp", new DefenderHttp(settings, Map.of(settings.uri("defender.api-url"), tokens)));
        named.put("defenderConnections", DefenderHttp.connections(settings, tls));
        named.put("defenderAnswer", new Answer());
        return named;
    }

    /** Starts the routes; the poll runs at once and then by its schedule. */
    public synchronized void start() {
        run(true);
        Thread first = new Thread(() -> generation.fire("poll-alerts"), "defender-first-poll");
        first.setDaemon(true);
        first.start();
    }

    /**
     * Loads some of the routes to try them out: nothing is scheduled, nobody signs in, and {@code instead} may put
     * something else in the place of each step.
     *
     * @param files names in the folder of routes, separated by commas
     */
    public synchronized void rehearse(String files, InterceptStrategy instead) {
        Map<String, Object> rehearsed = new LinkedHashMap<>(beans);
        rehearsed.put("defenderRehearsal", instead);
        generation = new Generation(settings, routes, files, rehearsed, new StepHistory(), false);
        generation.load();
        database.open();
        startLedger();
        generation.start();
    }

    /** Polls once, does what is due now, writes it down. */
    public synchronized void runOnce() throws InterruptedException {
        if (generation == null) {
            run(false);
        }
        generation.fire("poll-alerts");
        generation.fire("retry-alerts");
        flush();
        generation.fire("send-mail");
    }

    /**
     * Handles one alert by its id, as if a route had brought it.
     *
     * @return the state of its claim afterwards: done, due, parked, or what it was if it had been handled before
     */
    public synchronized String handle(String alertId) throws InterruptedException {
        if (generation == null) {
            run(false);
        }
        try (ProducerTemplate caller = camel().createProducerTemplate()) {
            caller.sendBody("direct:alert-pipeline", Map.of("id", alertId));
        } catch (CamelExecutionException e) {
            LOG.warn("Alert {} was not taken: {}", alertId, e.getCause().getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        flush();
        generation.fire("send-mail");
        return ledger.claims().state(alertId).orElse("unknown");
    }

    /** What takes time at the start goes side by side: tables and templates, the first token, the routes. */
    private void run(boolean scheduled) {
        Thread signIn = new Thread(this::signInAhead, "defender-sign-in");
        signIn.setDaemon(true);
        signIn.start();
        CompletableFuture<Void> opened =
                CompletableFuture.runAsync(database::open).thenRun(this::checkMailTexts);
        generation = new Generation(settings, routes, beans, new StepHistory(), scheduled);
        generation.load();
        try {
            opened.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StartException problem ? problem : e;
        }
        startLedger();
        generation.start();
    }

    private void startLedger() {
        ledger.start();
        ledger.keep(settings.duration("history.keep"), settings.duration("claims.keep"));
        ledgerOpen = true;
    }

    private void checkMailTexts() {
        try {
            mailText.check();
        } catch (MailTemplateException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    /** The first token is fetched while Camel loads the routes; if that fails, the first call says so. */
    private void signInAhead() {
        try {
            tokens.get();
        } catch (RuntimeException e) {
            // told by the poll, with the route it concerns
        }
    }

    private void flush() throws InterruptedException {
        if (!ledger.flush(60_000)) {
            throw new IllegalStateException(
                    "The database does not take what was done. It will be done again after the next start.");
        }
    }

    /** The routes' own CamelContext; {@code null} before the start. */
    public CamelContext camel() {
        return generation == null ? null : generation.camel();
    }

    /** Whether a scheduled route last reported a problem that is not solved yet. */
    public boolean hasProblems() {
        return problems.areStanding();
    }

    public Ledger ledger() {
        return ledger;
    }

    private SSLContext tls() {
        try {
            return Tls.trusting(settings.path("defender.ca-certificate"));
        } catch (IllegalStateException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    private MailText mailText() {
        try {
            return new MailText(
                    settings.configFolder().resolve("mail"),
                    ZoneId.of(settings.text("mail.time-zone")),
                    clock,
                    settings.text("defender.portal-url"));
        } catch (MailTemplateException | UncheckedIOException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    private SmtpOptions smtpOptions(SSLContext tls) {
        return new SmtpOptions(
                settings.text("mail.host"),
                settings.number("mail.port"),
                SmtpOptions.Security.valueOf(settings.text("mail.security").toUpperCase(Locale.ROOT)),
                SmtpOptions.Auth.valueOf(settings.text("mail.auth").toUpperCase(Locale.ROOT)),
                settings.optionalText("mail.username").orElse(null),
                settings.optionalText("mail.password").orElse(null),
                settings.duration("mail.timeout"),
                tls);
    }

    private static Thread workerThread(Runnable work) {
        Thread thread = new Thread(work, "defender-alert-worker");
        thread.setDaemon(true);
        return thread;
    }

    /** Lets what is in flight finish, gives back the rest, and leaves. */
    @Override
    public synchronized void close() {
        if (generation != null) {
            generation.close();
        }
        workers.shutdownNow();
        if (ledgerOpen) {
            ledger.close();
        }
        smtp.close();
        database.close();
    }
}
