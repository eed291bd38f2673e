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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
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
    private final Map<String, Object> beans;
    private Generation generation;

    /**
     * Opens the database and prepares everything; nothing runs before {@link #start}.
     *
     * @param settings complete and valid
     * @param routes the folder with {@code *.camel.yaml}
     * @throws StartException if the database or a file cannot be used
     */
    public DefenderRoutes(Settings settings, Path routes, Clock clock) {
        this.settings = settings;
        this.routes = routes;
        this.clock = clock;
        SSLContext tls = tls();
        MailText mailText = mailText();
        this.tokens =
                new AccessTokens(new MsalTokenSource(settings, settings.text("defender.api-scope"), tls, clock), clock);
        this.smtp = new SmtpSender(smtpOptions(tls));
        this.workers = Executors.newFixedThreadPool(settings.number("alerts.workers"), DefenderRoutes::workerThread);
        this.database = StateDatabase.open(settings);
        this.ledger = new Ledger(database.dataSource(), settings.text("defender.tenant-id"), clock, database.alone());
        this.beans = beans(tls, mailText);
    }

    private Map<String, Object> beans(SSLContext tls, MailText mailText) {
        Judge judge = new Judge(settings, clock);
        Problems problems = new Problems();
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

    private void run(boolean scheduled) {
        Thread signIn = new Thread(this::signInAhead, "defender-sign-in");
        signIn.setDaemon(true);
        signIn.start();
        ledger.start();
        generation = new Generation(settings, routes, beans, new StepHistory(), scheduled);
        generation.start();
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
        ledger.close();
        smtp.close();
        database.close();
    }
}
