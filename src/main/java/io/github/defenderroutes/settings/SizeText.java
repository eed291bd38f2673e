package io.github.defenderroutes.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them here: a whole number and a unit, {@code 500kB} or {@code 2MB}. */
final class SizeText {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})(kB|MB)");

    private SizeText() {}

    /** In bytes; a kB has 1,000. */
    static int parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidValue("is not a size", "a whole number and kB or MB, such as 500kB or 2MB");
        }
        return Math.multiplyExact(
                Integer.parseInt(matcher.group(1)), matcher.group(2).equals("kB") ? 1_000 : 1_000_000);
    }
}
