package io.github.defenderroutes.run;

import io.github.defenderroutes.ledger.Claim;
import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import io.github.defenderroutes.ledger.Notice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/** What is known so far about the handling of one alert. Belongs to one exchange and its thread. */
final class Run {
    private static final String PROPERTY = "defenderRun";

    final Claim claim;
    final Object alert;
    final long startedAt;
    final List<Map<String, Object>> steps = new ArrayList<>();
    final List<Notice> notices = new ArrayList<>();
    Outcome outcome = Outcome.DONE;
    String detail;
    long dueAt;
    boolean keepAlert;
    boolean tried = true;

    /** The devices of the alert while they are judged one by one, or {@code null}. */
    OtherDevices others;

    private Run(Claim claim, Object alert, long startedAt) {
        this.claim = claim;
        this.alert = alert;
        this.startedAt = startedAt;
    }

    static Run begin(Exchange exchange, Claim claim, long now) {
        Run run = new Run(claim, exchange.getMessage().getBody(), now);
        exchange.setProperty(PROPERTY, run);
        return run;
    }

    /** Puts the alert back into the message after a failure that left something else there. */
    void restore(Exchange exchange) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(others == null ? alert : others.inHand());
    }

    /** The run this exchange works for, or {@code null} outside the handling of an alert. */
    static Run of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Run.class);
    }

    /** The device that the alert names, or {@code null}. */
    String deviceId() {
        return alert instanceof Map<?, ?> fields && fields.get("machineId") instanceof String id ? id : null;
    }

    /** How often the alert was tried, this time included. */
    int attempts() {
        return tried ? claim.attempts() + 1 : claim.attempts();
    }

    void step(String id, long millis, boolean failed) {
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("step", id);
        step.put("ms", millis);
        if (failed) {
            step.put("failed", true);
        }
        steps.add(step);
    }
}
