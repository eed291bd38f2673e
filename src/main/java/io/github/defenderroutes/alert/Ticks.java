package io.github.defenderroutes.alert;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.OptionalLong;

/**
 * Times of the API as whole 100-ns ticks since 1970.
 *
 * <p>The API writes UTC with 0 to 7 fraction digits. A cursor cut to milliseconds would lose or repeat alerts, so times
 * are kept in this unit from the answer to the database and back into the next question.
 */
public final class Ticks {
    public static final long PER_SECOND = 10_000_000L;
    private static final Instant YEAR_1 = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant YEAR_10000 =
            Instant.parse("9999-12-31T23:59:59.9999999Z").plusNanos(100);
    private static final int NANOS = 100;
    private static final long PER_MILLI = 10_000L;

    private Ticks() {}

    /** Reads an ISO 8601 time with zone, of the years 1 to 9999; anything else, also {@code null}, is empty. */
    public static OptionalLong parse(Object time) {
        if (!(time instanceof String text)) {
            return OptionalLong.empty();
        }
        try {
            Instant instant = OffsetDateTime.parse(text.trim()).toInstant();
            return instant.isBefore(YEAR_1) || !instant.isBefore(YEAR_10000)
                    ? OptionalLong.empty()
                    : OptionalLong.of(of(instant));
        } catch (DateTimeException | ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    /** Writes a time as the API does: UTC, trailing zeros of the fraction dropped. */
    public static String format(long ticks) {
        String seconds = Instant.ofEpochSecond(Math.floorDiv(ticks, PER_SECOND)).toString();
        long fraction = Math.floorMod(ticks, PER_SECOND);
        if (fraction == 0) {
            return seconds;
        }
        String digits = "%07d".formatted(fraction).replaceAll("0+$", "");
        return seconds.substring(0, seconds.length() - 1) + "." + digits + "Z";
    }

    public static long of(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), PER_SECOND), time.getNano() / NANOS);
    }

    public static Instant instant(long ticks) {
        return Instant.ofEpochSecond(Math.floorDiv(ticks, PER_SECOND), Math.floorMod(ticks, PER_SECOND) * NANOS);
    }

    /** Milliseconds as ticks. */
    public static long ofMillis(long millis) {
        return millis * PER_MILLI;
    }
}
