package io.github.defenderroutes.cases;

/** A place in a longer text, as a person finds it. */
final class TextPlace {
    private static final int LONG = 60;
    private static final int LONGEST = 400;
    private static final int BEFORE = 24;
    private static final int AFTER = 32;

    private TextPlace() {}

    /** {@code , line 3, column 18}; nothing in a text of one short line. */
    static String at(String text, int index) {
        if (!isLong(text)) {
            return "";
        }
        String before = text.substring(0, index);
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        return ", line %d, column %d".formatted(line, index - before.lastIndexOf('\n'));
    }

    /** Expected and actual; of long texts only where they part, with a mark below. */
    static String compared(String expected, String actual) {
        if (!isLong(expected) || !isLong(actual)) {
            return "expected: %s\n but was: %s".formatted(expected, shortened(actual));
        }
        int same = 0;
        while (same < Math.min(expected.length(), actual.length()) && expected.charAt(same) == actual.charAt(same)) {
            same++;
        }
        int from = Math.max(0, same - BEFORE);
        String lead = from > 0 ? "…" : "";
        return "expected: %s\n but was: %s\n%s^ they part here%s"
                .formatted(
                        lead + cut(expected, from, same),
                        lead + cut(actual, from, same),
                        " ".repeat("expected: ".length() + lead.length() + same - from),
                        at(actual, same));
    }

    static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private static boolean isLong(String text) {
        return text.length() > LONG || text.indexOf('\n') >= 0;
    }

    private static String cut(String text, int from, int same) {
        int to = Math.min(text.length(), same + AFTER);
        return text.substring(Math.min(from, to), to).replace('\n', '⏎') + (to < text.length() ? "…" : "");
    }
}
