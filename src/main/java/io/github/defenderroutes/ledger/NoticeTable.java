package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Severity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How notices, and the comments that go with them, become rows: each once, however often it is told. */
final class NoticeTable {
    private final String tenant;
    private final EventTable events;

    NoticeTable(String tenant, EventTable events) {
        this.tenant = tenant;
        this.events = events;
    }

    /** Puts what was told of an alert under keys of their own, so that it is told again if the alert is handled again. */
    static void setAside(Connection c, String tenant, String alertId) throws SQLException {
        Database.update(
                c,
                "UPDATE defender_notices SET about = id WHERE tenant = ? AND alert_id = ? AND about = ''"
                        + " AND (kind IN ('alert', 'raised', 'parked', 'delayed') OR kind = 'approval' AND mail_id IS NOT NULL)",
                tenant,
                alertId);
    }

    /** What the mail tells, as JSON; of a row in which {@code packed} and {@code model} are selected. */
    static String model(ResultSet row) throws SQLException {
        byte[] packed = row.getBytes("packed");
        return packed == null ? row.getString("model") : Packed.unpack(packed); // older releases wrote text
    }

    /** The newest of the notices that tell this alert itself, and not the course of an isolation. */
    Optional<Notice> ofAlert(Connection c, String alertId) throws SQLException {
        return Database.first(
                c,
                row -> new Notice(
                        row.getString("kind"),
                        alertId,
                        "",
                        Severity.values()[row.getInt("severity")],
                        row.getString("device_id"),
                        row.getString("incident"),
                        model(row)),
                "SELECT kind, severity, device_id, incident, packed, model FROM defender_notices WHERE tenant = ? AND alert_id = ?"
                        + " AND (about = '' OR about = id) AND kind IN ('alert', 'raised', 'approval', 'parked', 'hunting') ORDER BY created_at DESC LIMIT 1",
                tenant,
                alertId);
    }

    /**
     * Writes, inside the caller's transaction, those that are new.
     *
     * @param now milliseconds since 1970
     */
    void insert(Connection c, List<Notice> notices, long now) throws SQLException {
        if (notices.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = c.prepareStatement(
                "INSERT INTO defender_notices (id, tenant, kind, alert_id, about, severity, device_id, incident, packed,"
                        + " urgent, created_at) VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING")) {
            for (Notice notice : notices) {
                Database.bind(
                        insert,
                        RowId.at(now),
                        tenant,
                        notice.kind(),
                        notice.alertId(),
                        notice.about(),
                        notice.severity().ordinal(),
                        Database.cut(notice.deviceId(), 128),
                        Database.cut(notice.incident(), 64),
                        Packed.pack(notice.model()),
                        notice.urgent(),
                        now);
                insert.addBatch();
            }
            events.notices(c, tenant, added(notices, insert.executeBatch()), now);
        }
        Comments.insert(c, tenant, notices, now);
    }

    private static List<Notice> added(List<Notice> notices, int[] counts) {
        return IntStream.range(0, counts.length)
                .filter(i -> counts[i] != 0)
                .mapToObj(notices::get)
                .toList();
    }
}
