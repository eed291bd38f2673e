package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Severity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** How a page of alerts becomes rows. Rows are written in the order of their ids, so that two pages cannot deadlock. */
final class ClaimTable {
    private static final int IDS_AT_ONCE = 100;

    /** A list and not {@code = ANY(array)}, for which H2 reads the whole table (measured with 2.3.232). */
    private static final String SELECT =
            "SELECT alert_id, state, kind, severity, take, attempts, delays, worker, due_at FROM defender_claims"
                    + " WHERE alert_id IN (" + "?,".repeat(IDS_AT_ONCE - 1) + "?) AND tenant = ?";

    private static final String INSERT =
            "INSERT INTO defender_claims (tenant, alert_id, state, kind, severity, take, attempts, delays, worker, due_at,"
                    + " updated_ticks, changed_at, owed_severity, owed_since) VALUES (?,?,?,?,?,?,0,0,?,0,?,?,?,?)"
                    + " ON CONFLICT DO NOTHING";

    private final String tenant;
    private final Worker worker;

    ClaimTable(String tenant, Worker worker) {
        this.tenant = tenant;
        this.worker = worker;
    }

    /**
     * Claims what may be claimed, inside the caller's transaction.
     *
     * @param inHand alerts that this worker has in hand; other rows of its own may be taken again
     * @return the claims, in the order of the alerts
     */
    List<Claim> claim(
            Connection c, Map<String, Map<String, Object>> alerts, long knownBefore, Set<String> inHand, long now)
            throws SQLException {
        Map<String, Row> rows = existing(c, alerts.keySet());
        Set<String> others =
                rows.values().stream().anyMatch(row -> row.state.equals("claimed")) ? othersAlive(c) : Set.of();
        List<Claim> fresh = new ArrayList<>();
        List<Claim> again = new ArrayList<>();
        List<Map<String, Object>> known = new ArrayList<>();
        alerts.forEach((id, alert) -> {
            Severity severity = Alerts.severity(alert);
            Row row = rows.get(id);
            if (row == null && Alerts.created(alert).orElse(Long.MAX_VALUE) < knownBefore) {
                known.add(alert);
            } else if (row == null) {
                fresh.add(new Claim(id, 1, Claim.ALERT, severity, 0, 0));
            } else if (row.mayBeTaken(severity, others, now, inHand.contains(id))) {
                again.add(row.claim(id, severity));
            }
        });
        fresh.sort(Comparator.comparing(Claim::alertId));
        again.sort(Comparator.comparing(Claim::alertId));
        known.sort(Comparator.comparing(alert -> Alerts.id(alert).orElseThrow()));
        insertKnown(c, known, now);
        List<Claim> taken = new ArrayList<>(insertClaims(c, fresh, alerts, now));
        taken.addAll(updateClaims(c, again, alerts, now));
        Map<String, Claim> byId = new HashMap<>();
        taken.forEach(claim -> byId.put(claim.alertId(), claim));
        return alerts.keySet().stream().map(byId::get).filter(Objects::nonNull).toList();
    }

    private record Row(
            String state, String kind, int severity, int take, int attempts, int delays, String worker, long dueAt) {

        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getString("state"),
                    row.getString("kind"),
                    row.getInt("severity"),
                    row.getInt("take"),
                    row.getInt("attempts"),
                    row.getInt("delays"),
                    row.getString("worker"),
                    row.getLong("due_at"));
        }

        boolean mayBeTaken(Severity now, Set<String> others, long millis, boolean inHand) {
            return switch (state) {
                case "done" -> now.ordinal() > severity;
                case "due" -> dueAt <= millis;
                case "claimed" -> !inHand && !others.contains(worker);
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
            Object[] values = new Object[IDS_AT_ONCE + 1];
            for (int i = 0; i < IDS_AT_ONCE; i++) {
                values[i] = left.hasNext() ? left.next() : values[i - 1];
            }
            values[IDS_AT_ONCE] = tenant;
            Database.query(c, row -> Map.entry(row.getString("alert_id"), Row.read(row)), SELECT, values)
                    .forEach(entry -> rows.put(entry.getKey(), entry.getValue()));
        }
        return rows;
    }

    private Set<String> othersAlive(Connection c) throws SQLException {
        return new HashSet<>(Database.query(
                c,
                row -> row.getString(1),
                "SELECT id FROM defender_workers WHERE tenant = ? AND heartbeat_at >= ? AND id <> ?",
                tenant,
                worker.aliveSince(),
                worker.id()));
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
                        now,
                        Alerts.severity(alert).ordinal(),
                        now);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

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
                        now,
                        claim.severity().ordinal(),
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
                        + " updated_ticks = ?, changed_at = ?, owed_severity = ?,"
                        + " owed_since = CASE WHEN state = 'done' THEN CAST(? AS BIGINT) ELSE owed_since END"
                        + " WHERE tenant = ? AND alert_id = ? AND take = ?")) {
            for (Claim claim : claims) {
                Database.bind(
                        update,
                        claim.kind(),
                        claim.take(),
                        worker.id(),
                        updated(alerts, claim),
                        now,
                        claim.severity().ordinal(),
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

    private static List<Claim> done(List<Claim> claims, int[] counts) throws SQLException {
        List<Claim> done = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == Statement.SUCCESS_NO_INFO) {
                throw new SQLException("it does not tell which rows it wrote. To fix: take reWriteBatchedInserts out of"
                        + " state.url");
            }
            if (counts[i] == 1) {
                done.add(claims.get(i));
            }
        }
        return done;
    }
}
