package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Severity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** How a page of alerts becomes rows. Rows are written in the order of their ids, so that two pages cannot deadlock. */
final class ClaimTable {
    private static final int IDS_AT_ONCE = 100;

    /** A list and not {@code = ANY(array)}, for which H2 reads the whole table (measured with 2.3.232). */
    private static final String SELECT = "SELECT alert_id, " + ClaimRow.COLUMNS + " FROM defender_claims"
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

    /** What was claimed, in the order of the alerts, and what may be claimed only alone. */
    record Result(List<Claim> claims, List<Claim> suspects) {}

    /**
     * Claims what may be claimed, inside the caller's transaction.
     *
     * @param inHand alerts that this worker has in hand; other rows of its own may be taken again
     * @param alone whether what is claimed will be the only one in hand; suspects are claimed only then
     */
    Result claim(
            Connection c,
            Map<String, Map<String, Object>> alerts,
            long knownBefore,
            Set<String> inHand,
            boolean alone,
            long now)
            throws SQLException {
        return claim(c, alerts, knownBefore, inHand, alone, false, now);
    }

    private Result claim(
            Connection c,
            Map<String, Map<String, Object>> alerts,
            long knownBefore,
            Set<String> inHand,
            boolean alone,
            boolean offering,
            long now)
            throws SQLException {
        Map<String, ClaimRow> rows = existing(c, alerts.keySet());
        Map<String, Boolean> others = rows.values().stream().anyMatch(ClaimRow::isClaimed) ? others(c) : Map.of();
        List<Claim> fresh = new ArrayList<>();
        List<Claim> again = new ArrayList<>();
        List<Claim> suspects = new ArrayList<>();
        List<Map<String, Object>> known = new ArrayList<>();
        alerts.forEach((id, alert) -> {
            Severity severity = Alerts.severity(alert);
            ClaimRow row = rows.get(id);
            if (row == null && Alerts.created(alert).orElse(Long.MAX_VALUE) < knownBefore) {
                known.add(alert);
            } else if (row == null) {
                fresh.add(new Claim(id, 1, Claim.ALERT, severity, 0, 0));
            } else if (row.mayBeTaken(severity, others, now, inHand.contains(id))
                    && !(offering && row.isOnOffer(now))) {
                Claim claim = row.claim(id, severity, others, alone);
                (claim.isSuspect() && !alone ? suspects : again).add(claim);
            }
        });
        fresh.sort(Comparator.comparing(Claim::alertId));
        again.sort(Comparator.comparing(Claim::alertId));
        known.sort(Comparator.comparing(alert -> Alerts.id(alert).orElseThrow()));
        insertKnown(c, known, now);
        List<Claim> taken = new ArrayList<>(insertClaims(c, fresh, alerts, now));
        taken.addAll(updateClaims(c, again, rows, alerts, now));
        Map<String, Claim> byId = new HashMap<>();
        taken.forEach(claim -> byId.put(claim.alertId(), claim));
        return new Result(
                alerts.keySet().stream().map(byId::get).filter(Objects::nonNull).toList(), suspects);
    }

    /**
     * Claims one alert that nobody has in hand, whatever state it is in, inside the caller's transaction.
     *
     * @return the claim; none if somebody has the alert in hand, if it is suspected of ending processes, or if it was never
     *     seen
     */
    List<Claim> claimAgain(Connection c, String id, Map<String, Object> alert, Set<String> inHand, long now)
            throws SQLException {
        Map<String, ClaimRow> rows = existing(c, Set.of(id));
        ClaimRow row = rows.get(id);
        if (row == null || row.isClaimed() || inHand.contains(id)) {
            return List.of();
        }
        Severity severity = Alerts.severity(alert);
        Claim claim = new Claim(id, row.take() + 1, row.kind(), severity, 0, 0, row.crashes(), false);
        return claim.isSuspect() ? List.of() : updateClaims(c, List.of(claim), rows, Map.of(id, alert), now);
    }

