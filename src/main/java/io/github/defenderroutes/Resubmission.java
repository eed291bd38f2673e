package io.github.defenderroutes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.DefenderRoutes.Handled;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Claim;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.Parked.NotResubmitted;
import io.github.defenderroutes.ledger.Runs;
import io.github.defenderroutes.run.AsItWas;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Handling an alert again because a person wants it: through the same claims, routes, judge and gate as any other. What
 * comes of it is told anew. The device that an open isolation of ours covers is not asked for a second time.
 */
public final class Resubmission {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DefenderRoutes app;

    Resubmission(DefenderRoutes app) {
        this.app = app;
    }

    /**
     * From now: makes alerts due, to be read from Defender afresh, and mails that were set aside. All of them or, if one
     * cannot be, none.
     *
     * @param ids of alerts, mails or Message-IDs
     * @return those that cannot be handed in again; empty if it was done
     */
    public List<NotResubmitted> fromNow(Collection<String> ids, Actor by) {
        return app.openLedger().parked().resubmit(ids, by);
    }

    /**
     * As it was: handles the alert at once as a run once saw it, by the rules and settings of today. Isolating looks at
     * alert, device and machine actions afresh, so that nobody is cut off on facts of yesterday; what is only told is told
     * as it was.
     *
     * @param id of a run, or of an alert for the last run that kept it
     * @throws StartException if the routes are not at work and cannot be started
     */
    public Handled asItWas(String id, Actor by) throws InterruptedException {
        app.startedByHand();
        Ledger ledger = app.ledger();
        Optional<String> runId = Runs.isId(id) ? Optional.of(id) : ledger.runs().lastThatKept(id);
        Optional<Runs.Full> kept = runId.flatMap(ledger.runs()::get).filter(run -> run.alert() != null);
        if (kept.isEmpty()) {
            return new Handled(
                    ledger.claims().state(id).orElse("unknown"),
                    Optional.of("no run has kept it as it was. To fix: resubmit it without --as-it-was"));
        }
        String alertId = kept.get().summary().alertId();
        Map<String, Object> alert = read(kept.get().alert());
        Instant then = Instant.ofEpochMilli(kept.get().summary().startedAt());
        Optional<Claim> claim = ledger.claims()
                .takeAgain(alert, by, "as it was in run " + kept.get().summary().id());
        if (claim.isEmpty()) {
            return new Handled(
                    ledger.claims().state(alertId).orElse("unknown"),
                    Optional.of(
                            "it is in hand already, or ended the process before. To fix: try again in a moment, or resubmit it without --as-it-was"));
        }
        try {
            return app.send(alertId, exchange -> {
                exchange.getMessage().setBody(alert);
                AsItWas.mark(exchange, "as it was at %s, because %s wants it".formatted(then, by.name()));
            });
        } finally {
            ledger.claims().letGo(claim.get()); // if it never came to its turn
        }
    }

    private static Map<String, Object> read(String alert) {
        try {
            return JSON.readValue(alert, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The alert as it was cannot be read", e);
        }
    }
}
