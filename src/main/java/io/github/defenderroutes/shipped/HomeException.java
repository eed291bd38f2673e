package io.github.defenderroutes.shipped;

import java.io.IOException;
import java.nio.file.Path;

/** A file of the home cannot be changed as asked; the message says why and what to do. That file is as it was. */
public final class HomeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    HomeException(String message) {
        super(message);
    }

    private HomeException(String message, Throwable cause) {
        super(message, cause);
    }

    static HomeException unwritable(Path file, IOException why) {
        return new HomeException(
                "%s cannot be written: %s. What was brought before it stays. To fix: do it as a user who may write there, or make the place writable; then give the command again."
                        .formatted(file, why),
                why);
    }
}
