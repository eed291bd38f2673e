package io.github.defenderroutes.judge;

import java.util.Locale;

/** What may happen to a device, from the most to the least cautious. Where several sources speak, the lowest wins. */
public enum Outcome {
    NEVER,
    DRY_RUN,
    APPROVE,
    ISOLATE;

    /** The word that routes, mails and history use. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads that word.
     *
     * @throws IllegalArgumentException for any other, naming the four
     */
    public static Outcome of(String word) {
        for (Outcome outcome : values()) {
            if (outcome.toString().equals(word)) {
                return outcome;
            }
        }
        throw new IllegalArgumentException(
                "'%s' is no outcome. To fix: write never, dry-run, approve or isolate.".formatted(word));
    }

    Outcome lowerOf(Outcome other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
