package io.github.defenderroutes.history;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.ledger.Runs.Full;
import io.github.defenderroutes.ledger.Runs.Summary;
import io.github.defenderroutes.ledger.Traces;
import io.github.defenderroutes.ledger.Versions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything about one run.
 *
 * @param take which time the alert was taken in hand
 * @param decision about the device that most was done about; empty if nothing was decided
 * @param others what was decided about other devices of the alert
 * @param steps in the order in which they began
 * @param calls the requests to Microsoft that it made by itself; what many alerts are asked for together belongs to none
 * @param mails what the SOC was or will be told because of this alert, also of later steps of its isolation; in order
 * @param loaded by what was decided; empty if that is not known
 * @param alert the alert as it was, as JSON; empty if nobody was told of it and nothing was done about it
 */
public record RunDetails(
        Summary run,
        int take,
        Optional<Decision> decision,
        List<Other> others,
        List<Step> steps,
        List<Call> calls,
        List<Traces.Mail> mails,
        Optional<Versions.Loaded> loaded,
        Optional<String> alert) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A decision about one device.
     *
     * @param outcome never, dry-run, approve or isolate
     * @param because a sentence for people
     * @param values what the rule looked at, by name
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Decision(String outcome, String rule, String because, Map<String, Object> values) {
        public Decision {
            values = values == null ? Map.of() : values;
        }
    }

    /**
     * What was decided about another device of the alert.
     *
     * @param isolation how far the isolation went, or {@code null}
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Other(String deviceId, String deviceName, Decision decision, String isolation) {}

    /**
     * One step: an EIP {@code step} in a route.
     *
     * @param step its id
     * @param at when it began, in milliseconds since the run's beginning
     * @param ms how many it took; {@code null} if the run ended inside it
     * @param problem why it failed, or {@code null}
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Step(String step, long at, Long ms, boolean failed, String problem) {}

    /**
     * Requests of one kind.
     *
     * @param operation such as get-alert
     * @param step in which they were made; {@code null} outside any
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Call(String operation, String step, int count) {}

    static RunDetails of(Full run, List<Traces.Mail> mails, Optional<Versions.Loaded> loaded) {
        return new RunDetails(
                run.summary(),
                run.take(),
                Optional.ofNullable(read(run.decision(), new TypeReference<>() {})),
                list(read(run.others(), new TypeReference<>() {})),
                list(read(run.steps(), new TypeReference<>() {})),
                list(read(run.calls(), new TypeReference<>() {})),
                mails,
                loaded,
                Optional.ofNullable(run.alert()));
    }

    private static <T> List<T> list(List<T> read) {
        return read == null ? List.of() : read;
    }

    /** {@code null} also for what cannot be read: the rest is worth showing. */
    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return json == null ? null : JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
