package io.github.defenderroutes.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.judge.Judge;
import io.github.defenderroutes.judge.Outcome;
import io.github.defenderroutes.ledger.Figures.WouldIsolate;

/** The rule that would have isolated a device, as a report names it. */
final class DecidingRule {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DecidingRule() {}

    /** The guardrail with its line, and whether a person would have been asked first. */
    static String of(WouldIsolate decided) {
        JsonNode decision = read(decided.decision());
        JsonNode values = decision.path("values");
        String outcome =
                values.path(Judge.IN_ENFORCE).asText(decision.path("outcome").asText());
        String rule = values.path("guardrail").asText(decided.rule() == null ? "?" : decided.rule());
        return outcome.equals(Outcome.APPROVE.toString()) ? rule + ", after a person approves" : rule;
    }

    private static JsonNode read(String decision) {
        try {
            return JSON.readTree(decision == null ? "{}" : decision);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode(); // cut, because it was too long for its column
        }
    }
}
