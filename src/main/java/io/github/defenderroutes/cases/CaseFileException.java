package io.github.defenderroutes.cases;

import io.github.defenderroutes.settings.FileProblem;
import java.nio.file.Path;

/** A case file that cannot be run as it is written. The message says file, line, problem and remedy. */
public final class CaseFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final String problem;

    CaseFileException(Path file, int line, String problem) {
        super("%s line %d: %s".formatted(file, line, problem));
        this.line = line;
        this.problem = problem;
    }

    FileProblem problem() {
        return new FileProblem(line, 1, "", problem);
    }
}
