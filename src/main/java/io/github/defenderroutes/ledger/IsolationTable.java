package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How records of isolations are read and written, inside the caller's transaction. */
final class IsolationTable {
    static final String COLUMNS =
            "id, device_id, state, isolation_type, ours, alert_id, action_id, sent_at, looked_at, problem, round,"
                    + " decided_at, closed_at, told";

    /** In {@code told}: the SOC knows that the device is isolated. */
    static final String ISOLATED = "isolated";

    private final String tenant;
    private final Clock clock;

    IsolationTable(String tenant, Clock clock) {
        this.tenant = tenant;
        this.clock = clock;
    }

    /** The open record of a device. */
    Optional<Isolation> open(Connection c, String deviceId) throws SQLException {
        return Database.first(
                c,
                IsolationTable::row,
                "SELECT " + COLUMNS + " FROM defender_isolations WHERE tenant = ? AND open_device = ?",
                tenant,
                deviceId);
    }

    /**
     * Writes a new record, open.
     *
     * @param actionId the machine action that it stands for, and {@code status} the action's; {@code null} while there is none
     * @param round 2 and more if an isolation that expired is asked for again
     */
    Isolation insert(
            Connection c,
            String deviceId,
            String alertId,
            String type,
            String state,
            boolean ours,
            String actionId,
            String status,
            int round)
            throws SQLException {
        long now = clock.millis();
        String id = UUID.randomUUID().toString();
        String told = state.equals(ISOLATED) ? ISOLATED : null;
        Database.update(
                c,
                "INSERT INTO defender_isolations (id, tenant, device_id, open_device, state, isolation_type, ours,"
                        + " alert_id, action_id, action_status, decided_at, looked_at, round, told)"
                        + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                id,
                tenant,
                deviceId,
                deviceId,
                state,
                type,
                ours,
                alertId,
                Database.cut(actionId, 64),
                Database.cut(status, 32),
                now,
                now,
                round,
                told);
        return new Isolation(id, deviceId, state, type, ours, alertId, actionId, 0, now, null, round, now, 0, told);
    }

    /** Changes an open record only if it still is as it was seen: whoever is slower must look again. */
    Optional<Isolation> change(Connection c, Isolation seen, String set, Object... values) throws SQLException {
        List<Object> all = new ArrayList<>(Arrays.asList(values));
        Collections.addAll(all, clock.millis(), seen.id(), seen.state(), seen.sentAt(), seen.actionId());
        int changed = Database.update(
                c,
                "UPDATE defender_isolations SET " + set + ", looked_at = ? WHERE id = ? AND open_device IS NOT NULL"
                        + " AND state = ? AND COALESCE(sent_at, 0) = ? AND COALESCE(action_id, '') = COALESCE(?, '')",
                all.toArray());
        return changed == 0
                ? Optional.empty()
                : Database.first(
                        c,
                        IsolationTable::row,
                        "SELECT " + COLUMNS + " FROM defender_isolations WHERE id = ?",
                        seen.id());
    }

    /** Notes on a record who approved it; the gate lets it pass where only what was approved passes. */
    static void approvedBy(Connection c, String id, String person) throws SQLException {
        Database.update(
                c, "UPDATE defender_isolations SET approved_by = ? WHERE id = ?", Database.cut(person, 200), id);
    }

    static Isolation row(ResultSet row) throws SQLException {
        return new Isolation(
                row.getString("id"),
                row.getString("device_id"),
                row.getString("state"),
                row.getString("isolation_type"),
                row.getBoolean("ours"),
                row.getString("alert_id"),
                row.getString("action_id"),
                row.getLong("sent_at"),
                row.getLong("looked_at"),
                row.getString("problem"),
                row.getInt("round"),
                row.getLong("decided_at"),
                row.getLong("closed_at"),
                row.getString("told"));
    }
}
