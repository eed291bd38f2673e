package io.github.defenderroutes.alarm;

import io.github.defenderroutes.ledger.Cursor;
import io.github.defenderroutes.ledger.Ledger;
import java.time.Instant;
import java.util.Optional;

/** When something was said last. */
sealed interface Memory {

    /** Whether it is on us to say it now, given when it was said last; empty: never. May fail. */
    boolean isOnUs();

    Optional<Instant> lastSaid();

    void said(Instant now);

    /** Until the process ends. */
    final class OfProcess implements Memory {
        private Instant last;

        @Override
        public boolean isOnUs() {
            return true;
        }

        @Override
        public Optional<Instant> lastSaid() {
            return Optional.ofNullable(last);
        }

        @Override
        public void said(Instant now) {
            last = now;
        }
    }

    /** Across restarts, and for all processes on one database. */
    final class OfLedger implements Memory {
        private final Ledger ledger;
        private final String name;

        /** @param name at most 32 letters */
        OfLedger(Ledger ledger, String name) {
            this.ledger = ledger;
            this.name = name;
        }

        @Override
        public boolean isOnUs() {
            return ledger.away().isEmpty() && ledger.leads("remind");
        }

        @Override
        public Optional<Instant> lastSaid() {
            return ledger.cursors().writtenAt(name).map(Instant::ofEpochMilli);
        }

        @Override
        public void said(Instant now) {
            ledger.cursors().write(name, new Cursor(0, 0));
        }
    }
}
