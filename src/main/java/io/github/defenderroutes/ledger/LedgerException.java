package io.github.defenderroutes.ledger;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** The database refused or cannot be reached. A failure of the world: nothing was lost, we try again. */
public final class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** H2's own error codes; those of PostgreSQL's driver are 0. */
    private static final int H2_CODES = 50_000;

    LedgerException(SQLException cause) {
        super(problem(cause), cause);
    }

    LedgerException(String problem) {
        super(problem);
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

    static String sentence(Throwable failure) {
        String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return text.endsWith(".") ? text : text + ".";
    }

    /** The same problem gives the same text: without waits, numbers of connections and places in the file. */
    private static String problem(SQLException failure) {
        if (failure instanceof SQLTransientConnectionException waited) {
            return "The database cannot be reached: "
                    + (waited.getCause() == null ? "no connection became free" : saidOf(waited.getCause()));
        }
        return "The database did not do it: " + saidOf(failure);
    }

    private static String saidOf(Throwable failure) {
        Throwable told = failure;
        if (failure instanceof SQLException sql && sql.getErrorCode() >= H2_CODES) {
            while (told.getCause() != null) { // behind "General error" the disk says what it is
                told = told.getCause();
            }
        }
        return told.getMessage() == null ? told.toString() : told.getMessage();
    }
}
