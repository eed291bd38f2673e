package io.github.defenderroutes.alarm;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be said of a trouble: that it lasts, or that it is over.
 *
 * @param id part of the mail's Message-ID; a repeat after a failure carries the same one
 * @param first the id of the alarm that told of this trouble first; the same as {@code id} if that is this one
 * @param kind the trouble's word for machines
 * @param since when the trouble began
 * @param until when it ended, or {@code null} while it lasts
 * @param madeAt when this alarm was made
 * @param subject one line
 * @param text paragraphs for people, separated by empty lines
 */
public record Alarm(
        String id,
        String first,
        String kind,
        Instant since,
        Instant until,
        Instant madeAt,
        String subject,
        String text) {

    public boolean isOver() {
        return until != null;
    }

    boolean isFirst() {
        return id.equals(first);
    }

    /** For routes: {@code kind}, {@code since}, {@code until} (once it is over), {@code subject} and {@code text}. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", kind);
        map.put("since", since.toString());
        Optional.ofNullable(until).ifPresent(end -> map.put("until", end.toString()));
        map.put("subject", subject);
        map.put("text", text);
        return map;
    }
}
