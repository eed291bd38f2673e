package io.github.defenderroutes.ledger;

import io.github.defenderroutes.ledger.Switches.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Tries the kill switch in a transaction of which nothing stays. Meanwhile, for an instant, no isolation is decided. */
final class KillSwitchRehearsal {
    private static final Actor REHEARSAL = Actor.program("rehearsal");

    private final Database database;
    private final String tenant;
    private final Isolations isolations;
    private final Clock clock;

    KillSwitchRehearsal(Database database, String tenant, Isolations isolations, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.isolations = isolations;
        this.clock = clock;
    }

    /** Carries the answer out of the transaction, which ends as a failed one does. */
    private static final class Over extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final boolean heeded;

        private Over(boolean heeded) {
            super(null, null, false, false);
            this.heeded = heeded;
        }
    }

    boolean isHeeded() {
        try {
            return database.transaction(c -> {
                throw new Over(isHeeded(c));
            });
        } catch (Over over) {
            return over.heeded;
        }
    }

    private boolean isHeeded(Connection c) throws SQLException {
        String decidedBefore = "rehearsal-" + UUID.randomUUID();
        Switches.lock(c, tenant);
        turn(c, "off");
        boolean decides = isDecided(c, decidedBefore);
        turn(c, "on");
        boolean decidesNoMore = !isDecided(c, "rehearsal-" + UUID.randomUUID());
        boolean sendsNoMore = !isolations.send(c, decidedBefore);
        return decides && decidesNoMore && sendsNoMore;
    }

    private boolean isDecided(Connection c, String deviceId) throws SQLException {
        return isolations
                .request(c, deviceId, "rehearsal", "Full", List.of())
                .state()
                .equals("requesting");
    }

    private void turn(Connection c, String state) throws SQLException {
        Position position = new Position(state, clock.instant(), REHEARSAL, null, true);
        Switches.write(c, tenant, Switches.KILL_SWITCH, position);
    }
}
