package io.github.defenderroutes.recorded;

import com.fasterxml.jackson.core.JsonLocation;
import java.nio.file.Path;

/** A file is not what was expected. The message says which, where in it, and what to do. */
public final class RecordingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecordingException(String message) {
        super(message);
    }

    static RecordingException at(Path file, JsonLocation place, String problem) {
        return new RecordingException("%s:%d:%d: %s".formatted(file, place.getLineNr(), place.getColumnNr(), problem));
    }
}
