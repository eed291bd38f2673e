package io.github.defenderroutes.database;

import io.github.defenderroutes.StartException;

/** Another process has the database open; through its control port it can be asked instead. */
public final class DatabaseInUseException extends StartException {
    private static final long serialVersionUID = 1L;

    DatabaseInUseException(String message, Throwable cause) {
        super(message, cause);
    }
}
