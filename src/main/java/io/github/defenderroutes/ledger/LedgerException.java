package io.github.defenderroutes.ledger;

import java.sql.SQLException;

/** The database refused or cannot be reached. A failure of the world: nothing was lost, we try again. */
public final class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LedgerException(SQLException cause) {
        super("The database did not do it: " + cause.getMessage(), cause);
    }
}
