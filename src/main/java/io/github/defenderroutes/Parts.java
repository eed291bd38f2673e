package io.github.defenderroutes;

import io.github.defenderroutes.alarm.Alarms;
import io.github.defenderroutes.alarm.Heartbeat;
import io.github.defenderroutes.approval.CarryOut;
import io.github.defenderroutes.approval.RequestApproval;
import io.github.defenderroutes.budget.Budget;
import io.github.defenderroutes.defender.AccessTokens;
import io.github.defenderroutes.defender.Answer;
import io.github.defenderroutes.defender.Api;
import io.github.defenderroutes.defender.ApiAddresses;
import io.github.defenderroutes.defender.DefenderHttp;
import io.github.defenderroutes.defender.Devices;
import io.github.defenderroutes.defender.Permits;
import io.github.defenderroutes.defender.Tls;
import io.github.defenderroutes.expiry.Expiries;
import io.github.defenderroutes.gate.Gate;
import io.github.defenderroutes.generation.EditedFiles;
import io.github.defenderroutes.generation.Generation;
import io.github.defenderroutes.graph.GraphAlerts;
import io.github.defenderroutes.handover.HandOver;
import io.github.defenderroutes.history.LoadedTexts;
import io.github.defenderroutes.hunting.HuntThreats;
import io.github.defenderroutes.hunting.HuntedDevices;
import io.github.defenderroutes.isolation.AlertsBehind;
import io.github.defenderroutes.isolation.CoveredDevices;
import io.github.defenderroutes.isolation.FollowIsolations;
import io.github.defenderroutes.isolation.IsolateDevice;
import io.github.defenderroutes.isolation.LookAhead;
import io.github.defenderroutes.judge.Judge;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.mail.MailQueue;
import io.github.defenderroutes.mail.MimeText;
import io.github.defenderroutes.mail.SmtpOptions;
import io.github.defenderroutes.mail.SmtpSender;
import io.github.defenderroutes.mail.SmtpSignIn;
import io.github.defenderroutes.metrics.Meters;
import io.github.defenderroutes.poll.AlertPoll;
import io.github.defenderroutes.poll.GoodPolls;
import io.github.defenderroutes.release.ReleaseDevices;
import io.github.defenderroutes.release.ReviewIsolations;
import io.github.defenderroutes.report.Reports;
import io.github.defenderroutes.run.AlertRun;
import io.github.defenderroutes.run.ClaimedAlerts;
import io.github.defenderroutes.run.Problems;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.signin.SignIn;
import io.github.defenderroutes.stops.Breaker;
import io.github.defenderroutes.stops.KillSwitch;
import io.github.defenderroutes.writeback.WriteBack;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.camel.Predicate;

/**
 * What one tenant is made of besides its ledger: its way to Defender, its mail, and the beans that routes and Kamelets name.
 * Made once; it outlives every generation of routes.
 */
final class Parts {
    /** While one group of alerts is handled, the next two are looked at; with a single worker none is. */
    private static final int GROUPS = 3;

    private final Settings settings;
    private final Clock clock;
    private final SignIn signIn;
    private final EditedFiles files;
    private final SmtpSender smtp;
    private final SmtpSender alarmSmtp;
    private final ExecutorService workers;
    private final ExecutorService groups;
    private final Problems problems = new Problems();
    private final Meters meters = new Meters();
    private final GoodPolls polls;
    private final Path routes;
    private final Ledger ledger;
    private final SSLContext tls;
    private final Map<String, Object> beans;
    private final HostBeans hostBeans;

    /** @param routes the folder with {@code *.camel.yaml} */
    Parts(Settings settings, Path routes, Ledger ledger, HostBeans hostBeans, Clock clock) {
        this.settings = settings;
        this.routes = routes;
        this.ledger = ledger;
        this.clock = clock;
        this.tls = tls();
        this.files = new EditedFiles(settings, clock);
        this.signIn = new SignIn(settings, tls, clock);
        SmtpOptions mailServer = smtpOptions(tls);
        this.smtp = new SmtpSender(mailServer);
        this.alarmSmtp = new SmtpSender(mailServer); // so that an alarm does not wait behind mails
        int parallel = settings.number("alerts.workers");
        this.workers = Executors.newFixedThreadPool(parallel, work -> daemon(work, "defender-alert-worker"));
        this.groups =
                Executors.newFixedThreadPool(Math.min(GROUPS, parallel), work -> daemon(work, "defender-alert-group"));
        this.polls = new GoodPolls(ledger.cursors(), clock);
        this.beans = sharedBeans();
        this.hostBeans = hostBeans;
    }

