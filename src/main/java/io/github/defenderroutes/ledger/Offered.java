package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Alerts on their way from the poll to those who handle them, where they pass a queue ({@code alerts.hand-over}): each has
 * its row, in nobody's hands, since before its message was sent. Whoever gets the message claims it as any other alert; an
 * alert of which no message arrives is offered again when its time is over, and after {@link #IN_VAIN} it is handled without
 * the queue.
 */
public final class Offered {
    /** A queue that did not bring an alert within this time since it was owed is not asked again. */
    static final Duration IN_VAIN = Duration.ofMinutes(10);

    private static final int IDS_AT_ONCE = 100;

    private final Database database;
    private final String tenant;
    private final Clock clock;

    Offered(Database database, String tenant, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.clock = clock;
    }

    /**
     * What ids stand for that somebody has brought.
     *
     * @param waiting alerts to be handled now: offered, or due
     * @param unseen of which we know nothing. All others are in somebody's hands, not due yet, or done with
     */
    public record Sorted(List<String> waiting, List<String> unseen) {}

    /** Sorts ids; each of both lists in the order given. */
    public Sorted sort(Collection<String> ids) {
        Set<String> waiting = new HashSet<>();
        Set<String> seen = new HashSet<>();
        List<String> all = List.copyOf(ids);
        database.transaction(c -> {
            for (int from = 0; from < all.size(); from += IDS_AT_ONCE) {
                read(c, all.subList(from, Math.min(from + IDS_AT_ONCE, all.size())), waiting, seen);
            }
            return null;
        });
        return new Sorted(
                all.stream().filter(waiting::contains).toList(),
                all.stream().filter(id -> !seen.contains(id)).toList());
    }

    private void read(Connection c, List<String> ids, Set<String> waiting, Set<String> seen) throws SQLException {
        List<Object> values = new ArrayList<>(ids);
        values.add(tenant);
        long now = clock.millis();
        Database.query(
                c,
                row -> {
                    boolean due = row.getString(2).equals("due") && row.getLong(3) <= now;
                    return due || row.getString(2).equals("offered")
                            ? waiting.add(row.getString(1)) && seen.add(row.getString(1))
                            : seen.add(row.getString(1));
                },
                "SELECT alert_id, state, due_at FROM " + Wanted.texts(ids.size())
                        + " JOIN defender_claims ON alert_id = item WHERE tenant = ?",
                values.toArray());
    }

    /** Their messages were not sent, or it is not known: they may be offered again at once. */
    public void notSent(Collection<String> ids) {
        long now = clock.millis();
        database.transaction(c -> {
            try (PreparedStatement update = c.prepareStatement("UPDATE defender_claims SET due_at = ?"
                    + " WHERE tenant = ? AND alert_id = ? AND state = 'offered'")) {
                for (String id : ids.stream().sorted().toList()) {
                    Database.bind(update, now, tenant, id);
                    update.addBatch();
                }
                return update.executeBatch();
            }
        });
    }

    /** Since when the alert is owed that has been on offer for the longest, in milliseconds since 1970; empty if none is. */
    public Optional<Long> oldest() {
        return database.transaction(c -> oldest(c, tenant));
    }

    static Optional<Long> oldest(Connection c, String tenant) throws SQLException {
        return Database.first(
                        c,
                        row -> Optional.of(row.getLong(1)).filter(since -> since > 0),
                        "SELECT MIN(owed_since) FROM defender_claims WHERE tenant = ? AND state = 'offered'",
                        tenant)
                .flatMap(since -> since);
    }
}
