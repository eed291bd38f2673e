package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Severity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The durable row of each alert: seen, in whose hands, done, due again, parked, or known from before our time.
 *
 * <p>A page of alerts is claimed in one transaction together with the cursor, so the cursor never passes an alert that
 * has no row.
 */
public final class Claims {
    private final Database database;
    private final String tenant;
    private final Worker worker;
    private final Clock clock;

    /** What this worker has claimed and not yet finished. */
    private final Map<String, Claim> held = new ConcurrentHashMap<>();

    private final Set<String> begun = ConcurrentHashMap.newKeySet();

    Claims(Database database, String tenant, Worker worker, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.worker = worker;
        this.clock = clock;
    }

    /** Where a page moves a cursor. */
    public record CursorMove(String name, Cursor to) {}

    /**
     * Claims what of these alerts is ours to handle and moves the cursor, both or neither.
     *
     * @param alerts alerts with an id; an id that stands twice counts once, as it stands last
     * @param knownBefore alerts raised before this time (100-ns ticks) are recorded as known and left alone
     * @param move where the cursor goes with this page, or {@code null}
     * @return the alerts claimed, in the order given
     * @throws LedgerException if the database could not do it; then nothing was claimed
     */
    public List<Map<String, Object>> take(List<Map<String, Object>> alerts, long knownBefore, CursorMove move) {
        Map<String, Map<String, Object>> byId = new LinkedHashMap<>();
        alerts.forEach(alert -> byId.put(Alerts.id(alert).orElseThrow(), alert));
        List<Claim> taken = database.transaction(c -> {
            List<Claim> claims = claim(c, byId, knownBefore);
            if (move != null) {
                Cursors.write(c, tenant, move.name(), move.to(), clock.millis());
            }
            return claims;
        });
        taken.forEach(claim -> held.put(claim.alertId(), claim));
        return taken.stream().map(claim -> byId.get(claim.alertId())).toList();
    }

    /** Begins the work on an alert that {@link #take} gave us; a second call for the same claim is empty. */
    public Optional<Claim> begin(String alertId) {
        Claim claim = held.get(alertId);
        return claim != null && begun.add(alertId) ? Optional.of(claim) : Optional.empty();
    }

    /**
     * Ids of alerts that are due again, or whose worker died, and that the poll will not meet by itself.
     *
     * @param pollMeets the poll looks at alerts updated since this time, in 100-ns ticks
     */
    public List<String> due(long pollMeets, int max) {
        return database.transaction(c -> Database.query(
                c,
                row -> row.getString(1),
                "SELECT alert_id FROM defender_claims WHERE tenant = ? AND updated_ticks < ? AND"
                        + " (state = 'due' AND due_at <= ? OR state = 'claimed' AND worker <> ? AND worker NOT IN"
                        + " (SELECT id FROM defender_workers WHERE tenant = ? AND heartbeat_at >= ?))"
                        + " ORDER BY due_at LIMIT ?",
                tenant,
                pollMeets,
                clock.millis(),
                worker.id(),
                tenant,
                worker.aliveSince(),
                max));
    }

