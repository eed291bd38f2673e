package io.github.defenderroutes.defender;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a 429 says beyond "not now".
 *
 * @param retryAfter how long not to ask; empty if it does not say
 * @param perMinute how many calls a minute it allows; empty if it does not say or speaks of another time
 */
public record Throttling(Optional<Duration> retryAfter, OptionalInt perMinute) {
    // both captured: "Maximum allowed 30 per 00:01:00 for the key …. You can send requests again in 8 seconds."
    private static final Pattern AGAIN =
            Pattern.compile("again in (\\d{1,6}(?:\\.\\d+)?) seconds?", Pattern.CASE_INSENSITIVE);
    private static final Pattern ALLOWED =
            Pattern.compile("maximum allowed (\\d{1,6}) per 00:01:00", Pattern.CASE_INSENSITIVE);

    /**
     * @param header the meaning of Retry-After, or {@code null}; it is believed before the text
     * @param text the message of the error
     */
    static Throttling read(Duration header, String text) {
        Matcher again = AGAIN.matcher(text);
        Optional<Duration> wait = Optional.ofNullable(header)
                .or(() -> again.find()
                        ? Optional.of(Duration.ofMillis((long) (Double.parseDouble(again.group(1)) * 1000)))
                        : Optional.empty());
        Matcher allowed = ALLOWED.matcher(text);
        return new Throttling(
                wait, allowed.find() ? OptionalInt.of(Integer.parseInt(allowed.group(1))) : OptionalInt.empty());
    }
}
