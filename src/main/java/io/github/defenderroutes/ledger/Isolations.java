package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The records of isolations. At most one is open per device; the unique key on {@code open_device} decides between
 * alerts, threads and processes that want the same device at once.
 */
public final class Isolations {
    /** In {@code told}: the mail about the alert says how it ended. What it waited for was an answer to the request. */
    private static final String BY_ALERT = "alert";

    private final Database database;
    private final GroupCommit group;
    private final String tenant;
    private final Clock clock;
    private final Caps caps;
    private final IsolationTable table;

    Isolations(Database database, String tenant, Clock clock) {
        this.database = database;
        this.group = new GroupCommit(database);
        this.tenant = tenant;
        this.clock = clock;
        this.caps = new Caps(tenant, clock);
        this.table = new IsolationTable(tenant, clock);
    }

    /** The most isolations that may be decided in a span of time; empty means no limit. */
    public record Cap(String setting, OptionalInt most, Duration span) {}

    /** The open record of a device. */
    public Optional<Isolation> open(String deviceId) {
        return database.transaction(c -> table.open(c, deviceId));
    }

    /** The open records of these devices. */
    public List<Isolation> open(Collection<String> deviceIds) {
        if (deviceIds.isEmpty()) {
            return List.of();
        }
        List<Object> values = new ArrayList<>(deviceIds);
        values.add(tenant);
        return database.transaction(c -> Database.query(
                c,
                IsolationTable::row,
                "SELECT " + IsolationTable.COLUMNS + " FROM " + Wanted.texts(deviceIds.size())
                        + " JOIN defender_isolations ON open_device = item WHERE tenant = ?",
                values.toArray()));
    }

    /**
     * Decides for the device, durably: writes {@code requesting}. The request may follow only after this has returned.
     *
     * @param caps none if a person has decided: then neither they nor the breaker are asked. The kill switch always is
     * @return the record in state {@code requesting}; or the record that was open already; or, unwritten,
     *     {@code capped} with the cap that is exhausted or the breaker that is open, or {@code stopped} by the kill switch
     */
    public Isolation request(String deviceId, String alertId, String type, List<Cap> caps) {
        return group.transaction(c -> request(c, deviceId, alertId, type, caps));
    }

    Isolation request(Connection c, String deviceId, String alertId, String type, List<Cap> caps) throws SQLException {
        Switches.lock(c, tenant);
        Optional<Isolation> open = table.open(c, deviceId);
        if (open.isPresent()) {
            return open.get();
        }
        Isolation wanted = Isolation.unwritten(deviceId, alertId, type, "new", null);
        Optional<Isolation> denied = denied(c, wanted, caps, "");
        return denied.isPresent()
                ? denied.get()
                : table.insert(c, deviceId, alertId, type, "requesting", true, null, null, 1);
    }

    /** Why it may not be asked for now, unwritten. */
    private Optional<Isolation> denied(Connection c, Isolation wanted, List<Cap> asked, String besides)
            throws SQLException {
        Optional<Switches.Position> killed = Switches.killed(c, tenant);
        if (killed.isPresent()) {
            return Optional.of(wanted.denied(
                    "stopped", "the kill switch has been on " + killed.get().course()));
        }
        return caps.exhausted(c, asked, wanted.deviceId(), besides).map(problem -> wanted.denied("capped", problem));
    }

    /** Notes an isolation that someone else asked for, open but not ours. */
    public Isolation attach(
            String deviceId, String alertId, String type, String state, String actionId, String status) {
        return database.transaction(c -> {
            Optional<Isolation> open = table.open(c, deviceId);
            return open.isPresent()
                    ? open.get()
                    : table.insert(c, deviceId, alertId, type, state, false, actionId, status, 1);
        });
    }

    /**
     * The gate's question, and its answer in one step: turns {@code requesting} into {@code sent}.
     *
     * @return whether this call turned it; of two that ask, one may send, and none while the kill switch is on
     */
    public boolean send(String deviceId) {
        return group.transaction(c -> send(c, deviceId));
    }

    boolean send(Connection c, String deviceId) throws SQLException {
        Switches.lock(c, tenant);
        return Switches.killed(c, tenant).isEmpty()
                && Database.update(
                                c,
                                "UPDATE defender_isolations SET state = 'sent', sent_at = ? WHERE tenant = ?"
                                        + " AND open_device = ? AND state = 'requesting'",
                                clock.millis(),
                                tenant,
                                deviceId)
                        == 1;
    }

    /** The same where only an isolation may be sent that a person has approved. */
    public boolean sendApproved(String deviceId) {
        return database.transaction(c -> {
            Switches.lock(c, tenant); // before any row, as everybody who decides does
            return Database.first(
                                    c,
                                    row -> row.getString(1),
                                    "SELECT id FROM defender_isolations WHERE tenant = ? AND open_device = ?"
                                            + " AND state = 'requesting' AND approved_by IS NOT NULL",
                                    tenant,
                                    deviceId)
                            .isPresent()
                    && send(c, deviceId);
        });
    }

    /** The same for a release: only what is ours, and once. The wish to release it counts as sent from then on. */
    public boolean release(String deviceId) {
        return database.transaction(c -> {
            long now = clock.millis();
            boolean passes = Database.update(
                            c,
                            "UPDATE defender_isolations SET state = 'releasing', looked_at = ? WHERE tenant = ?"
                                    + " AND open_device = ? AND ours AND state IN ('requested', 'isolated')",
                            now,
                            tenant,
                            deviceId)
                    == 1;
            if (passes) {
                new WishTable(tenant).sent(c, table.open(c, deviceId).orElseThrow(), now);
            }
            return passes;
        });
    }

