package io.github.defenderroutes.alarm;

import io.github.defenderroutes.ledger.Cursor;
import io.github.defenderroutes.ledger.Ledger;
import java.time.Instant;
import java.util.Optional;

/** When something was said last. */
sealed interface LastSaid {

    /** Whether it is on this process to say it now, of all on one database. May fail. */
    boolean isOnUs();

    /** Empty if it never was. May fail. */
    Optional<Instant> lastSaid();

    void said(Instant now);

    /** Until the process ends. */
    final class OfProcess implements LastSaid {
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
    final class OfLedger implements LastSaid {
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
