package io.github.defenderroutes.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word a person may have meant. */
public final class Nearest {
    private Nearest() {}

    /** The word with the fewest edits, if at most two fifths of the letters change. */
    public static Optional<String> to(String written, Collection<String> words) {
        String lower = written.toLowerCase(Locale.ROOT);
        return words.stream()
                .min(Comparator.<String>comparingInt(word -> edits(lower, word))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(word -> edits(lower, word) * 5 <= written.length() * 2);
    }

    /** Whether this is more likely a slip than another word: at most one edit in six letters. */
    public static boolean isSlip(String written, String word) {
        return edits(written.toLowerCase(Locale.ROOT), word) * 6 <= word.length();
    }

    /** The number of letters to insert, remove or replace. */
    static int edits(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(above[column], current[column - 1]));
            }
            above = current;
        }
        return above[to.length()];
    }
}
