package io.github.defenderroutes.lint;

import io.github.defenderroutes.lint.Finding.Severity;
import java.nio.file.Path;
import java.util.List;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Where a rule notes what it finds. */
final class Findings {
    /** As an offset: the text as a whole. */
    static final int WHOLE = -1;

    private final String rule;
    private final List<Finding> found;

    /** @param rule by which name the findings are known */
    Findings(String rule, List<Finding> found) {
        this.rule = rule;
        this.found = found;
    }

    /** The same list, for findings of another name. */
    Findings of(String other) {
        return new Findings(other, found);
    }

    /**
     * It cannot work so.
     *
     * @param problem what is wrong, without a full stop
     * @param fix what to do about it, without a full stop
     */
    void error(Path file, Node at, String problem, String fix) {
        error(file, at, WHOLE, problem, fix);
    }

    /** @param offset how far behind the beginning of a text of one line the mistake stands */
    void error(Path file, Node at, int offset, String problem, String fix) {
        add(file, at, offset, Severity.ERROR, problem, fix);
    }

    /** As {@link #error(Path, Node, int, String, String)}, where it can work so. */
    void warning(Path file, Node at, int offset, String problem, String fix) {
        add(file, at, offset, Severity.WARNING, problem, fix);
    }

    /** It can work so, but is most likely not what was meant, or asks for trouble. */
    void warning(Path file, Node at, String problem, String fix) {
        add(file, at, WHOLE, Severity.WARNING, problem, fix);
    }

    void error(Path file, int line, int column, String problem, String fix) {
        found.add(new Finding(file, line, column, Severity.ERROR, rule, problem, fix));
    }

    void warning(Path file, int line, int column, String problem, String fix) {
        found.add(new Finding(file, line, column, Severity.WARNING, rule, problem, fix));
    }

    private void add(Path file, Node at, int offset, Severity severity, String problem, String fix) {
        int line = at.getStartMark().map(Mark::getLine).orElse(0) + 1;
        int column = at.getStartMark().map(Mark::getColumn).orElse(0) + 1;
        found.add(new Finding(file, line, column + within(at, offset), severity, rule, problem, fix));
    }

    /** In a text of several lines, or with escapes, its beginning is near enough. */
    private static int within(Node at, int offset) {
        if (offset == WHOLE
                || !(at instanceof ScalarNode text)
                || text.getValue().contains("\n")) {
            return 0;
        }
        int quotes = text.getScalarStyle() == ScalarStyle.PLAIN ? 0 : 1;
        int length = text.getEndMark().map(Mark::getIndex).orElse(0)
                - text.getStartMark().map(Mark::getIndex).orElse(0);
        return length == text.getValue().length() + 2 * quotes ? offset + quotes : 0;
    }
}
