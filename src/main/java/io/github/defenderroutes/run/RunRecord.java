package io.github.defenderroutes.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.ledger.FinishedRun;
import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import io.github.defenderroutes.ledger.FinishedRun.Particulars;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.settings.Harmless;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/** What the ledger keeps of a run: everything that a person may ask about later, and no secret. */
final class RunRecord {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Harmless harmless;

    RunRecord(Harmless harmless) {
        this.harmless = harmless;
    }

    FinishedRun of(Run run, Exchange exchange, long now) {
        boolean ended = run.outcome == Outcome.DONE || run.outcome == Outcome.PARKED;
        Decision decision = exchange.getVariable("decision", Decision.class);
        Isolation isolation = exchange.getVariable("isolation", Isolation.class);
        return new FinishedRun(
                run.claim,
                run.outcome,
                run.tried,
                run.claim.severity(),
                harmless.text(run.detail == null ? told(isolation) : run.detail),
                harmless.text(json(decision)),
                harmless.text(json(run.steps.steps())),
                run.keepAlert ? harmless.alert(json(run.alert)) : null,
                ended ? run.notices : List.of(),
                run.dueAt,
                run.startedAt,
                now,
                particulars(run, exchange, decision, isolation),
                List.copyOf(run.attached));
    }

    private Particulars particulars(Run run, Exchange exchange, Decision decision, Isolation isolation) {
        Map<?, ?> alert = run.inHand() instanceof Map<?, ?> map ? map : Map.of();
        Map<?, ?> device = exchange.getVariable("device") instanceof Map<?, ?> map ? map : Map.of();
        return new Particulars(
                text(alert, "machineId"),
                text(device, "computerDnsName") == null
                        ? text(alert, "computerDnsName")
                        : text(device, "computerDnsName"),
                harmless.alert(text(alert, "title")),
                decision == null ? null : decision.outcome(),
                decision == null ? null : decision.rule(),
                isolation == null ? null : isolation.state(),
                harmless.text(json(others(run))),
                json(run.steps.calls()),
                run.version);
    }

    private static List<Map<String, Object>> others(Run run) {
        return run.others == null
                ? null
                : run.others.besides().stream().map(RunRecord::other).toList();
    }

    private static Map<String, Object> other(OtherDevices.Judged judged) {
        Map<String, Object> other = new LinkedHashMap<>();
        other.put("deviceId", text(judged.alert(), "machineId"));
        other.put("deviceName", text(judged.alert(), "computerDnsName"));
        other.put("decision", judged.variables().get("decision"));
        other.put(
                "isolation",
                judged.variables().get("isolation") instanceof Isolation isolation ? isolation.state() : null);
        return other;
    }

    private static String told(Isolation isolation) {
        if (isolation == null) {
            return null;
        }
        return "isolation " + isolation.state() + (isolation.problem() == null ? "" : ": " + isolation.problem());
    }

    private static String text(Map<?, ?> json, String field) {
        return json.get(field) instanceof String text && !text.isBlank() ? text : null;
    }

    /** {@code null} for nothing, and for what is no JSON: history is a service, not a guarantee. */
    private static String json(Object value) {
        try {
            boolean nothing = value == null || value instanceof Collection<?> all && all.isEmpty();
            return nothing ? null : JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
