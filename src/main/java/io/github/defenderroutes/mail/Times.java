package io.github.defenderroutes.mail;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Points in time as people read them: local with zone, and how long ago. */
final class Times {

    private final DateTimeFormatter format;
    private final Instant now;

    Times(ZoneId zone, Instant now) {
        this.format = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss zzz", Locale.ENGLISH)
                .withZone(zone);
        this.now = now;
    }

    /** {@code at} and {@code age}; null for null. Text that is no time stands in {@code at} without an age. */
    Map<String, Object> read(String text) {
        if (text == null) {
            return null;
        }
        try {
            return show(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Map.of("at", text);
        }
    }

    /** {@code at} and {@code age}; null for null. */
    Map<String, Object> show(Instant time) {
        if (time == null) {
            return null;
        }
        var shown = new HashMap<String, Object>();
        shown.put("at", format.format(time));
        shown.put("age", age(Duration.between(time, now)));
        return shown;
    }

    private static String age(Duration age) {
        if (age.abs().toMinutes() < 1) {
            return "just now";
        }
        return age.isNegative() ? "in " + amount(age.negated()) : amount(age) + " ago";
    }

    private static String amount(Duration amount) {
        if (amount.toMinutes() < 120) {
            return amount.toMinutes() + " min";
        }
        return amount.toHours() < 48 ? amount.toHours() + " h" : amount.toDays() + " days";
    }
}
