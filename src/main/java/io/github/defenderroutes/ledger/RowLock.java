package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** Lets one transaction after the other through, in all processes on the database: what it counts stays as counted. */
final class RowLock {
    private RowLock() {}

    /** Waits its turn; the lock is held until the transaction ends. */
    static void take(Connection c, String tenant, String name) throws SQLException {
        String take = "SELECT name FROM defender_leases WHERE tenant = ? AND name = ? FOR UPDATE";
        if (Database.first(c, row -> row.getString(1), take, tenant, name).isEmpty()) {
            Database.update(
                    c,
                    "INSERT INTO defender_leases (tenant, name, until_at) VALUES (?,?,0) ON CONFLICT DO NOTHING",
                    tenant,
                    name);
            Database.first(c, row -> row.getString(1), take, tenant, name);
        }
    }
}
