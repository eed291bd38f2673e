package io.github.defenderroutes.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.InvalidAlertException;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.alert.UnreadableAlert;
import io.github.defenderroutes.defender.DefenderThrottledException;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.judge.Judge;
import io.github.defenderroutes.judge.Learnt;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import io.github.defenderroutes.ledger.Notice;
import io.github.defenderroutes.logging.LogContext;
import io.github.defenderroutes.mail.MailModel;
import io.github.defenderroutes.mail.Offers;
import io.github.defenderroutes.settings.Harmless;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.writeback.CommentText;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What routes tell about the alert in their hands, as the bean {@code run}. */
public final class AlertRun {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration FIRST_WAIT = Duration.ofSeconds(15);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final Settings settings;
    private final Harmless harmless;
    private final Judge judge;
    private final Problems problems;
    private final AlertNotice notices;
    private final Clock clock;

    public AlertRun(Settings settings, Judge judge, Problems problems, Clock clock) {
        this.settings = settings;
        this.harmless = settings.harmless();
        this.judge = judge;
        this.problems = problems;
        this.notices = new AlertNotice(new Offers(settings));
        this.clock = clock;
    }

    /**
     * Sets the variables that every route may read: {@code severity} in the API's spelling, and {@code facts}, a map for
     * whatever enrichment finds.
     *
     * @throws InvalidAlertException if what Defender sent is no alert
     * @throws DeadlyAlertException if the process has died with nothing but this alert in hand, as often as we try
     */
    public void begin(Exchange exchange) {
        Run run = Run.of(exchange); // null where a route only decides anew about an alert that was handled before
        if (run != null && run.claim.isSuspect() && run.claim.attempts() >= settings.number("alerts.max-attempts")) {
            run.tried = false;
            throw new DeadlyAlertException(run.claim.crashes());
        }
        Map<String, ?> alert = alert(exchange);
        UnreadableAlert.problem(alert).ifPresent(problem -> {
            throw new InvalidAlertException(Alerts.id(alert).orElse("?"), problem);
        });
        if (run == null) {
            LogContext.begin(
                    Alerts.id(alert).orElse(null),
                    Alerts.text(alert, "machineId").orElse(null));
        }
        exchange.setVariable("severity", Alerts.severity(alert).toString());
        exchange.setVariable("facts", new LinkedHashMap<String, Object>());
        AsItWas.of(exchange).ifPresent(told -> fact(AsItWas.FACT, told, exchange));
    }

    /**
     * The decision about the alert's device, from the body and the variables device and deviceProblem; and agedFrom, if
     * an isolation that expired is to be asked for again.
     *
     * @param proposal never, dry-run, approve or isolate; the decision is never higher
     */
    public Decision judge(String proposal, Exchange exchange) {
        Run run = Run.of(exchange);
        if (run != null) {
            run.decides();
        }
        return judge.decide(
                alert(exchange),
                map(exchange, "device"),
                exchange.getVariable("deviceProblem", String.class),
                proposal,
                false,
                exchange.getVariable("agedFrom", Instant.class),
                learnt(exchange));
    }

    /** What the routes have found out besides alert and device: the variables facts and domainAdmin. */
    public Learnt learnt(Exchange exchange) {
        return new Learnt(map(exchange, "facts"), exchange.getVariable("domainAdmin", Boolean.class));
    }

    /** Whether the alert names another device that is to be judged: one of {@code alerts.max-devices}. */
    public boolean isAnotherDevice(Exchange exchange) {
        return others(exchange).isMore();
    }

    /** Takes the next device in hand: the body points at it, and nothing is known about it yet. */
    public void nextDevice(Exchange exchange) {
        others(exchange).next(exchange);
        LogContext.device(Alerts.text(alert(exchange), "machineId").orElse(null));
    }

    /** Takes the device in hand that most was done about; {@code facts} tells of the others. */
    public void leadingDevice(Exchange exchange) {
        Run run = run(exchange);
        if (run.others != null) {
            run.others.end(exchange).forEach((name, devices) -> fact(name, devices, exchange));
        }
    }

    private OtherDevices others(Exchange exchange) {
        Run run = run(exchange);
        if (run.others == null) {
            run.others = new OtherDevices(alert(exchange), settings.number("alerts.max-devices"));
        }
        return run.others;
    }

    /** The alert with this as its device, which may be another than the first of those it names. */
    public Map<String, Object> forDevice(Map<String, Object> alert, String machineId) {
        return Alerts.forDevice(alert, machineId);
    }