    private Map<String, ClaimRow> existing(Connection c, Set<String> ids) throws SQLException {
        Map<String, ClaimRow> rows = new HashMap<>();
        Iterator<String> left = ids.iterator();
        while (left.hasNext()) {
            // always as many parameters, so that the statement stays the same; the last id fills the rest
            Object[] values = new Object[IDS_AT_ONCE + 1];
            for (int i = 0; i < IDS_AT_ONCE; i++) {
                values[i] = left.hasNext() ? left.next() : values[i - 1];
            }
            values[IDS_AT_ONCE] = tenant;
            Database.query(c, row -> Map.entry(row.getString("alert_id"), ClaimRow.read(row)), SELECT, values)
                    .forEach(entry -> rows.put(entry.getKey(), entry.getValue()));
        }
        return rows;
    }

    /** The other workers that have not signed off, and whether each is alive. */
    private Map<String, Boolean> others(Connection c) throws SQLException {
        Map<String, Boolean> others = new HashMap<>();
        Database.query(
                        c,
                        row -> Map.entry(row.getString(1), row.getLong(2) >= worker.aliveSince()),
                        "SELECT id, heartbeat_at FROM defender_workers WHERE tenant = ? AND id <> ?",
                        tenant,
                        worker.id())
                .forEach(other -> others.put(other.getKey(), other.getValue()));
        return others;
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

    /** Claims rows as they were read, and none whose end was written since: then we had it in hand, but have not any more. */
    private List<Claim> updateClaims(
            Connection c,
            List<Claim> claims,
            Map<String, ClaimRow> rows,
            Map<String, Map<String, Object>> alerts,
            long now)
            throws SQLException {
        try (PreparedStatement update =
                c.prepareStatement("UPDATE defender_claims SET state = 'claimed', kind = ?, take = ?, worker = ?,"
                        + " attempts = ?, crashes = ?, alone = ?, updated_ticks = ?, changed_at = ?, owed_severity = ?,"
                        + " owed_since = CASE WHEN state = 'done' THEN CAST(? AS BIGINT) ELSE owed_since END"
                        + " WHERE tenant = ? AND alert_id = ? AND take = ? AND state = ?")) {
            for (Claim claim : claims) {
                Database.bind(
                        update,
                        claim.kind(),
                        claim.take(),
                        worker.id(),
                        claim.attempts(),
                        claim.crashes(),
                        claim.alone(),
                        updated(alerts, claim),
                        now,
                        claim.severity().ordinal(),
                        now,
                        tenant,
                        claim.alertId(),
                        claim.take() - 1,
                        rows.get(claim.alertId()).state());
                update.addBatch();
            }
            return done(claims, update.executeBatch());
        }
    }

    /**
     * Offers what may be claimed and is not on offer, inside the caller's transaction. An offer counts as no take.
     *
     * @param timeout after so long they may be offered again
     */
    Result offer(
            Connection c,
            Map<String, Map<String, Object>> alerts,
            long knownBefore,
            Set<String> inHand,
            Duration timeout,
            long now)
            throws SQLException {
        Result offers = claim(c, alerts, knownBefore, inHand, false, true, now);
        try (PreparedStatement update =
                c.prepareStatement("UPDATE defender_claims SET state = 'offered', worker = NULL, take = take - 1,"
                        + " due_at = ? WHERE tenant = ? AND alert_id = ? AND take = ?")) {
            for (Claim offer : offers.claims()) {
                Database.bind(update, now + timeout.toMillis(), tenant, offer.alertId(), offer.take());
                update.addBatch();
            }
            update.executeBatch();
        }
        return offers;
    }

    /** Leaves claims just made to a later take, in the same transaction: the rows are there, and in nobody's hands. */
    void putOff(Connection c, List<Claim> claims, long now) throws SQLException {
        try (PreparedStatement update =
                c.prepareStatement("UPDATE defender_claims SET state = 'due', worker = NULL, due_at = ?"
                        + " WHERE tenant = ? AND alert_id = ? AND take = ?")) {
            for (Claim claim : claims) {
                Database.bind(update, now, tenant, claim.alertId(), claim.take());
                update.addBatch();
            }
            update.executeBatch();
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
