package io.github.defenderroutes.hunting;

import java.util.List;

/** Files of queries that cannot be used. The message is complete and for a person. */
public final class HuntingFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HuntingFileException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }
}
