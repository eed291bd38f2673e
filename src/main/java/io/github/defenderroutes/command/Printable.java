package io.github.defenderroutes.command;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Text from outside on a terminal: it may move no cursor, hide nothing and begin no line of its own. */
final class Printable {
    private static final Pattern NOT_SHOWN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

    private Printable() {}

    /** The text on one line. */
    static String line(String text) {
        return NOT_SHOWN.matcher(text).replaceAll(" ").strip();
    }

    /** The same, but what it begins with stays: of a line whose indent means something. */
    static String indented(String text) {
        return NOT_SHOWN.matcher(text.replace("\t", "    ")).replaceAll(" ").stripTrailing();
    }

    /** The text in lines no longer than that, broken between words where there are any. */
    static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        String left = line(text);
        while (left.length() > width) {
            int end = left.lastIndexOf(' ', width);
            end = end > 0 ? end : width;
            lines.add(left.substring(0, end));
            left = left.substring(end).strip();
        }
        lines.add(left);
        return lines;
    }
}
