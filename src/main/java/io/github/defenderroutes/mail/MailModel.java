package io.github.defenderroutes.mail;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a mail tells, as plain data: any ObjectMapper writes it to JSON and reads it back. Fields that a newer version
 * wrote are ignored.
 *
 * @param kind {@code alert}, {@code raised} (came back with a higher severity), {@code parked}, {@code delayed}, a step of
 *     its isolation ({@code isolated}, {@code overdue}, and the like), or the engineer's own word; also the name of the
 *     templates, if such exist; null becomes {@code alert}
 * @param alert the alert as Defender sent it; null becomes empty
 * @param alertIds all alerts this mail speaks for; null or empty for just {@code alert}
 * @param device the device as Defender sent it, or null if there is none or we could not get it
 * @param deviceProblem why there are no device facts, or null
 * @param mergedInto the device record that {@code device} was merged into, or null
 * @param facts what the engineers' own enrichment found; null becomes empty
 * @param decision what was decided and why, or null if nothing was
 * @param isolation how far the isolation is, or null if none was meant to be
 * @param mode the isolation mode at the time: off, dry-run, approve or enforce; or null
 * @param handledAt when the alert was handled, or null
 * @param problem for parked: why we could not handle the alert; for delayed: why it waits; else null
 * @param attempts for parked and delayed: how often we tried
 * @param since for delayed: since when it should have been handled; else null
 * @param attachments files that go with the mail; null becomes empty
 * @param hunt what a hunting query found, or null; {@code alert} then stands for the run of the query
 * @param offers what the reader may do about it; null becomes empty
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MailModel(
        String kind,
        Map<String, Object> alert,
        List<String> alertIds,
        Map<String, Object> device,
        String deviceProblem,
        Map<String, Object> mergedInto,
        Map<String, Object> facts,
        Decision decision,
        Isolation isolation,
        String mode,

        @JsonSerialize(using = ToStringSerializer.class) @JsonDeserialize(converter = InstantFromText.class)
        Instant handledAt,

        String problem,
        int attempts,

        @JsonSerialize(using = ToStringSerializer.class) @JsonDeserialize(converter = InstantFromText.class)
        Instant since,

        List<Attachment> attachments,
        HuntReport hunt,
        List<Offer> offers) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public MailModel {
        kind = kind == null ? "alert" : kind;
        alert = alert == null ? Map.of() : copy(alert);
        alertIds = alertIds == null ? List.of() : List.copyOf(alertIds);
        device = device == null ? null : copy(device);
        mergedInto = mergedInto == null ? null : copy(mergedInto);
        facts = facts == null ? Map.of() : copy(facts);
        attachments = attachments == null ? List.of() : List.copyOf(attachments);
        offers = offers == null ? List.of() : List.copyOf(offers);
    }

    /** A mail of this kind, of which more is to be said; see {@link MailModel} for what the kinds are. */
    public static MailModelBuilder of(String kind) {
        return new MailModelBuilder(kind);
    }

    /** The same, of which more is to be said. */
    public MailModelBuilder more() {
        return new MailModelBuilder(this);
    }

    /** @return empty if it is no such text, as of another release */
    public static Optional<MailModel> read(String json) {
        try {
            return Optional.ofNullable(JSON.readValue(json, MailModel.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** As text, as the ledger keeps it. */
    public String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What a mail tells cannot be written as JSON", e);
        }
    }

    /**
     * Something the reader may do. Opening the page changes nothing; there one signs in and decides.
     *
     * @param what {@code approve}, {@code release}, or the engineer's own word
     * @param url the page to do it on, or null if there are no pages
     * @param command the command that does it
     * @param until until when it can be done, or null
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Offer(
            String what,
            String url,
            String command,

            @JsonSerialize(using = ToStringSerializer.class) @JsonDeserialize(converter = InstantFromText.class)
            Instant until) {}

    /**
     * What the rules said about isolating the device.
     *
     * @param outcome {@code never}, {@code dry-run}, {@code approve} or {@code isolate}
     * @param rule the deciding rule's name, for example {@code platform-not-listed}; or null
     * @param because one sentence for people, or null
     * @param values what the rule looked at; null becomes empty
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Decision(String outcome, String rule, String because, Map<String, Object> values) {

        public Decision {
            values = values == null ? Map.of() : copy(values);
        }
    }

    /**
     * How far the isolation is, as far as we know.
     *
     * @param state {@code requested} (Defender accepted our request; no more than that), {@code under-way} (another
     *     request covers it), {@code isolated} (it was before), {@code refused}, {@code unknown} (we could not find out
     *     and will look again), {@code stopped} (not requested after the fresh look) or {@code capped} (not requested,
     *     too many already). Later, in a mail of its own: {@code confirmed} (Defender reports that it is isolated),
     *     {@code not-isolated} (the request failed), {@code cancelled}, {@code overdue} (still not carried out),
     *     {@code released}, {@code repeated} (expired and asked for again) or {@code expired} (and not asked for again).
     *     About letting it back in: {@code release-asked} (may it?), {@code release-waits} (it is time, but a newer alert
     *     stands on the device), {@code release-overdue} and {@code release-failed}. Anything else is shown as unknown.
     * @param type {@code Full} or {@code Selective}, or null
     * @param actionId Defender's machine action, or null
     * @param requestedAt when it was requested, or null
     * @param otherAlertId the alert whose isolation covers this one, or null
     * @param problem why it was refused, stopped, failed or is unknown, or what the person wrote who released the device;
     *     or null
     * @param by who else did it, for an action that is not ours; or null
     * @param endedAt when Defender reports it to have ended so, or null
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Isolation(
            String state,
            String type,
            String actionId,

            @JsonSerialize(using = ToStringSerializer.class) @JsonDeserialize(converter = InstantFromText.class)
            Instant requestedAt,

            String otherAlertId,
            String problem,
            String by,

            @JsonSerialize(using = ToStringSerializer.class) @JsonDeserialize(converter = InstantFromText.class)
            Instant endedAt) {}

    private static Map<String, Object> copy(Map<String, Object> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
