package io.github.defenderroutes.lint;

import io.github.defenderroutes.settings.FileProblem;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;

/**
 * A mistake in a file.
 *
 * @param line counted from 1
 * @param column counted from 1
 * @param rule which rule it breaks, by its name in {@code src/docs/writing-routes.md}
 * @param problem what is wrong; a sentence without its full stop
 * @param fix what to do about it; a sentence without its full stop
 */
public record Finding(Path file, int line, int column, Severity severity, String rule, String problem, String fix) {

    /** Whether it keeps us from starting. */
    public enum Severity {
        /** It cannot work so. */
        ERROR,
        /** It can work, but is most likely not what was meant, or asks for trouble. */
        WARNING;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** From file to file, and from the beginning of each to its end. */
    public static final Comparator<Finding> BY_PLACE = Comparator.comparing(Finding::file)
            .thenComparingInt(Finding::line)
            .thenComparingInt(Finding::column)
            .thenComparing(Finding::rule);

    /** What another part of the program has found wrong in a file that it reads. */
    public static Finding of(String rule, Path file, FileProblem problem) {
        Sentence told = Sentence.of((problem.subject() + " " + problem.sentence()).strip());
        return new Finding(file, problem.line(), problem.column(), Severity.ERROR, rule, told.problem(), told.fix());
    }

    /** Whether it keeps us from starting. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** {@code routes/x.camel.yaml:12:5: error: … To fix: …. [rule]}, as compilers write it, so that editors find the place. */
    @Override
    public String toString() {
        return "%s:%d:%d: %s: %s. To fix: %s%s [%s]"
                .formatted(file, line, column, severity, problem, fix, fix.endsWith("?") ? "" : ".", rule);
    }
}