    /**
     * Decides once more for a record of which nothing came: after an empty look that counts, or because the process ended
     * before it asked. The caps apply as to a new one.
     *
     * @return the record in state {@code requesting}, or unwritten in state {@code capped} or {@code stopped}; empty if it
     *     changed meanwhile
     */
    public Optional<Isolation> again(Isolation seen, List<Cap> caps) {
        return database.transaction(c -> again(c, seen, caps));
    }

    Optional<Isolation> again(Connection c, Isolation seen, List<Cap> caps) throws SQLException {
        Switches.lock(c, tenant);
        Optional<Isolation> denied = denied(c, seen, caps, seen.id());
        return denied.isPresent()
                ? denied
                : table.change(c, seen, "state = 'requesting', decided_at = ?", clock.millis());
    }

    /**
     * Decides once more for an isolation that expired: closes its record as {@code repeated} and writes the next one,
     * together. The caps apply as to a new one.
     *
     * @return the next record, in state {@code requesting}, or unwritten in state {@code capped} or {@code stopped}; empty
     *     if the record changed since it was seen
     */
    public Optional<Isolation> repeat(Isolation expired, List<Cap> caps) {
        return database.transaction(c -> {
            Switches.lock(c, tenant);
            Optional<Isolation> denied = denied(c, expired, caps, expired.id());
            if (denied.isPresent()) {
                return denied;
            }
            return table.change(c, expired, "state = 'repeated', open_device = NULL, closed_at = ?", clock.millis())
                            .isEmpty()
                    ? Optional.empty()
                    : Optional.of(table.insert(
                            c,
                            expired.deviceId(),
                            expired.alertId(),
                            expired.type(),
                            "requesting",
                            true,
                            null,
                            null,
                            expired.round() + 1));
        });
    }

    /**
     * Ours that Defender may still carry out: a device that is switched off now loses its network when it comes back. Those
     * without an action have left, and their answer is not known yet.
     */
    public List<Isolation> pending() {
        return database.transaction(c -> Database.query(
                c,
                IsolationTable::row,
                "SELECT " + IsolationTable.COLUMNS
                        + " FROM defender_isolations WHERE tenant = ? AND open_device IS NOT NULL AND ours"
                        + " AND state IN ('sent', 'requested') ORDER BY sent_at",
                tenant));
    }

    /** Whether an open isolation of ours became this machine action. */
    public boolean isOurs(String actionId) {
        return database.transaction(c -> Database.first(
                        c,
                        row -> row.getString(1),
                        "SELECT id FROM defender_isolations WHERE tenant = ? AND open_device IS NOT NULL AND ours"
                                + " AND LOWER(action_id) = LOWER(?)",
                        tenant,
                        actionId))
                .isPresent();
    }

    /** What was asked for since then, the newest first: the cap counts it. */
    public List<Isolation> askedSince(Instant from, int max) {
        return database.transaction(c -> Database.query(
                c,
                IsolationTable::row,
                "SELECT " + IsolationTable.COLUMNS + " FROM defender_isolations WHERE tenant = ? AND decided_at > ?"
                        + " AND (sent_at IS NOT NULL AND state <> 'refused' OR state = 'requesting')"
                        + " ORDER BY decided_at DESC, id LIMIT ?",
                tenant,
                from.toEpochMilli(),
                max));
    }

    /** When this device was last let back in, as far as we noticed, in milliseconds since 1970. */
    public OptionalLong released(String deviceId) {
        return database.transaction(c -> Database.first(
                        c,
                        row -> OptionalLong.of(row.getLong(1)),
                        "SELECT closed_at FROM defender_isolations WHERE tenant = ? AND device_id = ?"
                                + " AND state = 'released' ORDER BY closed_at DESC LIMIT 1",
                        tenant,
                        deviceId))
                .orElse(OptionalLong.empty());
    }

    /**
     * Defender accepted the request, or we found the action it became.
     *
     * @return the record as it is then; empty if it changed since it was seen
     */
    public Optional<Isolation> found(Isolation seen, String state, boolean ours, String actionId, String status) {
        return group.transaction(c -> {
            Switches.lock(c, tenant); // as the others of the group do
            return table.change(
                    c,
                    seen,
                    "state = ?, ours = ?, action_id = ?, action_status = ?, told = CASE WHEN round = 1 AND ?"
                            + " AND state IN ('requesting', 'sent') THEN '" + IsolationTable.ISOLATED
                            + "' ELSE told END,"
                            + " accepted_at = COALESCE(accepted_at, ?), verified_at = COALESCE(verified_at, ?)",
                    state,
                    ours,
                    Database.cut(actionId, 64),
                    Database.cut(status, 32),
                    state.equals(IsolationTable.ISOLATED) && !ours,
                    ours ? clock.millis() : null,
                    state.equals(IsolationTable.ISOLATED) ? clock.millis() : null);
        });
    }

    /**
     * Closes the record, so that the device may be decided on again.
     *
     * @return the closed record; empty if it changed since it was seen, and then it is not closed
     */
    public Optional<Isolation> close(Isolation seen, String state, String problem) {
        return database.transaction(c -> table.change(
                c,
                seen,
                "state = ?, problem = ?, open_device = NULL, closed_at = ?, told = CASE WHEN round = 1"
                        + " AND state IN ('requesting', 'sent') THEN '" + BY_ALERT + "' ELSE told END",
                state,
                Database.cut(problem, 500),
                clock.millis()));
    }
}
