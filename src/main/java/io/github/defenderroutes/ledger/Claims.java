package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.ledger.Hands.Stage;
import io.github.defenderroutes.ledger.Solitude.InHand;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

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

    private final Hands hands = new Hands();

    private final Solitude solitude;

    Claims(Database database, String tenant, Worker worker, Intake intake, Solitude solitude, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.worker = worker;
        this.clock = clock;
        this.intake = intake;
        this.solitude = solitude;
        this.table = new ClaimTable(tenant, worker);
    }

    /** Where a page moves a cursor. */
    public record CursorMove(String name, Cursor to) {}

    /**
     * An alert that two processes have died with, so that it is left to {@link #takeOne}.
     *
     * @param crashes how many have died with it
     */
    public record Suspect(Map<String, Object> alert, int crashes) {}

    /** The same as {@link #take(List, long, CursorMove, Consumer)}, for whom suspects are no concern. */
    public List<Map<String, Object>> take(List<Map<String, Object>> alerts, long knownBefore, CursorMove move) {
        return take(alerts, knownBefore, move, suspect -> {});
    }

    /**
     * Claims what of these alerts is ours to handle and moves the cursor, both or neither. While an alert is handled
     * alone, it writes them down as due at once instead of claiming them.
     *
     * @param alerts alerts with an id; an id that stands twice counts once, as it stands last
     * @param knownBefore alerts raised before this time (100-ns ticks) are recorded as known and left alone
     * @param move where the cursor goes with this page, or {@code null}
     * @param suspects hears of the alerts that may be taken only alone; they are not claimed
     * @return the alerts claimed, in the order given
     * @throws LedgerException if the database could not do it, or did not say so; what it did claim is taken again
     * @throws java.util.concurrent.RejectedExecutionException if we are leaving
     */
    public List<Map<String, Object>> take(
            List<Map<String, Object>> alerts, long knownBefore, CursorMove move, Consumer<Suspect> suspects) {
        Map<String, Map<String, Object>> byId = byId(alerts);
        return solitude
                .inCompany(hands::company, () -> take(byId, knownBefore, move, suspects, false, Stage.WAITING))
                .stream()
                .map(claim -> byId.get(claim.alertId()))
                .toList();
    }

    /**
     * The same, but writes down that they are offered to whoever takes them up with {@link #takeOne}, here or in another
     * process, instead of claiming them. See {@link Offered}.
     *
     * @param timeout when an offer that nobody has taken up is made again
     * @return the alerts to be offered now, in the order given
     */
    public List<Map<String, Object>> offer(
            List<Map<String, Object>> alerts,
            long knownBefore,
            CursorMove move,
            Consumer<Suspect> suspects,
            Duration timeout) {
        intake.check();
        Map<String, Map<String, Object>> byId = byId(alerts);
        ClaimTable.Result result = database.transaction(c -> {
            ClaimTable.Result offers = table.offer(c, byId, knownBefore, hands.alertIds(), timeout, clock.millis());
            move(c, move);
            return offers;
        });
        hear(suspects, result.suspects(), byId);
        return result.claims().stream().map(offer -> byId.get(offer.alertId())).toList();
    }

    /**
     * Claims and begins an alert that did not come with a page.
     *
     * @return empty if it is not ours to handle now. A suspect is as soon as what this worker has in hand has come to its
     *     end, for which it is waited a while, and nothing new is begun meanwhile
     */
    public Optional<Claim> takeOne(Map<String, Object> alert) {
        Map<String, Map<String, Object>> byId = byId(List.of(alert));
        List<Suspect> suspects = new ArrayList<>();
        List<Claim> taken = solitude.inCompany(
                hands::company, () -> take(byId, Long.MIN_VALUE, null, suspects::add, false, Stage.BEGUN));
        if (!suspects.isEmpty()) {
            taken = solitude.alone(
                    hands::company, () -> take(byId, Long.MIN_VALUE, null, suspect -> {}, true, Stage.BEGUN));
        }
        return taken.isEmpty() ? begin(Alerts.id(alert).orElseThrow()) : Optional.of(taken.get(0));
    }

    /**
     * Claims an alert once more, whatever became of it before, for a person who wants it handled as it was. What was told
     * of it is told anew. The next to begin this alert has it.
     *
     * @param how what is wanted, for the audit
     * @return empty if it was not claimed: somebody has it in hand, processes have died with it, or it was never seen
     */
    public Optional<Claim> takeAgain(Map<String, Object> alert, Actor by, String how) {
        intake.check();
        String id = Alerts.id(alert).orElseThrow();
        return solitude.inCompany(hands::company, () -> takeAgain(id, alert, by, how));
    }

    private Optional<Claim> takeAgain(String id, Map<String, Object> alert, Actor by, String how) {
        List<Claim> taken = new ArrayList<>();
        try {
            if (hands.company() != InHand.ALONE) {
                database.transaction(c -> {
                    taken.addAll(table.claimAgain(c, id, alert, hands.alertIds(), clock.millis()));
                    for (Claim claim : taken) {
                        NoticeTable.setAside(c, tenant, id);
                        Audit.add(c, tenant, clock.millis(), by, "resubmit", id, how);
                        hands.take(claim, Stage.WAITING); // before others can see the row
                    }
                    return null;
                });
            }
            return taken.stream().findFirst();
        } catch (RuntimeException e) {
            taken.forEach(this::letGo);
            throw e;
        }
    }

    /** Lets go of one claim that was not begun; see {@link #letGo()}. */
    public void letGo(Claim claim) {
        hands.drop(claim, Stage.WAITING);
    }

    /** @param stage begun at once, or waiting for {@link #begin} and for {@link #letGo()}, which may come first */
    private List<Claim> take(
            Map<String, Map<String, Object>> byId,
            long knownBefore,
            CursorMove move,
            Consumer<Suspect> suspects,
            boolean alone,
            Stage stage) {
        intake.check();
        boolean putOff = hands.company() == InHand.ALONE;
        List<Claim> taken = new ArrayList<>();
        try {
            List<Claim> suspected = database.transaction(c -> {
                ClaimTable.Result result = table.claim(c, byId, knownBefore, hands.alertIds(), alone, clock.millis());
                if (putOff) {
                    table.putOff(c, result.claims(), clock.millis());
                } else {
                    taken.addAll(result.claims());
                }
                move(c, move);
                // before others can see the rows: a row of ours that is not in hand may be taken again
                taken.forEach(claim -> hands.take(claim, stage));
                return result.suspects();
            });
            hear(suspects, suspected, byId);
        } catch (RuntimeException e) {
            taken.forEach(claim -> hands.drop(claim, stage));
            throw e;
        }
        return taken;
    }

    private static Map<String, Map<String, Object>> byId(List<Map<String, Object>> alerts) {
        Map<String, Map<String, Object>> byId = new LinkedHashMap<>();
        alerts.forEach(alert -> byId.put(Alerts.id(alert).orElseThrow(), alert));
        return byId;
    }

    private void move(Connection c, CursorMove move) throws SQLException {
        if (move != null) {
            Cursors.write(c, tenant, move.name(), move.to(), clock.millis());
        }
    }

    private static void hear(Consumer<Suspect> suspects, List<Claim> suspected, Map<String, Map<String, Object>> byId) {
        suspected.forEach(claim -> suspects.accept(new Suspect(byId.get(claim.alertId()), claim.crashes())));
    }

    /**
     * Begins the work on an alert that {@link #take} gave us; a second call for the same claim is empty, and so is every
     * call while the database is away or we are leaving.
     */
    public Optional<Claim> begin(String alertId) {
        return intake.isOpen() ? hands.begin(alertId) : Optional.empty();
    }

    /**
     * Lets go of what was claimed and not begun, because whoever claimed it failed before its turn came. It is taken
     * again when the poll meets it or, if that has moved on or is another's, after {@link #giveBackWhatIsNotInHand}.
     */
    public void letGo() {
        hands.letGo();
    }

    /** Whether alerts wait that a dead worker had in hand or that may be taken only alone: the poll should look back. */
    public boolean leftBehind() {
        return database.transaction(c -> Database.first(
                        c,
                        row -> row.getString(1),
                        "SELECT alert_id FROM " + Wanted.OPEN_STATES + " JOIN defender_claims ON state = item"
                                + " WHERE tenant = ? AND (state = 'due' AND crashes >= ? AND due_at <= ?"
                                + " OR state = 'claimed' AND worker <> ? AND worker NOT IN"
                                + " (SELECT id FROM defender_workers WHERE tenant = ? AND heartbeat_at >= ?)) LIMIT 1",
                        tenant,
                        Claim.SUSPECT,
                        clock.millis(),
                        worker.id(),
                        tenant,
                        worker.aliveSince()))
                .isPresent();
    }

    /**
     * Ids of alerts that are due again, that were offered in vain, or whose worker died, and that the poll will not meet by itself: it does not look
     * back so far, or it would have taken them by now (they may have left {@code alerts.filter}). Those that processes have
     * died with come last: what else is due shall not wait for it to happen again. Of the others the most severe come first.
     *
     * @param pollMeets the poll looks at alerts updated since this time, in 100-ns ticks
     */
    public List<String> due(long pollMeets, int max) {
        long now = clock.millis();
        long overdue = now - OVERDUE.toMillis();
        return database.transaction(c -> {
            return Database.query(
                    c,
                    row -> row.getString(1),
                    "SELECT alert_id FROM " + Wanted.OPEN_STATES
                            + " JOIN defender_claims ON state = item WHERE tenant = ?"
                            + " AND (updated_ticks < ? OR due_at <= ? AND changed_at <= ? OR state = 'offered' AND owed_since <= ?)"
                            + " AND (state IN ('due', 'offered') AND due_at <= ? OR state = 'claimed' AND worker <> ? AND worker NOT IN"
                            + " (SELECT id FROM defender_workers WHERE tenant = ? AND heartbeat_at >= ?))"
                            + " ORDER BY crashes + CASE state WHEN 'claimed' THEN 1 ELSE 0 END, owed_severity DESC, due_at LIMIT ?",
                    tenant,
                    pollMeets,
                    overdue,
                    overdue,
                    now - Offered.IN_VAIN.toMillis(),
                    now,
                    worker.id(),
                    tenant,
                    worker.aliveSince(),
                    max);
        });
    }

    /**
     * Makes due again what by its row is ours though we do not have it in hand: we let go of it, or the database did not say
     * that it had claimed it. To every other process it is in the hands of one that is alive; so each does it for itself.
     */
    public void giveBackWhatIsNotInHand() {
        long now = clock.millis();
        database.transaction(c -> {
            List<Map.Entry<String, Integer>> ours = Database.query(
                    c,
                    row -> Map.entry(row.getString(1), row.getInt(2)),
                    "SELECT alert_id, take FROM defender_claims WHERE tenant = ? AND state = 'claimed' AND worker = ?"
                            + " ORDER BY alert_id",
                    tenant,
                    worker.id());
            for (Map.Entry<String, Integer> row : ours) {
                if (!hands.alertIds().contains(row.getKey())) { // a hand is there before others can see its row
                    giveBack(c, row.getKey(), row.getValue(), now);
                }
            }
            return null;
        });
    }

    private void giveBack(Connection c, String alertId, int take, long now) throws SQLException {
        Database.update(
                c,
                "UPDATE defender_claims SET state = 'due', worker = NULL, alone = FALSE, due_at = ?, changed_at = ?,"
                        + " reason = ? WHERE tenant = ? AND alert_id = ? AND take = ? AND state = 'claimed' AND worker = ?",
                now,
                now,
                "Given back: it was taken and never begun",
                tenant,
                alertId,
                take,
                worker.id());
    }

    /** What is open: claims by state, without those done or known. */
    public Map<String, Integer> open() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        database.transaction(c -> Database.query(
                        c,
                        row -> Map.entry(row.getString(1), row.getInt(2)),
                        "SELECT state, COUNT(*) FROM " + Wanted.OPEN_STATES
                                + " JOIN defender_claims ON state = item WHERE tenant = ? GROUP BY state ORDER BY state",
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

    /** The state of one alert's claim: offered, claimed, done, due, parked or known; empty if we never saw it. */
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
        return hands.beginAll();
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
                "UPDATE defender_claims SET state = 'due', worker = NULL, alone = FALSE, due_at = ?, changed_at = ?,"
                        + " reason = ? WHERE tenant = ? AND state = 'claimed' AND worker = ?",
                now,
                now,
                "Given back at shutdown",
                tenant,
                worker.id()));
    }

    /** How many this worker has in hand, those among them of which only the end is not written yet. */
    int inHand() {
        return hands.size();
    }

    /** The claim's work is done; it stays in hand until that is written. */
    void ended(Claim claim) {
        hands.ended(claim);
    }

    /** The claim's end is written; a newer claim on the same alert stays in hand. */
    void forget(Claim claim) {
        hands.forget(claim);
        solitude.changed();
    }
}
