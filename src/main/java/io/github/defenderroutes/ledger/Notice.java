package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Severity;
import java.util.List;

/**
 * A fact the SOC should learn. There is at most one per alert, kind, severity and what it is about, however often the alert
 * is handled.
 *
 * @param kind what sort of mail tells it, such as alert, raised or parked
 * @param about what more it is about than the alert: the id of the isolation whose course it tells, or of a hunt's problem; or
 *     empty
 * @param deviceId the alert's device, or {@code null}; digests may go by it
 * @param incident the alert's incident, or {@code null}; likewise
 * @param model what the mail tells, as JSON
 * @param urgent whether it may be told together with others, but never later because of them
 * @param comments what is to be written on the alert as well; may be empty
 */
public record Notice(
        String kind,
        String alertId,
        String about,
        Severity severity,
        String deviceId,
        String incident,
        String model,
        boolean urgent,
        List<String> comments) {
    /** The kind that asks a person, where many are asked together or no alert is in hand. */
    public static final String APPROVAL = "approval";

    /** A notice with no comment on the alert. */
    public Notice(
            String kind,
            String alertId,
            String about,
            Severity severity,
            String deviceId,
            String incident,
            String model,
            boolean urgent) {
        this(kind, alertId, about, severity, deviceId, incident, model, urgent, List.of());
    }

    /** A notice that is urgent if it tells of an isolation's course. */
    public Notice(
            String kind,
            String alertId,
            String about,
            Severity severity,
            String deviceId,
            String incident,
            String model) {
        this(kind, alertId, about, severity, deviceId, incident, model, !about.isEmpty());
    }

    /** The same, with this comment on the alert; {@code null} for none. */
    public Notice withComment(String text) {
        return withComments(text == null ? List.of() : List.of(text));
    }

    /** The same, with these comments on the alert. */
    public Notice withComments(List<String> texts) {
        return new Notice(kind, alertId, about, severity, deviceId, incident, model, urgent, List.copyOf(texts));
    }
}
