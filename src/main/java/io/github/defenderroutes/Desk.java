package io.github.defenderroutes;

import io.github.defenderroutes.ledger.Audit;
import io.github.defenderroutes.ledger.Ledger;

/** What operators do to a running installation, whether by a command or on a page. */
public final class Desk {
    private final Ledger ledger;

    Desk(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The record of who did what. */
    public Audit audit() {
        return ledger.audit();
    }
}
