package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.Actor.Via;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How approvals become rows. */
final class ApprovalTable {
    private static final String LOCK = "approvals";
    private static final String SELECT = "SELECT id, device_id, state, alert_id, severity, device_name, title, rule,"
            + " because, capped, people, model, asked_at, expires_at, seen_at, first_by, first_via, first_at, decided_by,"
            + " decided_via, decided_at, reason, isolation_id, outcome, closed_at FROM defender_approvals WHERE tenant = ? AND ";

    private final String tenant;

    ApprovalTable(String tenant) {
        this.tenant = tenant;
    }

    /** Lets one change after the other through, in all processes: of two people who decide at once, one is the first. */
    void lock(Connection c) throws SQLException {
        RowLock.take(c, tenant, LOCK);
    }

    Optional<Approval> byId(Connection c, String id) throws SQLException {
        return Database.first(c, ApprovalTable::row, SELECT + "id = ?", tenant, id);
    }

    Optional<Approval> open(Connection c, String deviceId) throws SQLException {
        return Database.first(c, ApprovalTable::row, SELECT + "open_device = ?", tenant, deviceId);
    }

    Optional<Approval> newest(Connection c, String deviceId) throws SQLException {
        return Database.first(
                c, ApprovalTable::row, SELECT + "device_id = ? ORDER BY asked_at DESC LIMIT 1", tenant, deviceId);
    }

    List<Approval> where(Connection c, String condition, Object... values) throws SQLException {
        Object[] all = new Object[values.length + 1];
        all[0] = tenant;
        System.arraycopy(values, 0, all, 1, values.length);
        return Database.query(c, ApprovalTable::row, SELECT + condition, all);
    }

    /** Changes a case that is in this state; returns it as it is then, or empty if it is in another. */
    Optional<Approval> change(Connection c, String id, String state, String set, Object... values) throws SQLException {
        Object[] all = new Object[values.length + 3];
        System.arraycopy(values, 0, all, 0, values.length);
        all[values.length] = tenant;
        all[values.length + 1] = id;
        all[values.length + 2] = state;
        int changed = Database.update(
                c, "UPDATE defender_approvals SET " + set + " WHERE tenant = ? AND id = ? AND state = ?", all);
        return changed == 0 ? Optional.empty() : byId(c, id);
    }

    void insert(Connection c, String id, Approvals.Question question, long now) throws SQLException {
        Database.update(
                c,
                "INSERT INTO defender_approvals (id, tenant, device_id, open_device, state, alert_id, severity, device_name,"
                        + " title, rule, because, capped, people, model, asked_at, expires_at, seen_at, due_at)"
                        + " VALUES (?,?,?,?,'waiting',?,?,?,?,?,?,?,?,?,?,?,?,?)",
                id,
                tenant,
                question.deviceId(),
                question.deviceId(),
                question.alertId(),
                question.severity().ordinal(),
                Database.cut(question.deviceName(), 255),
                Database.cut(question.title(), 500),
                Database.cut(question.rule(), 200),
                Database.cut(question.because(), 1_000),
                question.capped(),
                question.people(),
                question.model(),
                now,
                now + question.expires().toMillis(),
                now,
                now);
    }

    /**
     * Puts an alert to a case; what joins can make it more careful, never less. How many people have to approve is settled
     * once they have: what joins later needs more of them only by a fresh look, which sends the case back to them.
     */
    void join(Connection c, String id, Approvals.Question question, long now) throws SQLException {
        Database.update(
                c,
                "INSERT INTO defender_approval_alerts (approval_id, alert_id, joined_at) VALUES (?,?,?)"
                        + " ON CONFLICT DO NOTHING",
                id,
                question.alertId(),
                now);
        Database.update(
                c,
                "UPDATE defender_approvals SET severity = GREATEST(severity, ?),"
                        + " people = CASE WHEN state = 'waiting' THEN GREATEST(people, ?) ELSE people END,"
                        + " capped = capped AND ? WHERE tenant = ? AND id = ?",
                question.severity().ordinal(),
                question.people(),
                question.capped(),
                tenant,
                id);
    }

    /** The alerts of a case, the last to join first. */
    static List<String> alerts(Connection c, String id) throws SQLException {
        return Database.query(
                c,
                row -> row.getString(1),
                "SELECT alert_id FROM defender_approval_alerts WHERE approval_id = ? ORDER BY joined_at DESC, alert_id",
                id);
    }

    private static Approval row(ResultSet row) throws SQLException {
        return new Approval(
                row.getString("id"),
                row.getString("device_id"),
                row.getString("state"),
                row.getString("alert_id"),
                Severity.values()[row.getInt("severity")],
                row.getString("device_name"),
                row.getString("title"),
                row.getString("rule"),
                row.getString("because"),
                row.getBoolean("capped"),
                row.getInt("people"),
                row.getString("model"),
                row.getLong("asked_at"),
                row.getLong("expires_at"),
                row.getLong("seen_at"),
                actor(row.getString("first_by"), row.getString("first_via")),
                row.getLong("first_at"),
                actor(row.getString("decided_by"), row.getString("decided_via")),
                row.getLong("decided_at"),
                row.getString("reason"),
                row.getString("isolation_id"),
                row.getString("outcome"),
                row.getLong("closed_at"));
    }

    private static Actor actor(String name, String via) {
        return name == null ? null : new Actor(name, Via.valueOf(via.toUpperCase(Locale.ROOT)));
    }
}
