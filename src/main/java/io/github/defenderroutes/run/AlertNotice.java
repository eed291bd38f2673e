package io.github.defenderroutes.run;

import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.mail.ApprovalFacts;
import io.github.defenderroutes.mail.MailModel;
import io.github.defenderroutes.mail.Offers;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;

/** Gathers what a route has learnt about an alert into what a mail will tell. */
public final class AlertNotice {
    private final Offers offers;

    public AlertNotice(Offers offers) {
        this.offers = offers;
    }

    MailModel model(Exchange exchange, String kind, String mode, Run run, Instant now) {
        return model(json(exchange.getMessage().getBody()), exchange::getVariable, kind, mode, run, now);
    }

    /** @param variables what the route has learnt and decided, by name */
    MailModel model(
            Map<String, Object> alert,
            Function<String, Object> variables,
            String kind,
            String mode,
            Run run,
            Instant now) {
        String problem = kind.equals("parked") ? run.detail : null;
        return model(alert, variables, kind, mode, run.claim.alertId(), problem, run.attempts(), now);
    }

    /** The same of an alert that is not in hand now. */
    public MailModel model(
            Map<String, Object> alert,
            Function<String, Object> variables,
            String kind,
            String mode,
            String alertId,
            Instant now) {
        return model(alert, variables, kind, mode, alertId, null, 0, now);
    }

    private MailModel model(
            Map<String, Object> alert,
            Function<String, Object> variables,
            String kind,
            String mode,
            String alertId,
            String problem,
            int attempts,
            Instant now) {
        Approval approval = (Approval) variables.apply("approval");
        Map<String, Object> facts = facts(variables);
        return MailModel.of(kind)
                .alert(alert)
                .alertIds(List.of(alertId))
                .device(json(variables.apply("device")))
                .deviceProblem((String) variables.apply("deviceProblem"))
                .mergedInto(json(variables.apply("mergedInto")))
                .facts(approval == null ? facts : ApprovalFacts.with(facts, approval))
                .decision(decision((Decision) variables.apply("decision")))
                .isolation(isolation((Isolation) variables.apply("isolation"), approval, alertId))
                .mode(mode)
                .handledAt(now)
                .problem(problem)
                .attempts(attempts)
                .offers(
                        approval != null && approval.isWaiting()
                                ? offers.of(approval)
                                : offers.of((Isolation) variables.apply("isolation")))
                .build();
    }

    private static MailModel.Decision decision(Decision decision) {
        return decision == null
                ? null
                : new MailModel.Decision(decision.outcome(), decision.rule(), decision.because(), decision.values());
    }

    /** What a person decided about the device is what became of it. */
    private static MailModel.Isolation isolation(Isolation isolation, Approval approval, String alertId) {
        return approval == null || approval.isWaiting() ? isolation(isolation, alertId) : decided(approval);
    }

    private static MailModel.Isolation decided(Approval approval) {
        return new MailModel.Isolation(
                approval.isApproved() ? "approved" : "denied",
                null,
                null,
                null,
                null,
                approval.reason(),
                ApprovalFacts.name(approval.decided()),
                Instant.ofEpochMilli(approval.decidedAt()));
    }

    /**
     * The record in the words of a mail: what another alert asked for is "under way" for this one.
     *
     * @return {@code null} for {@code null}
     */
    public static MailModel.Isolation isolation(Isolation isolation, String alertId) {
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

    /** With what is known of who logged on, for a person and for when that person has decided. */
    private static Map<String, Object> facts(Function<String, Object> variables) {
        Map<String, Object> facts = json(variables.apply("facts"));
        if (!(variables.apply("domainAdmin") instanceof Boolean domainAdmin)) {
            return facts;
        }
        Map<String, Object> more = new LinkedHashMap<>(facts == null ? Map.of() : facts);
        more.put("domainAdmin", domainAdmin);
        return more;
    }

    @SuppressWarnings("unchecked") // the API's objects have text keys
    private static Map<String, Object> json(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
    }
}