    /**
     * Adds a fact to the variable {@code facts}; mails show it, guardrails and routes may read it.
     *
     * @param value {@code null} if it is not known: then there is no such fact, nor the one of a device before
     */
    public void fact(String name, Object value, Exchange exchange) {
        Map<String, Object> facts = map(exchange, "facts");
        if (value == null) {
            facts.remove(name);
        } else {
            facts.put(name, value);
        }
    }

    /** Adds a notice that tells what was learnt and decided about this alert. */
    public void notice(Exchange exchange) {
        Run run = run(exchange);
        run.keepAlert = true;
        String kind = waitsBehindALimit(exchange) ? Notice.APPROVAL : run.claim.kind();
        add(run, kind, notices.model(exchange, kind, mode(), run, clock.instant()));
    }

    /** Devices that wait because a limit is reached are told in one mail, and not each in the mail of its alert. */
    private static boolean waitsBehindALimit(Exchange exchange) {
        Approval approval = exchange.getVariable("approval", Approval.class);
        return approval != null && approval.isWaiting() && approval.capped();
    }

    /** The world failed (Defender, network, mail, database): the alert is due again later and nothing counts against it. */
    public void delay(Exchange exchange) {
        Exception cause = cause(exchange);
        Run run = Run.of(exchange);
        if (run == null) {
            report(exchange, cause);
            return;
        }
        Duration wait = cause instanceof DefenderUnavailableException unavailable
                ? unavailable.retryAfter().orElseGet(() -> backOff(run.claim.delays()))
                : backOff(run.claim.delays());
        run.restore(exchange);
        run.outcome = Outcome.DELAYED;
        run.keepAlert = mayBeToldAsDelayed(run);
        run.detail = harmless.text(cause.getMessage());
        run.dueAt = clock.millis() + wait.toMillis();
        boolean told = cause instanceof DefenderThrottledException; // by the budget, once for all that wait
        LOG.atLevel(told ? Level.DEBUG : Level.WARN)
                .log("{} Tried again in {} s. alertId={}", sentence(cause), wait.toSeconds(), run.claim.alertId());
    }

    /** Puts the alert back into the message, where a failed call may have left something else. */
    public void restore(Exchange exchange) {
        run(exchange).restore(exchange);
    }

    /** Handling this alert failed: it is due again later, and after {@code alerts.max-attempts} failures it is parked. */
    public void fail(Exchange exchange) {
        Exception cause = cause(exchange);
        Run run = Run.of(exchange);
        if (run == null) {
            if (Origin.isSchedule(exchange) || Origin.isBrought(exchange)) {
                LOG.error("{} route={}", sentence(cause), Origin.of(exchange), cause);
            }
            return;
        }
        run.restore(exchange);
        run.outcome = Outcome.FAILED;
        run.keepAlert = mayBeToldAsDelayed(run);
        run.detail = harmless.text(cause.toString());
        run.dueAt = clock.millis() + backOff(run.claim.attempts()).toMillis();
        LOG.error(
                "Alert not handled: {} Attempt {} of {}. alertId={}",
                sentence(cause),
                run.attempts(),
                settings.number("alerts.max-attempts"),
                run.claim.alertId(),
                cause);
    }

    /** Whether the failure just noted was the last that we allow an alert. */
    public boolean exhausted(Exchange exchange) {
        Run run = Run.of(exchange);
        return run != null
                && (cause(exchange) instanceof InvalidAlertException
                        || run.outcome == Outcome.FAILED && run.attempts() >= settings.number("alerts.max-attempts"));
    }

    /** Sets the alert aside where a person sees it, and tells the SOC once. */
    public void park(Exchange exchange) {
        Run run = run(exchange);
        Exception cause = cause(exchange);
        leadingDevice(exchange); // a later one may be what stopped it
        run.outcome = Outcome.PARKED;
        run.detail = cause == null ? "Parked by a route" : harmless.text(cause.getMessage());
        run.keepAlert = true;
        add(run, "parked", notices.model(exchange, "parked", mode(), run, clock.instant()));
        LOG.error("Alert parked: {} alertId={}", run.detail, run.claim.alertId());
    }

    /** Defender refused something that no route expected: a fact. The run ends, and the SOC is told what is missing. */
    public void refused(Exchange exchange) {
        Exception cause = cause(exchange);
        Run run = Run.of(exchange);
        if (run == null) {
            report(exchange, cause);
            return;
        }
        run.restore(exchange);
        leadingDevice(exchange); // a later one may be what was refused
        run.outcome = Outcome.DONE;
        run.detail = harmless.text(cause.getMessage());
        fact("problem", run.detail, exchange);
        LOG.warn("{} alertId={}", sentence(cause), run.claim.alertId());
    }

