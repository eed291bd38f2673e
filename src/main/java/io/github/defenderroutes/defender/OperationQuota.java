package io.github.defenderroutes.defender;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose quota an operation uses, and what it is documented to be granted where that is less; empty where it is not.
 *
 * <p>A Kamelet writes it as its annotation {@code defender-routes/quota}: {@code default}, {@code 10/min}, {@code 50/h} or
 * {@code 10/min, 500/h}.
 */
public record OperationQuota(Api api, OptionalInt perMinute, OptionalInt perHour) {
    private static final Pattern LIMIT = Pattern.compile("([1-9]\\d{0,5})/(min|h)");

    /** @throws IllegalArgumentException if it is written otherwise */
    static OperationQuota parse(String kamelet, Api api, Object annotation) {
        String text = annotation.toString().strip();
        if (text.equals("default")) {
            return new OperationQuota(api, OptionalInt.empty(), OptionalInt.empty());
        }
        OptionalInt perMinute = OptionalInt.empty();
        OptionalInt perHour = OptionalInt.empty();
        for (String part : text.split(",", -1)) {
            Matcher limit = LIMIT.matcher(part.strip());
            boolean minute = limit.matches() && limit.group(2).equals("min");
            if (!limit.matches() || (minute ? perMinute : perHour).isPresent()) {
                throw new IllegalArgumentException(
                        "%s: the annotation defender-routes/quota is '%s'. To fix: write default, 10/min, 50/h or 10/min, 500/h."
                                .formatted(kamelet, text));
            }
            OptionalInt most = OptionalInt.of(Integer.parseInt(limit.group(1)));
            perMinute = minute ? most : perMinute;
            perHour = minute ? perHour : most;
        }
        return new OperationQuota(api, perMinute, perHour);
    }
}
