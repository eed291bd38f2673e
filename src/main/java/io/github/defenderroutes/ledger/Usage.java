package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of the quota of one API is used, by all processes together.
 *
 * @param lastMinute calls that count against a minute's quota
 * @param lastHour calls that count against an hour's quota
 * @param learned what the service was seen to allow, of each operation that it refused for want of quota
 */
public record Usage(int lastMinute, int lastHour, List<Learned> learned) {

    /**
     * What the service was seen to allow an operation, or {@link Calls#ALL}.
     *
     * @param perMinute {@code null} if it named no number
     * @param learnedAt when that was, in milliseconds since 1970
     * @param pausedUntil when it may be asked again, in milliseconds since 1970
     */
    public record Learned(String operation, Integer perMinute, long learnedAt, long pausedUntil) {}

    /** Of each API that was called or has said what it allows, by its word. */
    static Map<String, Usage> all(Connection c, String tenant, long now) throws SQLException {
        Map<String, Usage> usage = new LinkedHashMap<>();
        for (String api : Database.query(
                c,
                row -> row.getString(1),
                "SELECT DISTINCT api FROM defender_calls WHERE tenant = ?"
                        + " UNION SELECT api FROM defender_quotas WHERE tenant = ?",
                tenant,
                tenant)) {
            usage.put(api, read(c, tenant, api, now));
        }
        return usage;
    }

    private static Usage read(Connection c, String tenant, String api, long now) throws SQLException {
        List<Learned> learned = Database.query(
                c,
                row -> new Learned(row.getString(1), row.getObject(2, Integer.class), row.getLong(3), row.getLong(4)),
                "SELECT operation, per_minute, learned_at, paused_until FROM defender_quotas"
                        + " WHERE tenant = ? AND api = ? ORDER BY operation",
                tenant,
                api);
        return new Usage(
                calls(c, tenant, api, now, Duration.ofMinutes(1)),
                calls(c, tenant, api, now, Duration.ofHours(1)),
                learned);
    }

    private static int calls(Connection c, String tenant, String api, long now, Duration window) throws SQLException {
        return Database.first(
                        c,
                        row -> row.getInt(1),
                        "SELECT COUNT(*) FROM defender_calls WHERE tenant = ? AND api = ? AND ended_at > ?",
                        tenant,
                        api,
                        now - window.toMillis())
                .orElse(0);
    }
}
