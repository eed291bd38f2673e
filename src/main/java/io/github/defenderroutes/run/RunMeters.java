package io.github.defenderroutes.run;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Ticks;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.metrics.Meters;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/** Counts what came of a run: the alert once, and each device that was to be isolated. */
final class RunMeters {
    private final Meters meters;

    RunMeters(Meters meters) {
        this.meters = meters;
    }

    void count(Run run, Exchange exchange) {
        meters.alert(run.claim.severity(), outcome(run, exchange.getVariable("decision")));
        isolations(run, exchange).forEach(isolation -> {
            String state = state(isolation, run.claim.alertId());
            meters.isolation(state);
            if (state.equals("requested")) {
                created(run)
                        .ifPresent(created -> meters.requestedAfter(
                                Duration.between(created, Instant.ofEpochMilli(isolation.sentAt()))));
            }
        });
    }

    /** What another alert asked for has been counted with that one. */
    private static String state(Isolation isolation, String alertId) {
        boolean counted = !alertId.equals(isolation.alertId())
                && (isolation.state().equals("requested") || isolation.state().equals("isolated"));
        return counted ? "under-way" : isolation.state();
    }

    private static String outcome(Run run, Object decision) {
        if (run.outcome != Outcome.DONE) {
            return run.outcome.name().toLowerCase(Locale.ROOT);
        }
        return decision instanceof Decision decided ? decided.outcome() : "undecided";
    }

    private static Stream<Isolation> isolations(Run run, Exchange exchange) {
        Stream<Object> besides = run.others == null
                ? Stream.empty()
                : run.others.besides().stream().map(one -> one.variables().get("isolation"));
        return Stream.concat(Stream.ofNullable(exchange.getVariable("isolation")), besides)
                .filter(Objects::nonNull)
                .map(Isolation.class::cast);
    }

    private static Optional<Instant> created(Run run) {
        if (!(run.alert instanceof Map<?, ?> alert)) {
            return Optional.empty();
        }
        @SuppressWarnings("unchecked") // alert-pipeline's body is an alert
        var ticks = Alerts.created((Map<String, ?>) alert);
        return ticks.isPresent() ? Optional.of(Ticks.instant(ticks.getAsLong())) : Optional.empty();
    }
}
