package io.github.defenderroutes.isolation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.judge.Judge;
import io.github.defenderroutes.judge.Learnt;
import io.github.defenderroutes.ledger.Approval;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** What was known when a person was asked, from what the mail told then. What cannot be read is not known. */
final class AsAsked {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> FACTS = new TypeReference<>() {};

    private AsAsked() {}

    /** What routes had found out; it is not looked up again. */
    static Learnt learnt(Approval approved) {
        JsonNode facts = told(approved).path("facts");
        return facts.isObject()
                ? new Learnt(
                        JSON.convertValue(facts, FACTS),
                        facts.path("domainAdmin").isBoolean()
                                ? facts.path("domainAdmin").booleanValue()
                                : null)
                : Learnt.NOTHING;
    }

    /** What would be decided now without the person, by what was known then. The alert's age counts from the approval. */
    static Decision decision(Judge judge, Approval approved, Map<String, ?> alert, Map<String, ?> device) {
        Instant agedFrom = Instant.ofEpochMilli(approved.decidedAt());
        return judge.decide(alert, device, null, "isolate", false, agedFrom, learnt(approved));
    }

    /** Whether the record is merged into one of which the person was told nothing. */
    static boolean isAnotherRecord(Approval approved, Map<String, ?> device) {
        Object merged = device.get("mergedIntoMachineId");
        return merged != null
                && !Objects.equals(
                        told(approved).at("/device/mergedIntoMachineId").asText(null), merged.toString());
    }

    private static JsonNode told(Approval approved) {
        try {
            return approved.model() == null ? MissingNode.getInstance() : JSON.readTree(approved.model());
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
