package io.github.defenderroutes.alert;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Defender's severities in rising order, and {@link #UNKNOWN} for every word we do not know. Unknown never isolates. */
public enum Severity {
    UNKNOWN("Unknown"),
    UNSPECIFIED("UnSpecified"),
    INFORMATIONAL("Informational"),
    LOW("Low"),
    MEDIUM("Medium"),
    HIGH("High");

    private static final Map<String, Severity> BY_WORD = Stream.of(values())
            .collect(Collectors.toMap(severity -> severity.label.toLowerCase(Locale.ROOT), Function.identity()));

    private final String label;

    Severity(String label) {
        this.label = label;
    }

    /** Reads the field {@code severity}, ignoring case; any other type or word is {@link #UNKNOWN}. */
    public static Severity of(Object value) {
        if (value instanceof String word) {
            return BY_WORD.getOrDefault(word.trim().toLowerCase(Locale.ROOT), UNKNOWN);
        }
        return UNKNOWN;
    }

    /** The API's spelling, as settings and routes write it. */
    @Override
    public String toString() {
        return label;
    }
}
