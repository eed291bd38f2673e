package io.github.defenderroutes.command;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.ledger.Actor;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;

/**
 * What an operator's command works with, wherever it is carried out.
 *
 * @param app holds the database, or can open it
 * @param user the OS user who asked
 * @param out what the asker will read
 * @param problems what the asker will read as an error
 */
record Session(DefenderRoutes app, String user, PrintWriter out, PrintWriter problems) {

    /** The user, as the audit knows who acts. */
    Actor actor() {
        return Actor.command(user);
    }

    /** Leaves in the log that the user has changed something. */
    void audit(String what) {
        // not a constant: loading this class must not decide where the log goes, see OperatorCommand
        LoggerFactory.getLogger("io.github.defenderroutes").info("{}, by {}.", what, user);
    }
}
