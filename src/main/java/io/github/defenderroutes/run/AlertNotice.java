package io.github.defenderroutes.run;

import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.mail.MailModel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;

/** Gathers what a route has learnt about an alert into what a mail will tell. */
final class AlertNotice {
    private AlertNotice() {}

    static MailModel model(Exchange exchange, String kind, String mode, Run run, Instant now) {
        return model(json(exchange.getMessage().getBody()), exchange::getVariable, kind, mode, run, now);
    }

    /** @param variables what the route has learnt and decided, by name */
    static MailModel model(
            Map<String, Object> alert,
            Function<String, Object> variables,
            String kind,
            String mode,
            Run run,
            Instant now) {
        return new MailModel(
                kind,
                alert,
                List.of(run.claim.alertId()),
                json(variables.apply("device")),
                (String) variables.apply("deviceProblem"),
                json(variables.apply("mergedInto")),
                json(variables.apply("facts")),
                decision((Decision) variables.apply("decision")),
                isolation((Isolation) variables.apply("isolation"), run.claim.alertId()),
                mode,
                now,
                kind.equals("parked") ? run.detail : null,
                run.attempts());
    }

    private static MailModel.Decision decision(Decision decision) {
        return decision == null
                ? null
                : new MailModel.Decision(decision.outcome(), decision.rule(), decision.because(), decision.values());
    }

    /** The record in the words of a mail: what another alert asked for is "under way" for this one. */
    private static MailModel.Isolation isolation(Isolation isolation, String alertId) {
        if (isolation == null) {
            return null;
        }
        boolean forThisAlert = alertId.equals(isolation.alertId());
        String state =
                switch (isolation.state()) {
                    case "requested" -> forThisAlert ? "requested" : "under-way";
                    // our own request that has succeeded meanwhile is not an isolation from before
                    case "isolated" -> forThisAlert && isolation.ours() ? "requested" : "isolated";
                    case "under-way", "refused", "stopped", "capped" -> isolation.state();
                    default -> "unknown";
                };
        return new MailModel.Isolation(
                state,
                isolation.type(),
                isolation.actionId(),
                isolation.sentAt() == 0 ? null : Instant.ofEpochMilli(isolation.sentAt()),
                forThisAlert ? null : isolation.alertId(),
                isolation.problem(),
                null,
                null);
    }

    @SuppressWarnings("unchecked") // the API's objects have text keys
    private static Map<String, Object> json(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
    }
}
