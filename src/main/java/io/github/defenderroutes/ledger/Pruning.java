package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Forgets what has been kept long enough, in small pieces, so that nobody waits for it. What is old is read first and then
 * deleted by its key: while others write there, H2 asks a subselect in a DELETE anew for each row of the table.
 */
final class Pruning {
    private static final int PIECE = 500;
    private static final int PIECES = 10;

    /** A mail takes with it what it told, which are up to 500 notices. */
    private static final int MAILS = 50;

    /** A call counts for an hour; the other half is for clocks that differ. */
    private static final Duration CALLS = Duration.ofMinutes(90);

    /** What a hunt found is large, and told; what becomes of the devices in it is told within days. */
    private static final Duration HUNTS = Duration.ofDays(7);

    private final Database database;
    private final String tenant;
    private final Clock clock;

    Pruning(Database database, String tenant, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.clock = clock;
    }

    private interface Piece {
        /** Returns whether there may be more. */
        boolean delete(Connection c) throws SQLException;
    }

    /**
     * Forgets some of what is too old; what is left is for the next time.
     *
     * @param history how long runs are kept
     * @param claims how long is kept what guards against doing something twice: claims, mails, comments, what triggers gave, closed
     *     isolations
     * @param huntedRows how long a row of a hunting query is not told again
     */
    void prune(Duration history, Duration claims, Duration huntedRows) {
        long oldHistory = clock.millis() - history.toMillis();
        long oldClaims = clock.millis() - claims.toMillis();
        inPieces(c -> rows(c, "defender_runs", "id", "finished_at < ?", oldHistory));
        inPieces(c -> mails(c, oldClaims));
        inPieces(c -> rows(
                c,
                "defender_notices",
                "id",
                "kind LIKE 'hunting%' AND mail_id IN (SELECT id FROM defender_mails WHERE state = 'sent' AND sent_at < ?)",
                clock.millis() - HUNTS.toMillis()));
        inPieces(c ->
                rows(c, "defender_claims", "alert_id", "state IN ('done', 'known') AND changed_at < ?", oldClaims));
        inPieces(c -> rows(c, "defender_comments", "id", "ended_at < ?", oldClaims));
        inPieces(c -> rows(c, "defender_seen", "item_id", "seen_at < ?", oldClaims));
        inPieces(c -> rows(c, "defender_isolations", "id", "closed_at < ?", oldClaims));
        inPieces(c -> approvals(c, oldClaims));
        inPieces(c -> rows(c, "defender_releases", "id", "open_isolation IS NULL AND wanted_at < ?", oldClaims));
        inPieces(c -> rows(c, "defender_isolation_alerts", "isolation_id", "added_at < ?", oldClaims));
        inPieces(
                c -> rows(c, "defender_hunted_rows", "row_key", "told_at < ?", clock.millis() - huntedRows.toMillis()));
        inPieces(c -> rows(c, "defender_events", "id", "at < ?", oldHistory));
        inPieces(c -> rows(c, "defender_workers", "id", "heartbeat_at < ?", oldHistory));
        inPieces(c -> rows(c, "defender_calls", "id", "ended_at < ?", clock.millis() - CALLS.toMillis()));
    }

    private void inPieces(Piece piece) {
        int pieces = 1;
        while (database.transaction(piece::delete) && pieces < PIECES) {
            pieces++;
        }
    }

    private boolean rows(Connection c, String table, String key, String old, long before) throws SQLException {
        List<String> keys = Database.query(
                c,
                row -> row.getString(1),
                "SELECT %s FROM %s WHERE tenant = ? AND %s LIMIT %d".formatted(key, table, old, PIECE),
                tenant,
                before);
        // the condition once more: another process may have changed the row meanwhile
        String delete = "DELETE FROM %s WHERE %s = ? AND tenant = ? AND %s".formatted(table, key, old);
        try (PreparedStatement statement = c.prepareStatement(delete)) {
            for (String value : keys) {
                Database.bind(statement, value, tenant, before);
                statement.addBatch();
            }
            statement.executeBatch();
        }
        return keys.size() == PIECE;
    }

    private boolean approvals(Connection c, long before) throws SQLException {
        List<String> cases = Database.query(
                c,
                row -> row.getString(1),
                "SELECT id FROM defender_approvals WHERE tenant = ? AND asked_at < ? AND closed_at < ? LIMIT " + MAILS,
                tenant,
                before, // as old as the other at least, and in an index
                before);
        for (String id : cases) {
            Database.update(c, "DELETE FROM defender_approval_alerts WHERE approval_id = ?", id);
            Database.update(c, "DELETE FROM defender_approvals WHERE id = ?", id);
        }
        return cases.size() == MAILS;
    }

    private boolean mails(Connection c, long before) throws SQLException {
        List<String> mails = Database.query(
                c,
                row -> row.getString(1),
                "SELECT id FROM defender_mails WHERE tenant = ? AND state = 'sent' AND created_at < ? AND sent_at < ? LIMIT "
                        + MAILS,
                tenant,
                before, // as old as the other at least, and in an index
                before);
        for (String mail : mails) {
            Database.update(c, "DELETE FROM defender_notices WHERE mail_id = ?", mail);
            Database.update(c, "DELETE FROM defender_mails WHERE id = ?", mail);
        }
        return mails.size() == MAILS;
    }
}
