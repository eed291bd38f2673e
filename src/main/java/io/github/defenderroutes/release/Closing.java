package io.github.defenderroutes.release;

import io.github.defenderroutes.alert.Alerts;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** In what way an alert is closed. */
enum Closing {
    FALSE_POSITIVE("false positive"),
    EXPECTED_ACTIVITY("informational, expected activity"),
    RESOLVED("resolved");

    private final String words;

    Closing(String words) {
        this.words = words;
    }

    /** Empty for an alert that is open. */
    static Optional<Closing> of(Map<String, ?> alert) {
        String classification = letters(Alerts.text(alert, "classification").orElse(""));
        if (classification.equals("falsepositive")) {
            return Optional.of(FALSE_POSITIVE);
        }
        if (classification.equals("informationalexpectedactivity")) {
            return Optional.of(EXPECTED_ACTIVITY);
        }
        return letters(Alerts.text(alert, "status").orElse("")).equals("resolved")
                ? Optional.of(RESOLVED)
                : Optional.empty();
    }

    /** The documentation writes "Informational, expected activity", too, and Graph begins in lower case. */
    private static String letters(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    /** Whether the alert turned out to be none. */
    boolean isNoThreat() {
        return this != RESOLVED;
    }

    /** Such as "2 false positive, 1 resolved". */
    static String count(List<Closing> closings) {
        return Arrays.stream(values())
                .filter(closings::contains)
                .map(closing -> closings.stream().filter(closing::equals).count() + " " + closing.words)
                .collect(Collectors.joining("; "));
    }
}
