package io.github.defenderroutes.ledger;

import java.sql.SQLException;

/** The database refused or cannot be reached. A failure of the world: nothing was lost, we try again. */
public final class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LedgerException(SQLException cause) {
        super("The database did not do it: " + cause.getMessage(), cause);
    }

    /** Whether the database is there and refuses what we want to write (SQL states 22 and 23), so that waiting cannot help. */
    boolean isAboutData() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23");
            }
        }
        return false;
    }
}
