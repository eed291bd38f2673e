package io.github.defenderroutes.cases;

import java.nio.file.Path;

/** A case file that cannot be run as it is written. The message says file, line, problem and remedy. */
public final class CaseFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CaseFileException(Path file, int line, String problem) {
        super("%s line %d: %s".formatted(file, line, problem));
    }
}
