package io.github.defenderroutes.run;

import io.github.defenderroutes.defender.CallLog;
import io.github.defenderroutes.ledger.Claim;
import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import io.github.defenderroutes.ledger.IsolationAlerts.Attached;
import io.github.defenderroutes.ledger.Notice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** What is known so far about the handling of one alert. Belongs to one exchange and its thread. */
final class Run {
    private static final String PROPERTY = "defenderRun";

    final Claim claim;
    final Object alert;
    final long startedAt;
    final Steps steps = new Steps();
    final List<Notice> notices = new ArrayList<>();
    final List<Attached> attached = new ArrayList<>();
    Outcome outcome = Outcome.DONE;
    String detail;
    long dueAt;
    boolean keepAlert;
    boolean tried = true;

    /** By what it is decided; see {@link #decides}. */
    String version;

    /** The devices of the alert while they are judged one by one, or {@code null}. */
    OtherDevices others;

    private final Supplier<String> loaded;

    private Run(Claim claim, Object alert, long startedAt, Supplier<String> loaded) {
        this.claim = claim;
        this.alert = alert;
        this.startedAt = startedAt;
        this.loaded = loaded;
        this.version = loaded.get();
    }

    /** @param loaded the version of what decides at the moment; may give {@code null} */
    static Run begin(Exchange exchange, Claim claim, long now, Supplier<String> loaded) {
        Run run = new Run(claim, exchange.getMessage().getBody(), now, loaded);
        exchange.setProperty(PROPERTY, run);
        exchange.setProperty(CallLog.PROPERTY, run.steps);
        return run;
    }

    /** The decision is about to be made. */
    void decides() {
        version = loaded.get();
    }

    /** The alert, pointing at the device that is judged now. */
    Object inHand() {
        return others == null ? alert : others.inHand();
    }

    /** Puts the alert back into the message after a failure that left something else there. */
    void restore(Exchange exchange) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(inHand());
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
}
