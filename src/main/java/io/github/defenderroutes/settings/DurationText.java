package io.github.defenderroutes.settings;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** Durations as people write them here: a whole number and a unit, such as {@code 30s} or {@code 400d}. */
final class DurationText {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private DurationText() {}

    static Duration parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw text.matches("\\d+")
                    ? new InvalidValue("has no unit", "add ms, s, m, h or d, such as %ss".formatted(text))
                    : new InvalidValue(
                            "is not a duration", "a whole number and ms, s, m, h or d, such as 500ms, 30s or 6h");
        }
        return Duration.of(
                Long.parseLong(matcher.group(1)),
                switch (matcher.group(2)) {
                    case "ms" -> ChronoUnit.MILLIS;
                    case "s" -> ChronoUnit.SECONDS;
                    case "m" -> ChronoUnit.MINUTES;
                    case "h" -> ChronoUnit.HOURS;
                    default -> ChronoUnit.DAYS;
                });
    }
}
