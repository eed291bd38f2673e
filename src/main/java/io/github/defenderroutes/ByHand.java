package io.github.defenderroutes;

import io.github.defenderroutes.DefenderRoutes.Handled;
import io.github.defenderroutes.generation.Generations;
import io.github.defenderroutes.hunting.HandHunt;
import io.github.defenderroutes.hunting.HuntingQuery;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.report.Report;
import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;

/** What a person, or a test, has the routes at work do outside their schedule. They must be started. */
final class ByHand {
    private static final int WRITTEN_WITHIN_MILLIS = 60_000;

    private final Generations generations;
    private final Ledger ledger;
    private final Settings settings;

    ByHand(Generations generations, Ledger ledger, Settings settings) {
        this.generations = generations;
        this.ledger = ledger;
        this.settings = settings;
    }

    /** Lets a scheduled route do its work once. */
    void fire(String route) {
        generations.use(routes -> {
            routes.fire(route);
            return null;
        });
    }

    /** Polls, does what is due now, writes it down. */
    void round() throws InterruptedException {
        fire("poll-alerts");
        fire("retry-alerts");
        if (settings.optionalText("hunting.queries").isPresent()) {
            fire("hunt-threats");
        }
        flush();
        fire("carry-out-approvals");
        fire("follow-isolations"); // tells of an isolation only what comes after the alert itself
        fire("review-isolations");
        fire("release-devices");
        if (settings.text("alerts.write-back").equals("comment")) {
            fire("write-back");
        }
        fire("send-mail");
        fire("send-heartbeat");
    }

    /** @param mailed whether its mail goes out at once, for nothing else will send it */
    Handled send(String alertId, Processor alert, boolean mailed) throws InterruptedException {
        Optional<String> problem = Optional.ofNullable(
                        send("direct:alert-pipeline", alert).getException())
                .map(cause -> String.valueOf(cause.getMessage()));
        flush();
        if (mailed) {
            fire("send-mail");
        }
        return new Handled(ledger.claims().state(alertId).orElse("unknown"), problem);
    }

    HandHunt hunt(HuntingQuery query, int most) {
        return generations.use(routes -> HandHunt.run(routes.camel(), query, most));
    }

    Report report(Instant since) {
        Exchange asked = send("direct:report", exchange -> exchange.setVariable("since", since));
        if (asked.getException() != null) {
            throw new IllegalStateException("No report: " + asked.getException().getMessage(), asked.getException());
        }
        return asked.getVariable("report", Report.class);
    }

    private Exchange send(String where, Processor what) {
        return generations.use(routes -> {
            try (ProducerTemplate caller = routes.camel().createProducerTemplate()) {
                return caller.send(where, what);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void flush() throws InterruptedException {
        if (!ledger.flush(WRITTEN_WITHIN_MILLIS)) {
            throw new IllegalStateException(
                    "The database does not take what was done. It will be done again after the next start.");
        }
    }
}
