package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Severity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which alerts stand behind an isolation: the one it was made for, and those that met it later and attached to it. */
public final class IsolationAlerts {
    private static final int AT_ONCE = 200;

    private final Database database;
    private final String tenant;
    private final NoticeTable notices;
    private final Clock clock;

    IsolationAlerts(Database database, String tenant, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.notices = new NoticeTable(tenant, database.events());
        this.clock = clock;
    }

    /** What is kept of an alert behind an isolation; texts may be {@code null}. */
    public record Behind(String alertId, Severity severity, String title, String category) {}

    /**
     * How an isolation was decided.
     *
     * @param rule its name
     * @param releaseAfter counted from when it is known to be isolated; {@code null} for no end
     */
    public record Decided(String rule, Duration releaseAfter) {}

    /**
     * An alert and the isolation that it stands behind.
     *
     * @param deviceName as people know the device, or {@code null}
     * @param decided if the isolation was decided for this alert, else {@code null}
     */
    public record Attached(String isolationId, Behind alert, String deviceName, Decided decided) {
        /** An alert that met the isolation. */
        public Attached(String isolationId, Behind alert, String deviceName) {
            this(isolationId, alert, deviceName, null);
        }
    }

    /** Notes an alert behind an isolation. Noting it again changes nothing. */
    public void add(Attached attached) {
        database.transaction(c -> {
            add(c, tenant, List.of(attached), clock.millis());
            return null;
        });
    }

    /** Notes them inside the caller's transaction, in the order of the isolations, so that two cannot deadlock. */
    static void add(Connection c, String tenant, List<Attached> attached, long now) throws SQLException {
        if (attached.isEmpty()) {
            return;
        }
        List<Attached> ordered = attached.stream()
                .sorted(Comparator.comparing(Attached::isolationId))
                .toList();
        try (PreparedStatement insert = c.prepareStatement(
                        "INSERT INTO defender_isolation_alerts (isolation_id, alert_id, tenant, severity, title, category,"
                                + " added_at) VALUES (?,?,?,?,?,?,?) ON CONFLICT DO NOTHING");
                PreparedStatement name =
                        c.prepareStatement("UPDATE defender_isolations SET device_name = ? WHERE id = ?"
                                + " AND tenant = ? AND device_name IS NULL")) {
            for (Attached one : ordered) {
                Behind alert = one.alert();
                Database.bind(
                        insert,
                        one.isolationId(),
                        alert.alertId(),
                        tenant,
                        alert.severity().ordinal(),
                        Database.cut(alert.title(), 400),
                        Database.cut(alert.category(), 100),
                        now);
                insert.addBatch();
                Database.bind(name, Database.cut(one.deviceName(), 255), one.isolationId(), tenant);
                name.addBatch();
            }
            insert.executeBatch();
            name.executeBatch();
        }
        for (Attached one : ordered) {
            if (one.decided() != null) {
                decidedBy(c, tenant, one.isolationId(), one.decided());
            }
        }
    }

    /** Notes how an isolation was decided; only the first says so. */
    public void decidedBy(String isolationId, Decided decided) {
        database.transaction(c -> decidedBy(c, tenant, isolationId, decided));
    }

    private static int decidedBy(Connection c, String tenant, String isolationId, Decided decided) throws SQLException {
        return Database.update(
                c,
                "UPDATE defender_isolations SET rule = ?, release_after = ? WHERE id = ? AND tenant = ? AND rule IS NULL",
                Database.cut(decided.rule(), 200),
                decided.releaseAfter() == null ? null : decided.releaseAfter().toMillis(),
                isolationId,
                tenant);
    }

    /** The alerts behind an isolation, the oldest first. */
    public List<Behind> of(String isolationId) {
        return database.transaction(c -> Database.query(
                c,
                row -> new Behind(
                        row.getString("alert_id"),
                        Severity.values()[row.getInt("severity")],
                        row.getString("title"),
                        row.getString("category")),
                "SELECT alert_id, severity, title, category FROM defender_isolation_alerts WHERE isolation_id = ?"
                        + " AND tenant = ? ORDER BY added_at, alert_id",
                isolationId,
                tenant));
    }

    /**
     * Our isolations whose release nobody wants so far and nobody was asked about, each with the ids of its alerts; some of
     * them at a time.
     *
     * @param decidedBefore milliseconds since 1970
     * @param after the isolations after this one come first, so that each has its turn; may be empty
     */
    public Map<String, List<String>> unasked(long decidedBefore, String after) {
        return database.transaction(c -> {
            Map<String, List<String>> alerts = new LinkedHashMap<>();
            List<String> isolations = Database.query(
                    c,
                    row -> row.getString(1),
                    "SELECT id FROM defender_isolations i WHERE tenant = ? AND open_device IS NOT NULL AND ours"
                            + " AND state IN ('requested', 'isolated') AND release_asked_at IS NULL AND decided_at <= ?"
                            + " AND NOT EXISTS (SELECT 1 FROM defender_releases r WHERE r.tenant = i.tenant"
                            + " AND r.open_isolation = i.id) ORDER BY CASE WHEN id > ? THEN 0 ELSE 1 END, id LIMIT "
                            + AT_ONCE,
                    tenant,
                    decidedBefore,
                    after);
            for (String isolation : isolations) {
                alerts.put(
                        isolation,
                        Database.query(
                                c,
                                row -> row.getString(1),
                                "SELECT alert_id FROM defender_isolation_alerts WHERE isolation_id = ? ORDER BY added_at,"
                                        + " alert_id",
                                isolation));
            }
            return alerts;
        });
    }

    /** Asks the SOC whether the device may be let back in, once. */
    public boolean ask(String isolationId, Notice notice) {
        return database.transaction(c -> {
            boolean first = Database.update(
                            c,
                            "UPDATE defender_isolations SET release_asked_at = ? WHERE id = ? AND tenant = ?"
                                    + " AND open_device IS NOT NULL AND release_asked_at IS NULL",
                            clock.millis(),
                            isolationId,
                            tenant)
                    == 1;
            if (first) {
                notices.insert(c, List.of(notice), clock.millis());
            }
            return first;
        });
    }
}
