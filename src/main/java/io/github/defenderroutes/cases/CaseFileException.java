package io.github.defenderroutes.cases;

import io.github.defenderroutes.settings.FileProblem;
import java.nio.file.Path;

/** A case file that cannot be run as it is written. The message says file, line, column, problem and remedy. */
public final class CaseFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final String problem;

    CaseFileException(Path file, int line, int column, String problem) {
        super("%s:%d:%d: %s".formatted(file, line, column, problem));
        this.line = line;
        this.column = column;
        this.problem = problem;
    }

    FileProblem problem() {
        return new FileProblem(line, column, "", problem);
    }
}
