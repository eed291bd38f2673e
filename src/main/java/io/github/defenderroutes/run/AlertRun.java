package io.github.defenderroutes.run;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.InvalidAlertException;
import io.github.defenderroutes.alert.UnreadableAlert;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.judge.Judge;
import io.github.defenderroutes.judge.Learnt;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import io.github.defenderroutes.ledger.Notice;
import io.github.defenderroutes.logging.LogContext;
import io.github.defenderroutes.settings.Harmless;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What routes tell about the alert in their hands, as the bean {@code run}. */
public final class AlertRun {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");

    private final Settings settings;
    private final Harmless harmless;
    private final Judge judge;
    private final Failures failures;
    private final RunNotices notices;

    public AlertRun(Settings settings, Judge judge, Problems problems, Clock clock) {
        this.settings = settings;
        this.harmless = settings.harmless();
        this.judge = judge;
        this.failures = new Failures(settings, problems, clock);
        this.notices = new RunNotices(settings, clock);
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
        notices.add(run, kind, exchange);
    }

    /** Devices that wait because a limit is reached are told in one mail, and not each in the mail of its alert. */
    private static boolean waitsBehindALimit(Exchange exchange) {
        Approval approval = exchange.getVariable("approval", Approval.class);
        return approval != null && approval.isWaiting() && approval.capped();
    }

    /** The world failed (Defender, network, mail, database): the alert is due again later and nothing counts against it. */
    public void delay(Exchange exchange) {
        failures.delay(exchange);
    }

    /** Puts the alert back into the message, where a failed call may have left something else. */
    public void restore(Exchange exchange) {
        run(exchange).restore(exchange);
    }

    /** Handling this alert failed: it is due again later, and after {@code alerts.max-attempts} failures it is parked. */
    public void fail(Exchange exchange) {
        failures.fail(exchange);
    }

    /** Whether the failure just noted was the last that we allow an alert. */
    public boolean exhausted(Exchange exchange) {
        return failures.isLast(exchange);
    }

    /** Sets the alert aside where a person sees it, and tells the SOC once. */
    public void park(Exchange exchange) {
        Run run = run(exchange);
        Exception cause = Failures.cause(exchange);
        leadingDevice(exchange); // a later one may be what stopped it
        run.outcome = Outcome.PARKED;
        run.detail = cause == null ? "Parked by a route" : harmless.text(cause.getMessage());
        run.keepAlert = true;
        notices.add(run, "parked", exchange);
        LOG.error("Alert parked: {} alertId={}", run.detail, run.claim.alertId());
    }

    /** Defender refused something that no route expected: a fact. The run ends, and the SOC is told what is missing. */
    public void refused(Exchange exchange) {
        String problem = failures.refused(exchange);
        if (problem != null) {
            leadingDevice(exchange); // a later one may be what was refused
            fact("problem", problem, exchange);
        }
    }

    /** Whether a failure needs no caller: the alert in hand has its row in the ledger, a schedule its next tick. */
    public boolean endsHere(Exchange exchange) {
        return isInHand(exchange) || Origin.isSchedule(exchange);
    }

    /** Whether this exchange handles an alert that was claimed, and not a scheduled job. */
    public boolean isInHand(Exchange exchange) {
        return Run.of(exchange) != null;
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
}
