package io.github.defenderroutes.run;

import io.github.defenderroutes.ledger.Claim;
import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.logging.LogContext;
import io.github.defenderroutes.metrics.Meters;
import io.github.defenderroutes.settings.Harmless;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Lets Camel's idempotentConsumer answer from the ledger's claims, as the bean {@code alertClaims}.
 *
 * <p>{@code add} begins the run of an alert that the poll has claimed, or claims it if another route brought it.
 * {@code confirm} and {@code remove} hand the run's end to the ledger. Starting it changes nothing in the database.
 */
public final class ClaimedAlerts extends ServiceSupport implements IdempotentRepository {
    private final Ledger ledger;
    private final Supplier<String> loaded;
    private final RunRecord record;
    private final RunMeters meters;
    private final Clock clock;

    /** @param loaded gives the version of what decides at the moment, or {@code null} */
    public ClaimedAlerts(Ledger ledger, Supplier<String> loaded, Harmless harmless, Meters meters, Clock clock) {
        this.ledger = ledger;
        this.loaded = loaded;
        this.record = new RunRecord(harmless);
        this.meters = new RunMeters(meters);
        this.clock = clock;
    }

    @Override
    public boolean add(Exchange exchange, String alertId) {
        Optional<Claim> claim = ledger.claims().begin(alertId).or(() -> take(exchange));
        claim.ifPresent(mine -> {
            Run run = Run.begin(exchange, mine, clock.millis(), loaded);
            LogContext.begin(alertId, run.deviceId());
        });
        return claim.isPresent();
    }

    private Optional<Claim> take(Exchange exchange) {
        @SuppressWarnings("unchecked") // alert-pipeline's body is an alert
        Map<String, Object> alert = exchange.getMessage().getBody(Map.class);
        return ledger.claims().takeOne(alert);
    }

    @Override
    public boolean confirm(Exchange exchange, String alertId) {
        finish(exchange);
        return true;
    }

    /** The run failed. What kind of failure it was, error-handling has noted; if it could not, it counts as the world's. */
    @Override
    public boolean remove(Exchange exchange, String alertId) {
        Run run = Run.of(exchange);
        if (run != null && run.outcome == Outcome.DONE && run.detail == null) {
            run.outcome = Outcome.DELAYED;
            run.detail = "Interrupted";
            run.dueAt = clock.millis();
        }
        finish(exchange);
        return true;
    }

    private void finish(Exchange exchange) {
        Run run = Run.of(exchange);
        if (run == null) {
            return;
        }
        meters.count(run, exchange);
        LogContext.end();
        ledger.finish(record.of(run, exchange, clock.millis()));
    }

    @Override
    public boolean contains(String alertId) {
        return ledger.claims().state(alertId).isPresent();
    }

    @Override
    public boolean add(String alertId) {
        throw new UnsupportedOperationException("Needs the exchange; use it in an idempotentConsumer.");
    }

    @Override
    public boolean remove(String alertId) {
        throw new UnsupportedOperationException("Needs the exchange; use it in an idempotentConsumer.");
    }

    @Override
    public boolean confirm(String alertId) {
        throw new UnsupportedOperationException("Needs the exchange; use it in an idempotentConsumer.");
    }

    @Override
    public void clear() {
        throw new UnsupportedOperationException("Claims are the memory of what was handled and are not cleared.");
    }
}
