package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * What somebody should know of the database before relying on it. Reading it proves that the database takes what we write.
 *
 * @param schema the version of its tables
 * @param processes which processes are at work on it, as {@code process 42 on host}
 * @param usage how much of its quota is used, by API that was called
 */
public record Inspection(String schema, List<String> processes, Map<String, Usage> usage) {
    private static final String TRIAL = "check";

    static Inspection read(Connection c, String tenant, Worker worker, long now) throws SQLException {
        RowLock.take(c, tenant, TRIAL);
        Database.update(c, "UPDATE defender_leases SET until_at = ? WHERE tenant = ? AND name = ?", now, tenant, TRIAL);
        String schema = Database.first(
                        c,
                        row -> row.getString(1),
                        "SELECT \"version\" FROM \"defender_schema_history\" WHERE \"success\""
                                + " ORDER BY \"installed_rank\" DESC")
                .orElse("unknown");
        List<String> processes = Database.query(
                c,
                row -> "process %d on %s".formatted(row.getLong(1), row.getString(2)),
                "SELECT pid, host FROM defender_workers WHERE tenant = ? AND (heartbeat_at >= ? OR id = ?)"
                        + " ORDER BY started_at",
                tenant,
                worker.aliveSince(),
                worker.id());
        return new Inspection(schema, processes, Usage.all(c, tenant, now));
    }
}
