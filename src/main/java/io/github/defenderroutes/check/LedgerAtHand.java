package io.github.defenderroutes.check;

import io.github.defenderroutes.defender.Permits;
import io.github.defenderroutes.ledger.Inspection;
import java.util.Optional;

/** The ledger of a set-up, open here or in the process that holds it. */
interface LedgerAtHand {
    Inspection inspect() throws InterruptedException;

    /** Why nothing in the tenant is changed now: what the kill switch says; empty while it is off. */
    Optional<String> stopped() throws InterruptedException;

    /** Who permits calls to Defender and counts them. */
    Permits permits();
}
