package io.github.defenderroutes.ledger;

import java.time.Clock;
import java.time.Duration;

/** Forgets what has been kept long enough, in small pieces, so that nobody waits for it. */
final class Pruning {
    private static final int PIECE = 500;
    private static final int PIECES = 10;

    /** A call counts for an hour; the other half is for clocks that differ. */
    private static final Duration CALLS = Duration.ofMinutes(90);

    /** What a hunt found is large, and told; what becomes of the devices in it is told within days. */
    private static final Duration HUNTS = Duration.ofDays(7);

    private final Database database;
    private final String tenant;
    private final Clock clock;

    Pruning(Database database, String tenant, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.clock = clock;
    }

    /**
     * Forgets some of what is too old; what is left is for the next time.
     *
     * @param history how long runs are kept
     * @param claims how long is kept what guards against doing something twice: claims, mails, closed isolations
     */
    void prune(Duration history, Duration claims) {
        long oldHistory = clock.millis() - history.toMillis();
        long oldClaims = clock.millis() - claims.toMillis();
        delete("defender_runs", "id", "finished_at < ?", oldHistory);
        delete(
                "defender_notices",
                "id",
                "mail_id IN (SELECT id FROM defender_mails WHERE state = 'sent' AND sent_at < ?)",
                oldClaims);
        delete(
                "defender_notices",
                "id",
                "kind LIKE 'hunting%' AND mail_id IN (SELECT id FROM defender_mails WHERE state = 'sent' AND sent_at < ?)",
                clock.millis() - HUNTS.toMillis());
        delete("defender_mails", "id", "state = 'sent' AND sent_at < ?", oldClaims);
        delete("defender_claims", "alert_id", "state IN ('done', 'known') AND changed_at < ?", oldClaims);
        delete("defender_isolations", "id", "closed_at < ?", oldClaims);
        delete("defender_workers", "id", "heartbeat_at < ?", oldHistory);
        delete("defender_calls", "id", "ended_at < ?", clock.millis() - CALLS.toMillis());
    }

    private void delete(String table, String key, String old, long before) {
        String statement =
                "DELETE FROM %s WHERE tenant = ? AND %s IN (SELECT %s FROM %s WHERE tenant = ? AND %s LIMIT %d)"
                        .formatted(table, key, key, table, old, PIECE);
        int pieces = 0;
        while (pieces < PIECES
                && database.transaction(c -> Database.update(c, statement, tenant, tenant, before)) > 0) {
            pieces++;
        }
    }
}
