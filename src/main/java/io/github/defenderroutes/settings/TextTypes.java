package io.github.defenderroutes.settings;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Types whose values are words. */
final class TextTypes {
    private static final String CRON_FIELD = "[0-9A-Za-z*/,\\-?#]+";

    private TextTypes() {}

    static ValueType text() {
        return new ValueType(Shape.TEXT, UnaryOperator.identity());
    }

    /** The address of a Camel endpoint; Camel itself reads it in full when the routes start. */
    static ValueType endpoint() {
        return new ValueType(Shape.TEXT, written -> {
            if (!written.matches("[A-Za-z][A-Za-z0-9+.-]*:\\S.*")) {
                throw new InvalidValue(
                        "is not a Camel endpoint", "a scheme, a colon and the rest, such as jms:queue:defender-alerts");
            }
            return written;
        });
    }

    static ValueType oneOf(String... words) {
        return new ValueType(Shape.TEXT, written -> among(List.of(words), written));
    }

    static ValueType flag() {
        return new ValueType(Shape.FLAG, written -> among(List.of("true", "false"), written));
    }

    /** A comma list of the operations that {@code actions.allow} can name. */
    static ValueType namedActions() {
        return wordsOf(NamedActions.ALL.toArray(String[]::new));
    }

    /** A comma list of any words, or {@code *} alone. */
    static ValueType wordsOrAll() {
        return list(word -> {
            if (word.contains(" ")) {
                throw new InvalidValue("has a blank inside a word", "put commas between the words");
            }
            return word;
        });
    }

    /** A comma list of any texts. */
    static ValueType list() {
        return list(UnaryOperator.identity());
    }

    static ValueType wordsOf(String... words) {
        return list(word -> among(List.of(words), word));
    }

    static ValueType list(UnaryOperator<String> item) {
        return new ValueType(Shape.WORDS, written -> {
            List<String> items =
                    Arrays.stream(written.split(",", -1)).map(String::strip).toList();
            if (items.contains("")) {
                throw new InvalidValue("has nothing between two commas or at an end", "remove the extra comma");
            }
            if (items.contains("*") && items.size() > 1) {
                throw new InvalidValue("names * and more", "* stands alone and means all");
            }
            return items.stream().map(item).distinct().collect(Collectors.joining(","));
        });
    }

    /** A cron expression that Quartz may understand; Quartz itself reads it in full when the routes start. */
    static ValueType cron() {
        return new ValueType(Shape.TEXT, written -> {
            String[] fields = written.split("\\s+");
            if (fields.length == 5) {
                throw new InvalidValue("has 5 fields", "begin with the seconds: 0/30 * * * * ? is every 30 seconds");
            }
            if (fields.length < 6 || fields.length > 7 || !Stream.of(fields).allMatch(f -> f.matches(CRON_FIELD))) {
                throw new InvalidValue(
                        "is not a Quartz cron expression", "6 or 7 fields: 0/30 * * * * ? is every 30 seconds");
            }
            if (fields[3].equals("?") == fields[5].equals("?")) {
                throw new InvalidValue(
                        "needs one ?", "write ? for the day of month or the day of week, and only for one of them");
            }
            return String.join(" ", fields);
        });
    }

    static ValueType timeZone() {
        return new ValueType(Shape.TEXT, written -> {
            if (!ZoneId.getAvailableZoneIds().contains(written)) {
                throw new InvalidValue("is not a time zone", "a name such as UTC or Europe/Berlin");
            }
            return written;
        });
    }

    private static String among(List<String> words, String written) {
        return words.stream()
                .filter(word -> word.equalsIgnoreCase(written))
                .findFirst()
                .orElseThrow(() -> new InvalidValue("is not one we know", "use " + alternatives(words)));
    }

    private static String alternatives(List<String> words) {
        int last = words.size() - 1;
        return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }
}
