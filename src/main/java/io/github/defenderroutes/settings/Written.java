package io.github.defenderroutes.settings;

import java.time.Duration;
import java.util.List;

/**
 * Values that people write in other files than those of the settings, read by the same rules. Each method throws
 * {@link IllegalArgumentException} with problem and remedy, to be put behind key and value: {@code has no unit. To fix: …}.
 */
public final class Written {
    private Written() {}

    /** A Quartz cron expression, as far as that can be seen without Quartz. */
    public static String cron(String written) {
        return read(TextTypes.cron(), written);
    }

    /** @param least the shortest that is allowed, such as {@code 1m} */
    public static Duration duration(String written, String least, String most) {
        return DurationText.parse(read(QuantityTypes.duration(least, most), written));
    }

    /** One of the words, in whatever case it is written. */
    public static String oneOf(String written, List<String> words) {
        return read(TextTypes.oneOf(words.toArray(String[]::new)), written);
    }

    /** Addresses, separated by commas. */
    public static List<String> mailAddresses(String written) {
        return List.of(read(AddressTypes.mailAddresses(), written).split(","));
    }

    private static String read(ValueType type, String written) {
        try {
            return type.read(written);
        } catch (InvalidValue e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
