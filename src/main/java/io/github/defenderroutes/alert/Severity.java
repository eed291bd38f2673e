package io.github.defenderroutes.alert;

import java.util.Locale;

/** Defender's severities in rising order, and {@link #UNKNOWN} for every word we do not know. Unknown never isolates. */
public enum Severity {
    UNKNOWN("Unknown"),
    UNSPECIFIED("UnSpecified"),
    INFORMATIONAL("Informational"),
    LOW("Low"),
    MEDIUM("Medium"),
    HIGH("High");

    private final String label;

    Severity(String label) {
        this.label = label;
    }

    /** Reads the field {@code severity}, ignoring case; any other type or word is {@link #UNKNOWN}. */
    public static Severity of(Object value) {
        if (value instanceof String word) {
            String wanted = word.trim().toLowerCase(Locale.ROOT);
            for (Severity severity : values()) {
                if (severity.label.toLowerCase(Locale.ROOT).equals(wanted)) {
                    return severity;
                }
            }
        }
        return UNKNOWN;
    }

    /** The API's spelling, as settings and routes write it. */
    @Override
    public String toString() {
        return label;
    }
}
