package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Alerts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The durable row of each alert: seen, in whose hands, done, due again, parked, or known from before our time.
 *
 * <p>A page of alerts is claimed in one transaction together with the cursor, so the cursor never passes an alert that
 * has no row.
 */
public final class Claims {
    /** What the poll has not taken for so long after it was due, it will not take. */
    private static final Duration OVERDUE = Duration.ofMinutes(2);

    private final Database database;
    private final String tenant;
    private final Worker worker;
    private final Clock clock;
    private final Intake intake;

    private final ClaimTable table;

    /** What this worker has claimed and not yet finished. */
    private final Map<String, Hand> held = new ConcurrentHashMap<>();

    private record Hand(Claim claim, boolean begun) {}

    Claims(Database database, String tenant, Worker worker, Intake intake, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.worker = worker;
        this.clock = clock;
        this.intake = intake;
        this.table = new ClaimTable(tenant, worker);
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
     * @throws LedgerException if the database could not do it, or did not say so; what it did claim is taken again
     * @throws java.util.concurrent.RejectedExecutionException if we are leaving
     */
    public List<Map<String, Object>> take(List<Map<String, Object>> alerts, long knownBefore, CursorMove move) {
        intake.check();
        Map<String, Map<String, Object>> byId = new LinkedHashMap<>();
        alerts.forEach(alert -> byId.put(Alerts.id(alert).orElseThrow(), alert));
        List<Claim> taken = new ArrayList<>();
        try {
            database.transaction(c -> {
                taken.addAll(table.claim(c, byId, knownBefore, held.keySet(), clock.millis()));
                if (move != null) {
                    Cursors.write(c, tenant, move.name(), move.to(), clock.millis());
                }
                // before others can see the rows: a row of ours that is not in hand may be taken again
                taken.forEach(claim -> held.put(claim.alertId(), new Hand(claim, false)));
                return null;
            });
        } catch (RuntimeException e) {
            taken.forEach(claim -> held.remove(claim.alertId(), new Hand(claim, false)));
            throw e;
        }
        return taken.stream().map(claim -> byId.get(claim.alertId())).toList();
    }

    /**
     * Begins the work on an alert that {@link #take} gave us; a second call for the same claim is empty, and so is every
     * call while the database is away or we are leaving.
     */
    public Optional<Claim> begin(String alertId) {
        return intake.isOpen() ? takeUp(alertId) : Optional.empty();
    }

    private Optional<Claim> takeUp(String alertId) {
        Hand hand = held.get(alertId);
        return hand != null && !hand.begun() && held.replace(alertId, hand, new Hand(hand.claim(), true))
                ? Optional.of(hand.claim())
                : Optional.empty();
    }

    /**
     * Lets go of what was claimed and not begun, because whoever claimed it failed before its turn came. It is taken
     * again when the poll meets it or, if that has moved on, by {@link #due}.
     */
    public void letGo() {
        held.values().removeIf(hand -> !hand.begun());
    }

    /**
     * Ids of alerts that are due again, or whose worker died, and that the poll will not meet by itself: it does not look
     * back so far, or it would have taken them by now (they may have left {@code alerts.filter}).
     *
     * @param pollMeets the poll looks at alerts updated since this time, in 100-ns ticks
     */
    public List<String> due(long pollMeets, int max) {
        long now = clock.millis();
        long overdue = now - OVERDUE.toMillis();
        return database.transaction(c -> {
            List<String> ids = new ArrayList<>(Database.query(
                    c,
                    row -> row.getString(1),
                    "SELECT alert_id FROM defender_claims WHERE tenant = ?"
                            + " AND (updated_ticks < ? OR due_at <= ? AND changed_at <= ?) AND (state = 'due' AND due_at <= ? OR state = 'claimed' AND worker <> ? AND worker NOT IN"
                            + " (SELECT id FROM defender_workers WHERE tenant = ? AND heartbeat_at >= ?))"
                            + " ORDER BY due_at LIMIT ?",
                    tenant,
                    pollMeets,
                    overdue,
                    overdue,
                    now,
                    worker.id(),
                    tenant,
                    worker.aliveSince(),
                    max));
            ids.addAll(notInHand(c, pollMeets));
            return ids.stream().limit(max).toList();
        });
    }

    /** Rows that say they are ours though we have let go of them. */
    private List<String> notInHand(Connection c, long pollMeets) throws SQLException {
        return Database.query(
                        c,
                        row -> row.getString(1),
                        "SELECT alert_id FROM defender_claims WHERE tenant = ? AND updated_ticks < ?"
                                + " AND state = 'claimed' AND worker = ? ORDER BY changed_at",
                        tenant,
                        pollMeets,
                        worker.id())
                .stream()
                .filter(id -> !held.containsKey(id))
                .toList();
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

    /** Takes out of our hands what no work has begun on; on shutdown it is given back. */
    List<Claim> withdraw() {
        List<Claim> claims = new ArrayList<>();
        held.values().forEach(hand -> takeUp(hand.claim().alertId()).ifPresent(claims::add));
        return claims;
    }

    /**
     * Gives back every row that still says it is ours, begun or not: we are leaving.
     *
     * @return how many
     */
    int giveBack() {
        long now = clock.millis();
        return database.transaction(c -> Database.update(
                c,
                "UPDATE defender_claims SET state = 'due', worker = NULL, due_at = ?, changed_at = ?, reason = ?"
                        + " WHERE tenant = ? AND state = 'claimed' AND worker = ?",
                now,
                now,
                "Given back at shutdown",
                tenant,
                worker.id()));
    }

    /** The claim's end is written; a newer claim on the same alert stays in hand. */
    void forget(Claim claim) {
        held.remove(claim.alertId(), new Hand(claim, true));
    }
}