    /** What is open: claims by state, without those done or known. */
    public Map<String, Integer> open() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        database.transaction(c -> Database.query(
                        c,
                        row -> Map.entry(row.getString(1), row.getInt(2)),
                        "SELECT state, COUNT(*) FROM defender_claims WHERE tenant = ?"
                                + " AND state IN ('claimed', 'due', 'parked') GROUP BY state ORDER BY state",
                        tenant))
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }

    /** An alert that is due again. */
    public record Due(String alertId, long dueAt, String reason) {}

    /** What waits for its time, the next first. */
    public List<Due> waiting(int max) {
        return database.transaction(c -> Database.query(
                c,
                row -> new Due(row.getString(1), row.getLong(2), row.getString(3)),
                "SELECT alert_id, due_at, reason FROM defender_claims WHERE tenant = ? AND state = 'due'"
                        + " ORDER BY due_at LIMIT ?",
                tenant,
                max));
    }

    /** The state of one alert's claim: claimed, done, due, parked or known; empty if we never saw it. */
    public Optional<String> state(String alertId) {
        return database.transaction(c -> Database.first(
                c,
                row -> row.getString(1),
                "SELECT state FROM defender_claims WHERE tenant = ? AND alert_id = ?",
                tenant,
                alertId));
    }

    /** Claims of ours on which no work has begun; on shutdown they are given back. */
    List<Claim> notBegun() {
        return held.values().stream()
                .filter(claim -> !begun.contains(claim.alertId()))
                .toList();
    }

    void forget(Claim claim) {
        held.remove(claim.alertId());
        begun.remove(claim.alertId());
    }

    private List<Claim> claim(Connection c, Map<String, Map<String, Object>> alerts, long knownBefore)
            throws SQLException {
        Map<String, Row> rows = existing(c, alerts.keySet());
        Set<String> alive = rows.values().stream().anyMatch(row -> row.state.equals("claimed")) ? alive(c) : Set.of();
        List<Claim> fresh = new ArrayList<>();
        List<Claim> again = new ArrayList<>();
        List<Map<String, Object>> known = new ArrayList<>();
        long now = clock.millis();
        alerts.forEach((id, alert) -> {
            Severity severity = Alerts.severity(alert);
            Row row = rows.get(id);
            if (row == null && Alerts.created(alert).orElse(Long.MAX_VALUE) < knownBefore) {
                known.add(alert);
            } else if (row == null) {
                fresh.add(new Claim(id, 1, Claim.ALERT, severity, 0, 0));
            } else if (row.mayBeTaken(severity, alive, now)) {
                again.add(row.claim(id, severity));
            }
        });
        insertKnown(c, known, now);
        List<Claim> taken = new ArrayList<>(insertClaims(c, fresh, alerts, now));
        taken.addAll(updateClaims(c, again, alerts, now));
        Map<String, Claim> byId = new HashMap<>();
        taken.forEach(claim -> byId.put(claim.alertId(), claim));
        return alerts.keySet().stream().map(byId::get).filter(Objects::nonNull).toList();
    }

    private record Row(
            String state, String kind, int severity, int take, int attempts, int delays, String worker, long dueAt) {

        boolean mayBeTaken(Severity now, Set<String> aliveWorkers, long millis) {
            return switch (state) {
                case "done" -> now.ordinal() > severity;
                case "due" -> dueAt <= millis;
                case "claimed" -> !aliveWorkers.contains(worker);
                default -> false; // parked and known stay as they are
            };
        }

        Claim claim(String id, Severity now) {
            return new Claim(id, take + 1, state.equals("done") ? Claim.RAISED : kind, now, attempts, delays);
        }
    }

    private Map<String, Row> existing(Connection c, Set<String> ids) throws SQLException {
        Map<String, Row> rows = new HashMap<>();
        Iterator<String> left = ids.iterator();
        while (left.hasNext()) {
            // always as many parameters, so that the statement stays the same; the last id fills the rest
            Object[] values = new Object[1 + IDS_AT_ONCE];
            values[0] = tenant;
            for (int i = 1; i < values.length; i++) {
                values[i] = left.hasNext() ? left.next() : values[i - 1];
            }
            Database.query(
                            c,
                            row -> Map.entry(
                                    row.getString("alert_id"),
                                    new Row(
                                            row.getString("state"),
                                            row.getString("kind"),
                                            row.getInt("severity"),
                                            row.getInt("take"),
                                            row.getInt("attempts"),
                                            row.getInt("delays"),
                                            row.getString("worker"),
                                            row.getLong("due_at"))),
                            SELECT,
                            values)
                    .forEach(entry -> rows.put(entry.getKey(), entry.getValue()));
        }
        return rows;
    }

    private Set<String> alive(Connection c) throws SQLException {
        Set<String> alive = new HashSet<>(Database.query(
                c,
                row -> row.getString(1),
                "SELECT id FROM defender_workers WHERE tenant = ? AND heartbeat_at >= ?",
                tenant,
                worker.aliveSince()));
        alive.add(worker.id());
        return alive;
    }

    private void insertKnown(Connection c, List<Map<String, Object>> alerts, long now) throws SQLException {
        try (PreparedStatement insert = c.prepareStatement(INSERT)) {
            for (Map<String, Object> alert : alerts) {
                Database.bind(
                        insert,
                        tenant,
                        Alerts.id(alert).orElseThrow(),
                        "known",
                        Claim.ALERT,
                        Severity.HIGH.ordinal(),
                        0,
                        null,
                        Alerts.updated(alert).orElse(0),
                        now);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static final int IDS_AT_ONCE = 100;

    /** A list and not {@code = ANY(array)}, for which H2 reads the whole table (measured with 2.3.232). */
    private static final String SELECT =
            "SELECT alert_id, state, kind, severity, take, attempts, delays, worker, due_at FROM defender_claims"
                    + " WHERE tenant = ? AND alert_id IN (" + "?,".repeat(IDS_AT_ONCE - 1) + "?)";

    private static final String INSERT =
            "INSERT INTO defender_claims (tenant, alert_id, state, kind, severity, take, attempts, delays, worker, due_at,"
                    + " updated_ticks, changed_at) VALUES (?,?,?,?,?,?,0,0,?,0,?,?) ON CONFLICT DO NOTHING";

    private List<Claim> insertClaims(
            Connection c, List<Claim> claims, Map<String, Map<String, Object>> alerts, long now) throws SQLException {
        try (PreparedStatement insert = c.prepareStatement(INSERT)) {
            for (Claim claim : claims) {
                Database.bind(
                        insert,
                        tenant,
                        claim.alertId(),
                        "claimed",
                        claim.kind(),
                        -1,
                        claim.take(),
                        worker.id(),
                        updated(alerts, claim),
                        now);
                insert.addBatch();
            }
            return done(claims, insert.executeBatch());
        }
    }

    private List<Claim> updateClaims(
            Connection c, List<Claim> claims, Map<String, Map<String, Object>> alerts, long now) throws SQLException {
        try (PreparedStatement update =
                c.prepareStatement("UPDATE defender_claims SET state = 'claimed', kind = ?, take = ?, worker = ?,"
                        + " updated_ticks = ?, changed_at = ? WHERE tenant = ? AND alert_id = ? AND take = ?")) {
            for (Claim claim : claims) {
                Database.bind(
                        update,
                        claim.kind(),
                        claim.take(),
                        worker.id(),
                        updated(alerts, claim),
                        now,
                        tenant,
                        claim.alertId(),
                        claim.take() - 1);
                update.addBatch();
            }
            return done(claims, update.executeBatch());
        }
    }

    private static long updated(Map<String, Map<String, Object>> alerts, Claim claim) {
        return Alerts.updated(alerts.get(claim.alertId())).orElse(0);
    }

    private static List<Claim> done(List<Claim> claims, int[] counts) {
        List<Claim> done = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 1) {
                done.add(claims.get(i));
            }
        }
        return done;
    }
}
