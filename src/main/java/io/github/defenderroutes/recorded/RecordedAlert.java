package io.github.defenderroutes.recorded;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Ticks;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An alert as it was recorded.
 *
 * @param alert in Defender's form
 * @param at the time at which it is played
 * @param from where it stands: file and line, or a run
 * @param device its device as it was then, in Defender's form; {@code null} if that is not recorded with it
 */
public record RecordedAlert(Map<String, Object> alert, Instant at, String from, Map<String, Object> device) {
    /** After it was raised; so soon a poll meets it. */
    public static final Duration SOON = Duration.ofMinutes(1);

    /** One that was met a minute after it was raised; if it does not say when that was, now. */
    static RecordedAlert raised(Map<String, Object> alert, String from) {
        Instant at = Alerts.created(alert).stream()
                .mapToObj(ticks -> Ticks.instant(ticks).plus(SOON))
                .findFirst()
                .orElseGet(Instant::now);
        return new RecordedAlert(alert, at, from, null);
    }

    /** Its id; an entry of a recording always has one. */
    public String id() {
        return Alerts.id(alert).orElseThrow();
    }

    /** The same at another time. */
    public RecordedAlert at(Instant time) {
        return new RecordedAlert(alert, time, from, device);
    }

    /** The same as it stood when it was raised: not yet resolved or assigned. */
    public RecordedAlert asNew() {
        Map<String, Object> fresh = new LinkedHashMap<>(alert);
        fresh.put("status", "New");
        fresh.put("assignedTo", null);
        return new RecordedAlert(fresh, at, from, device);
    }
}
