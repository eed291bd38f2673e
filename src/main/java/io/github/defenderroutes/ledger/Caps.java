package io.github.defenderroutes.ledger;

import io.github.defenderroutes.ledger.Isolations.Cap;
import io.github.defenderroutes.ledger.Switches.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Counts isolations against their caps, inside the transaction that decides. The first for which there is no room opens the
 * breaker, and then there is room for none until a person closes it.
 */
final class Caps {
    private static final Actor CAP = Actor.program("the cap");

    private final String tenant;
    private final Clock clock;

    Caps(String tenant, Clock clock) {
        this.tenant = tenant;
        this.clock = clock;
    }

    /**
     * What leaves no room for another isolation. Without any caps a person has decided, and there is room.
     *
     * @param deviceId the device that asks
     * @param besides the record that asks, which does not count itself; empty for a new one
     */
    Optional<String> exhausted(Connection c, List<Cap> caps, String deviceId, String besides) throws SQLException {
        if (caps.isEmpty()) {
            return Optional.empty();
        }
        Optional<Position> breaker = Switches.position(c, tenant, Switches.BREAKER);
        boolean open = breaker.filter(now -> !now.state().equals("closed")).isPresent();
        if (open) {
            return Optional.of("the breaker has been open " + breaker.get().course());
        }
        // whoever closed it has looked at what was isolated until then; a time ahead of a clock that was set back says
        // nothing
        long countedFrom = breaker.map(closed -> closed.since().toEpochMilli())
                .filter(closed -> closed <= clock.millis())
                .orElse(0L);
        for (Cap cap : caps) {
            if (cap.most().isPresent()
                    && decidedWithin(c, cap.span(), countedFrom, besides)
                            >= cap.most().getAsInt()) {
                String reason = "%s = %d is exhausted"
                        .formatted(cap.setting(), cap.most().getAsInt());
                open(c, deviceId, reason);
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }

    private void open(Connection c, String deviceId, String reason) throws SQLException {
        Switches.write(c, tenant, Switches.BREAKER, new Position("open", clock.instant(), CAP, reason, false));
        Audit.add(c, tenant, clock.millis(), CAP, "breaker-open", deviceId, reason);
    }

    /** Counts what was sent, whoever's action it met, and what is about to be; not what Defender refused. */
    private int decidedWithin(Connection c, Duration span, long countedFrom, String besides) throws SQLException {
        return Database.first(
                        c,
                        row -> row.getInt(1),
                        "SELECT COUNT(*) FROM defender_isolations WHERE tenant = ? AND decided_at > ? AND id <> ?"
                                + " AND (sent_at IS NOT NULL AND state <> 'refused' OR state = 'requesting')",
                        tenant,
                        Math.max(countedFrom, clock.millis() - span.toMillis()),
                        besides)
                .orElse(0);
    }
}
