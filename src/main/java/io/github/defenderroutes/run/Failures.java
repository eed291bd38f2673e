package io.github.defenderroutes.run;

import io.github.defenderroutes.alert.InvalidAlertException;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.defender.DefenderThrottledException;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import io.github.defenderroutes.settings.Harmless;
import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The three kinds of failure of an alert in hand, or of a route without one: what is noted, said, and due when. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");
    private static final Duration FIRST_WAIT = Duration.ofSeconds(15);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final Settings settings;
    private final Harmless harmless;
    private final Problems problems;
    private final Clock clock;

    Failures(Settings settings, Problems problems, Clock clock) {
        this.settings = settings;
        this.harmless = settings.harmless();
        this.problems = problems;
        this.clock = clock;
    }

    /** The world failed: the alert is due again later, and nothing counts against it. */
    void delay(Exchange exchange) {
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

    /** Handling this alert failed: it is due again later, and after {@code alerts.max-attempts} failures it is parked. */
    void fail(Exchange exchange) {
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
    boolean isLast(Exchange exchange) {
        Run run = Run.of(exchange);
        return run != null
                && (cause(exchange) instanceof InvalidAlertException
                        || run.outcome == Outcome.FAILED && run.attempts() >= settings.number("alerts.max-attempts"));
    }

    /**
     * Defender refused something that no route expected: the run ends.
     *
     * @return what is missing, in words; {@code null} if there is no alert in hand
     */
    String refused(Exchange exchange) {
        Exception cause = cause(exchange);
        Run run = Run.of(exchange);
        if (run == null) {
            report(exchange, cause);
            return null;
        }
        run.restore(exchange);
        run.outcome = Outcome.DONE;
        run.detail = harmless.text(cause.getMessage());
        LOG.warn("{} alertId={}", sentence(cause), run.claim.alertId());
        return run.detail;
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

    /** What went wrong, without the wrapping that Camel adds to what a bean in an expression throws. */
    static Exception cause(Exchange exchange) {
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
