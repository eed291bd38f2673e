package io.github.defenderroutes.check;

import io.github.defenderroutes.defender.Permits;
import io.github.defenderroutes.ledger.Inspection;

/** The ledger of a set-up, open here or in the process that holds it. */
interface LedgerAtHand {
    Inspection inspect() throws InterruptedException;

    /** Who permits calls to Defender and counts them. */
    Permits permits();
}
