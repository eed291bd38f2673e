package io.github.defenderroutes.settings;

import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/** Types whose values are quantities. */
final class QuantityTypes {
    private QuantityTypes() {}

    static ValueType number(int least, int most) {
        return new ValueType(Shape.NUMBER, written -> inRange(written, least, most, ""));
    }

    static ValueType percent(int least, int most) {
        return new ValueType(Shape.NUMBER, written -> {
            if (!written.endsWith("%")) {
                throw new InvalidValue("is not a percentage", "a whole number and %, such as 20%");
            }
            return inRange(written.substring(0, written.length() - 1).strip(), least, most, "%") + "%";
        });
    }

    /** A number, or {@code off} for no limit. */
    static ValueType limit(int least, int most) {
        return new ValueType(
                Shape.LIMIT,
                written -> written.equalsIgnoreCase("off") ? "off" : inRange(written, least, most, " or off"));
    }

    static ValueType duration(String least, String most) {
        Duration shortest = DurationText.parse(least);
        Duration longest = DurationText.parse(most);
        return new ValueType(Shape.DURATION, written -> {
            Duration duration = DurationText.parse(written);
            if (duration.compareTo(shortest) < 0) {
                throw new InvalidValue("is too short", "between %s and %s".formatted(least, most));
            }
            if (duration.compareTo(longest) > 0) {
                throw new InvalidValue("is too long", "between %s and %s".formatted(least, most));
            }
            return written;
        });
    }

    /** A duration, or {@code off} for none. */
    static ValueType durationOrOff(String least, String most) {
        ValueType duration = duration(least, most);
        return new ValueType(
                Shape.DURATION_OR_OFF, written -> written.equalsIgnoreCase("off") ? "off" : duration.read(written));
    }

    /** A number of bytes: a whole number and kB or MB. */
    static ValueType size(String least, String most) {
        return new ValueType(Shape.SIZE, written -> {
            int size = SizeText.parse(written);
            if (size < SizeText.parse(least) || size > SizeText.parse(most)) {
                throw new InvalidValue("is out of range", "between %s and %s".formatted(least, most));
            }
            return written;
        });
    }

    static ValueType date() {
        return new ValueType(Shape.DATE, written -> {
            try {
                return LocalDate.parse(written).toString();
            } catch (DateTimeParseException e) {
                throw new InvalidValue("is not a date", "year, month and day, such as 2027-03-01");
            }
        });
    }

    private static String inRange(String written, int least, int most, String after) {
        String remedy = "a whole number from %d to %d%s".formatted(least, most, after);
        if (!written.matches("\\d{1,9}")) {
            throw new InvalidValue("is not a number we can use", remedy);
        }
        int number = Integer.parseInt(written);
        if (number < least || number > most) {
            throw new InvalidValue("is out of range", remedy);
        }
        return Integer.toString(number);
    }
}
