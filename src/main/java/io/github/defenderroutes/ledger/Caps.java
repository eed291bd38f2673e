package io.github.defenderroutes.ledger;

import io.github.defenderroutes.ledger.Isolations.Cap;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Counts isolations against their caps, inside the transaction that decides. */
final class Caps {
    private static final String LOCK = "isolations";

    private final String tenant;
    private final Clock clock;

    Caps(String tenant, Clock clock) {
        this.tenant = tenant;
        this.clock = clock;
    }

    /** The cap that leaves no room for another isolation; {@code besides} is the record that asks. */
    Optional<String> exhausted(Connection c, List<Cap> caps, String besides) throws SQLException {
        for (Cap cap : caps) {
            if (cap.most().isPresent()
                    && decidedWithin(c, cap.span(), besides) >= cap.most().getAsInt()) {
                return Optional.of("%s = %d is exhausted"
                        .formatted(cap.setting(), cap.most().getAsInt()));
            }
        }
        return Optional.empty();
    }

    /** Counts what was sent, whoever's action it met, and what is about to be; not what Defender refused. */
    private int decidedWithin(Connection c, Duration span, String besides) throws SQLException {
        return Database.first(
                        c,
                        row -> row.getInt(1),
                        "SELECT COUNT(*) FROM defender_isolations WHERE tenant = ? AND decided_at > ? AND id <> ?"
                                + " AND (sent_at IS NOT NULL AND state <> 'refused' OR state = 'requesting')",
                        tenant,
                        clock.millis() - span.toMillis(),
                        besides)
                .orElse(0);
    }

    /** Serialises decisions across processes, so that the cap is counted exactly. */
    void lock(Connection c) throws SQLException {
        RowLock.take(c, tenant, LOCK);
    }
}