    /** Whether a failure needs no caller: the alert in hand has its row in the ledger, a schedule its next tick. */
    public boolean endsHere(Exchange exchange) {
        return isInHand(exchange) || Origin.isSchedule(exchange);
    }

    /** Whether this exchange handles an alert that was claimed, and not a scheduled job. */
    public boolean isInHand(Exchange exchange) {
        return Run.of(exchange) != null;
    }

    /** A scheduled route says it once and goes on at its next tick; whoever brought an alert otherwise has it back. */
    private void report(Exchange exchange, Exception cause) {
        if (cause instanceof RejectedExecutionException) {
            return; // we are stopping
        }
        if (Origin.isSchedule(exchange) && cause instanceof DefenderThrottledException) {
            problems.waits(Origin.of(exchange));
        } else if (Origin.isSchedule(exchange)) {
            problems.report(Origin.of(exchange), sentence(cause));
        } else if (Origin.isBrought(exchange)) {
            LOG.warn("{} Not taken; whoever brought it has it back. route={}", sentence(cause), Origin.of(exchange));
        }
    }

    /** Its first try to fail keeps the alert, so that a mail can show what waits; later ones would only repeat it. */
    private boolean mayBeToldAsDelayed(Run run) {
        return run.claim.delays() + run.claim.attempts() == 0
                && settings.words("isolation.severities").stream()
                        .map(Severity::of)
                        .anyMatch(run.claim.severity()::equals);
    }

    private void add(Run run, String kind, MailModel model) {
        try {
            Notice notice = new Notice(
                    kind,
                    run.claim.alertId(),
                    "",
                    run.claim.severity(),
                    Alerts.text(model.alert(), "machineId").orElse(null),
                    Alerts.incident(model.alert()).orElse(null),
                    harmless.alert(JSON.writeValueAsString(model)),
                    isNews(model.isolation()) || asksNow(kind, model));
            run.notices.add(notice.withComments(comments(run, model)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The notice cannot be written as JSON", e);
        }
    }

    /** One for each device that was to be cut off, though the mail leads with one of them. */
    private List<String> comments(Run run, MailModel model) {
        List<OtherDevices.Judged> besides = run.others == null ? List.of() : run.others.besides();
        return Stream.concat(
                        Stream.of(model),
                        besides.stream()
                                .map(one -> notices.model(
                                        one.alert(), one.variables()::get, model.kind(), mode(), run, clock.instant())))
                .map(one -> CommentText.of(one, settings))
                .filter(Objects::nonNull)
                .toList();
    }

    /** What Defender said to a request of ours must not wait; that a device was cut off before this alert may. */
    private static boolean isNews(MailModel.Isolation isolation) {
        return isolation != null && Set.of("requested", "refused", "unknown").contains(isolation.state());
    }

    /** A person who is asked must not wait for a digest; only behind a limit all are asked together. */
    private static boolean asksNow(String kind, MailModel model) {
        return !model.offers().isEmpty() && !kind.equals(Notice.APPROVAL);
    }

    private String mode() {
        return settings.text("isolation.mode");
    }

    private static Run run(Exchange exchange) {
        Run run = Run.of(exchange);
        if (run == null) {
            throw new IllegalStateException(
                    "There is no alert in hand here. To fix: call this route from inside alert-pipeline's take-each-alert-once.");
        }
        return run;
    }

    @SuppressWarnings("unchecked") // alert-pipeline's body is an alert
    private static Map<String, Object> alert(Exchange exchange) {
        return exchange.getMessage().getBody(Map.class);
    }

    @SuppressWarnings("unchecked") // these variables hold what the API or begin put there
    private static Map<String, Object> map(Exchange exchange, String variable) {
        return exchange.getVariable(variable, Map.class);
    }

    /** What went wrong, without the wrapping that Camel adds to what a bean in an expression throws. */
    private static Exception cause(Exchange exchange) {
        Exception caught = exchange.getException() != null
                ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        for (Throwable cause = caught; cause != null; cause = cause.getCause()) {
            if (cause instanceof Exception ours && cause.getClass().getName().startsWith("io.github.defenderroutes.")) {
                return ours;
            }
        }
        return caught;
    }

    private static String sentence(Exception cause) {
        String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        if (cause instanceof IOException) {
            text = "The network failed: %s. To fix: check that the address can be reached from here, and defender.proxy"
                    .formatted(text);
        }
        return text.endsWith(".") ? text : text + ".";
    }

    private static Duration backOff(int failures) {
        long millis = FIRST_WAIT.toMillis() << Math.min(failures, 10);
        return Duration.ofMillis(Math.min(millis, LONGEST_WAIT.toMillis()));
    }
}
