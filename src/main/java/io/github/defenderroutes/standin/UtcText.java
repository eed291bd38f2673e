package io.github.defenderroutes.standin;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** Instants as the API writes them: UTC with Z, 0 to 7 fraction digits, trailing zeros dropped (captured). */
final class UtcText {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private UtcText() {}

    static String of(Instant instant) {
        int ticks = instant.getNano() / 100;
        String fraction = ticks == 0 ? "" : "." + "%07d".formatted(ticks).replaceAll("0+$", "");
        return SECONDS.format(instant) + fraction + "Z";
    }

    /** Reads an API time or an OData literal with an offset; {@code null} when it is neither. */
    static Instant parse(Object text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text.toString()).toInstant();
        } catch (DateTimeParseException notATime) {
            return null;
        }
    }

    /** Cuts to the 100-ns precision of the API. */
    static Instant ticks(Instant instant) {
        return instant.minus(Duration.ofNanos(instant.getNano() % 100));
    }
}