    private Map<String, Object> sharedBeans() {
        Judge judge = new Judge(settings, files.guardrails(), clock);
        KillSwitch killSwitch = new KillSwitch(ledger, settings, clock);
        Budget budget = new Budget(ledger.calls(), settings, meters, clock);
        DefenderHttp http = new DefenderHttp(
                settings,
                Map.of(
                        settings.uri("defender.api-url"), tokens(Api.DEFENDER),
                        settings.uri("defender.graph-url"), tokens(Api.GRAPH)));
        Expiries expiries = new Expiries(settings, http::retiringInUse);
        Map<String, Object> named = new LinkedHashMap<>();
        // what routes name
        named.put("alertPoll", new AlertPoll(ledger, settings, problems, clock));
        named.put("handOver", new HandOver(ledger.offered(), settings, problems, clock));
        named.put("alertWorkers", workers);
        named.put("alertGroups", groups);
        AlertRun run = new AlertRun(settings, judge, problems, clock);
        named.put("run", run);
        named.put("endsHere", (Predicate) run::endsHere);
        Devices devices = new Devices(clock);
        named.put("devices", devices);
        named.put("guardrails", files.guardrails());
        named.put("lookAhead", new LookAhead(ledger.isolations(), judge, devices, settings, clock));
        named.put(
                "isolateDevice",
                new IsolateDevice(ledger.isolations(), ledger.approvals(), killSwitch, judge, settings, clock));
        named.put("coveredDevices", new CoveredDevices(ledger.isolations(), settings, clock));
        named.put("requestApproval", new RequestApproval(ledger.approvals(), run, settings, clock));
        named.put("carryOut", new CarryOut(ledger, settings, problems, clock));
        named.put("alertsBehind", new AlertsBehind(ledger.isolationAlerts(), judge, settings));
        named.put("followIsolations", new FollowIsolations(ledger, settings, problems, meters, clock));
        named.put("releaseDevices", new ReleaseDevices(ledger, settings, problems, clock));
        named.put("reviewIsolations", new ReviewIsolations(ledger, settings, problems, clock));
        named.put("writeBack", new WriteBack(ledger, settings, clock));
        named.put("huntThreats", new HuntThreats(ledger, files.huntingQueries(), settings, problems, clock));
        named.put("huntedDevices", new HuntedDevices(judge, settings));
        named.put("breaker", new Breaker(ledger, settings, clock));
        named.put("reports", new Reports(ledger, settings, clock));
        named.put("mails", new MailQueue(ledger, files.mailText(), settings, clock));
        named.put("smtp", smtp);
        named.put("mime", new MimeText());
        named.put("goodPolls", polls);
        named.put("alarms", new Alarms(settings, ledger, polls, expiries, problems, clock));
        named.put("alarmSmtp", alarmSmtp);
        named.put("heartbeat", new Heartbeat(settings, polls, problems));
        // what the Kamelets name
        named.put("defenderGate", new Gate(settings, ledger.isolations(), killSwitch::objection));
        named.put("defenderSeen", ledger.seen());
        named.put("defenderBudget", budget);
        named.put("defenderHttp", http);
        named.put("defenderApi", new ApiAddresses(settings));
        named.put("defenderAnswer", new Answer());
        named.put("defenderGraphAlerts", new GraphAlerts());
        return named;
    }

    /** The same source at each call. */
    private AccessTokens tokens(Api api) {
        return signIn.tokens(settings.text(api.scopeSetting()));
    }

    /** The texts of the routes as they are now, for a generation that is about to be loaded. */
    LoadedTexts loadedTexts() {
        return new LoadedTexts(settings, routes, files::rulesInForce, ledger.versions());
    }

    /** The beans of a generation that is only tried out. */
    Map<String, Object> beans() {
        return beans(loadedTexts());
    }

    /**
     * By the name that routes and Kamelets use, for one generation of them. Most are the same for each; the pool of
     * connections is closed together with the routes that use it.
     *
     * @param texts by what that generation decides
     */
    Map<String, Object> beans(LoadedTexts texts) {
        Map<String, Object> named = new LinkedHashMap<>(beans);
        named.put("alertClaims", new ClaimedAlerts(ledger, texts::current, settings.harmless(), meters, clock));
        named.put("defenderConnections", DefenderHttp.connections(settings, tls));
        hostBeans.setOurs(named.keySet());
        named.put(Generation.HOST_BEANS, hostBeans);
        return named;
    }

    /** Who permits calls to Defender and counts them in the ledger, whose database must be open. */
    Permits permits() {
        return (Permits) beans.get("defenderBudget");
    }

    /** The way to the mail server. */
    SmtpSender smtp() {
        return smtp;
    }

    AccessTokens tokens() {
        return tokens(Api.DEFENDER);
    }

    AccessTokens graphTokens() {
        return tokens(Api.GRAPH);
    }

    /** What people edit besides routes and settings. */
    EditedFiles files() {
        return files;
    }

    /** What this process counts of its own work. */
    Meters meters() {
        return meters;
    }

    GoodPolls polls() {
        return polls;
    }

    Problems problems() {
        return problems;
    }

    /** Interrupts what is still at work, and waits a little for it to note how far it came. */
    void stopWorkers(Duration atMost) {
        groups.shutdownNow();
        workers.shutdownNow();
        try {
            workers.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void closeMail() {
        smtp.close();
        alarmSmtp.close();
    }

    private SSLContext tls() {
        try {
            return Tls.trusting(settings.path("defender.ca-certificate"));
        } catch (IllegalStateException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    private SmtpOptions smtpOptions(SSLContext tls) {
        return new SmtpOptions(
                settings.optionalText("mail.host").orElse("(mail.host is not set)"),
                settings.number("mail.port"),
                SmtpOptions.Security.valueOf(settings.text("mail.security").toUpperCase(Locale.ROOT)),
                smtpSignIn(),
                settings.duration("mail.timeout"),
                tls);
    }

    private SmtpSignIn smtpSignIn() {
        Optional<String> username = settings.optionalText("mail.username");
        return switch (settings.text("mail.auth")) {
            case "password" -> new SmtpSignIn.Password(username.orElseThrow(), settings.text("mail.password"));
            case "oauth" ->
                new SmtpSignIn.OAuth(
                        username.orElse(settings.text("mail.from")),
                        settings.optionalText("defender.client-id"),
                        signIn.tokens(settings.text("mail.oauth.scope")));
            default -> SmtpSignIn.NONE;
        };
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
