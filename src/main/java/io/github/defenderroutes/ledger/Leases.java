package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

/** Who of several processes on one database does a scheduled job. */
final class Leases {
    private static final Duration TERM = Duration.ofSeconds(60);

    private final Database database;
    private final String tenant;
    private final Worker worker;
    private final Clock clock;

    Leases(Database database, String tenant, Worker worker, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.worker = worker;
        this.clock = clock;
    }

    /**
     * Whether this process does the job for the next half minute: it has the lease, or the last holder let it run out or
     * died. What it has for so long anyway is not written anew.
     */
    boolean lead(String job) {
        long now = clock.millis();
        long until = now + TERM.toMillis();
        return database.transaction(c -> {
            if (has(c, job, now + TERM.toMillis() / 2, until)) {
                return true;
            }
            int changed = Database.update(
                    c,
                    "UPDATE defender_leases SET worker = ?, until_at = ? WHERE tenant = ? AND name = ?"
                            + " AND (worker = ? OR until_at < ? OR worker NOT IN"
                            + " (SELECT id FROM defender_workers WHERE tenant = ? AND heartbeat_at >= ?))",
                    worker.id(),
                    until,
                    tenant,
                    job,
                    worker.id(),
                    now,
                    tenant,
                    worker.aliveSince());
            return changed == 1
                    || Database.update(
                                    c,
                                    "INSERT INTO defender_leases (tenant, name, worker, until_at) VALUES (?,?,?,?)"
                                            + " ON CONFLICT DO NOTHING",
                                    tenant,
                                    job,
                                    worker.id(),
                                    until)
                            == 1;
        });
    }

    /** Also one that reaches beyond a whole term is written anew: the clock was set back. */
    private boolean has(Connection c, String job, long from, long to) throws SQLException {
        return Database.first(
                        c,
                        row -> row.getString(1),
                        "SELECT name FROM defender_leases WHERE tenant = ? AND name = ? AND worker = ?"
                                + " AND until_at BETWEEN ? AND ?",
                        tenant,
                        job,
                        worker.id(),
                        from,
                        to)
                .isPresent();
    }
}
