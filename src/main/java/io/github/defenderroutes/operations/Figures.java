package io.github.defenderroutes.operations;

import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.LedgerException;
import io.github.defenderroutes.ledger.Overview;
import io.github.defenderroutes.ledger.Switches;
import io.github.defenderroutes.ledger.Usage;
import java.util.Map;
import java.util.Optional;

/**
 * What the database says at one moment, read once for all that is exported of it.
 *
 * @param usage of the quota, by API
 * @param waitingApprovals cases that wait for a person
 */
record Figures(Overview overview, Map<String, Usage> usage, boolean breakerOpen, int waitingApprovals) {

    /** Empty while the database cannot be read: then these figures are not exported, and a gauge says so. */
    static Optional<Figures> read(Ledger ledger) {
        try {
            boolean open = ledger.switches()
                    .position(Switches.BREAKER)
                    .filter(now -> !now.state().equals("closed"))
                    .isPresent();
            return Optional.of(new Figures(
                    ledger.overview(), ledger.usage(), open, ledger.approvals().waiting()));
        } catch (LedgerException e) {
            return Optional.empty();
        }
    }
}
