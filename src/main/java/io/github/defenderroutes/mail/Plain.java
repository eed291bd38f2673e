package io.github.defenderroutes.mail;

import java.util.regex.Pattern;

/**
 * Makes foreign text harmless: attackers choose command lines, file names and, through them, alert titles. Control
 * characters go, invisible ones (right-to-left override, zero width) become visible as {@code [U+202E]}.
 */
final class Plain {

    private static final Pattern LINK = Pattern.compile("(?i)\\bhttp(s?)://");
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private Plain() {}

    /** One line of at most {@code max} characters, the last one an ellipsis when something is missing. */
    static String line(String text, int max) {
        return isPlain(text, max) ? text : clean(text, max, false);
    }

    /** Like {@link #line}, but line breaks stay, and at most one empty line in a row. */
    static String block(String text, int max) {
        return clean(text, max, true).replaceAll(" *\n\\s*\n", "\n\n");
    }

    /** Web addresses that mail programs do not turn into links. */
    static String unlinked(String text) {
        return text.contains("://") ? LINK.matcher(text).replaceAll("hxxp$1://") : text;
    }

    /** Whether cleaning would change nothing, as with most ids, times and words: printable ASCII and single blanks. */
    private static boolean isPlain(String text, int max) {
        if (text.length() > max) {
            return false;
        }
        boolean afterBlank = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean blank = c == ' ';
            if (c < ' ' || c > '~' || blank && afterBlank) {
                return false;
            }
            afterBlank = blank;
        }
        return !afterBlank || text.isEmpty();
    }

    private static String clean(String text, int max, boolean keepLines) {
        var result = new StringBuilder(Math.min(text.length(), max) + 8);
        int i = 0;
        while (i < text.length() && result.length() <= max) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (keepLines && c == '\n') {
                result.append('\n');
            } else if (isSpace(c)) {
                appendSpace(result);
            } else {
                append(result, c);
            }
        }
        boolean cut = result.length() > max;
        String shown = result.toString().strip();
        return cut ? cutAt(shown, max) : shown;
    }

    private static void append(StringBuilder result, int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL -> {}
            case Character.SURROGATE -> result.append('\uFFFD');
            case Character.FORMAT -> {
                if (c == ZERO_WIDTH_JOINER) {
                    // joins emoji and some scripts
                    result.appendCodePoint(c);
                } else {
                    result.append("[U+%04X]".formatted(c));
                }
            }
            default -> result.appendCodePoint(c);
        }
    }

    private static void appendSpace(StringBuilder result) {
        if (!result.isEmpty() && !Character.isWhitespace(result.charAt(result.length() - 1))) {
            result.append(' ');
        }
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    private static String cutAt(String text, int max) {
        if (text.length() < max) {
            return text + "…";
        }
        int end = max - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
                        .stripTrailing()
                + "…";
    }
}
