package io.github.defenderroutes.guardrails;

import java.util.Comparator;

/**
 * Something about a place in the file.
 *
 * @param subject what stands there, in a word or two
 * @param sentence problem and remedy, to be put behind the subject
 */
public record Remark(int line, int column, String subject, String sentence) {
    static final Comparator<Remark> BY_PLACE =
            Comparator.comparingInt(Remark::line).thenComparingInt(Remark::column);

    /** {@code line 12:5: platfrom is no …} */
    @Override
    public String toString() {
        return "line %d:%d: %s %s".formatted(line, column, subject, sentence);
    }
}
