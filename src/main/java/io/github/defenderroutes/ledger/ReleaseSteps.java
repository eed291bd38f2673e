package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/**
 * What becomes of wishes for a release. A step is taken from the wish as it was seen, together with the record of the
 * isolation and the notice that tells it; whoever is slower, or saw it before a person took it over, changes nothing.
 */
public final class ReleaseSteps {
    private final Database database;
    private final String tenant;
    private final NoticeTable notices;
    private final Clock clock;

    ReleaseSteps(Database database, String tenant, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.notices = new NoticeTable(tenant, database.events());
        this.clock = clock;
    }

    /**
     * Puts it off; nothing has been sent, or nothing was accepted.
     *
     * @param state {@code wanted}, {@code waits} or {@code cancelling}
     * @param dueAt milliseconds since 1970
     */
    public boolean postpone(ReleaseWish seen, String state, long dueAt) {
        return database.transaction(c -> change(c, seen, "state = ?, due_at = ?, sent_at = NULL", state, dueAt));
    }

    /** Nothing speaks against it any more: it is wanted from now on. */
    public boolean resume(ReleaseWish seen) {
        long now = clock.millis();
        return database.transaction(
                c -> change(c, seen, "state = 'wanted', wanted_at = ?, due_at = ?, sent_at = NULL", now, now));
    }

    /** Puts it off though the isolation counts as being released: that stands again as it did. */
    public boolean back(ReleaseWish seen, String isolationState, long dueAt) {
        return database.transaction(c -> {
            boolean first = change(c, seen, "state = 'wanted', due_at = ?, sent_at = NULL", dueAt);
            if (first) {
                stand(c, seen, isolationState);
            }
            return first;
        });
    }

    /** Defender has a machine action for it; what comes of that is followed. */
    public boolean accepted(ReleaseWish seen, String actionId) {
        return database.transaction(c -> {
            boolean first = change(
                    c,
                    seen,
                    "state = 'accepted', action_id = ?, sent_at = COALESCE(sent_at, ?)",
                    Database.cut(actionId, 64),
                    clock.millis());
            if (first) {
                Database.update(
                        c,
                        "UPDATE defender_isolations SET state = 'releasing', looked_at = ? WHERE id = ?"
                                + " AND open_device IS NOT NULL AND state IN ('sent', 'requested', 'isolated')",
                        clock.millis(),
                        seen.isolationId());
            }
            return first;
        });
    }

    /**
     * It came to nothing: the isolation stands as it did, and the program does not release it by itself any more, neither by
     * its time nor for its alerts.
     *
     * @param isolationState how it stands if it counted as being released; {@code null} leaves it as it is
     */
    public boolean failed(ReleaseWish seen, String isolationState, String problem, Notice notice) {
        return database.transaction(c -> {
            boolean first = change(
                    c,
                    seen,
                    "state = 'failed', open_isolation = NULL, problem = ?, told = ?",
                    Database.cut(problem, 500),
                    notice.kind());
            if (first) {
                stand(c, seen, isolationState);
                Database.update(
                        c,
                        "UPDATE defender_isolations SET release_after = NULL, release_at = NULL,"
                                + " release_asked_at = COALESCE(release_asked_at, ?) WHERE id = ?",
                        clock.millis(),
                        seen.isolationId());
                notices.insert(c, List.of(notice), clock.millis());
            }
            return first;
        });
    }

    /** Tells something about it, unless that was told last. */
    public boolean tell(ReleaseWish seen, Notice notice) {
        return database.transaction(c -> {
            boolean first = change(c, seen, "told = ?", notice.kind());
            if (first) {
                notices.insert(c, List.of(notice), clock.millis());
            }
            return first;
        });
    }

    private void stand(Connection c, ReleaseWish seen, String isolationState) throws SQLException {
        if (isolationState == null) {
            return;
        }
        Database.update(
                c,
                "UPDATE defender_isolations SET state = ?, looked_at = ? WHERE id = ? AND open_device IS NOT NULL"
                        + " AND state = 'releasing'",
                isolationState,
                clock.millis(),
                seen.isolationId());
    }

    /** First the isolation, then its wish, as everybody who changes both does: else two would wait for each other. */
    private void lock(Connection c, ReleaseWish seen) throws SQLException {
        Database.first(
                c,
                row -> row.getString(1),
                "SELECT id FROM defender_isolations WHERE id = ? AND tenant = ? FOR UPDATE",
                seen.isolationId(),
                tenant);
    }

    private boolean change(Connection c, ReleaseWish seen, String set, Object... values) throws SQLException {
        lock(c, seen);
        Object[] all = new Object[values.length + 5];
        System.arraycopy(values, 0, all, 0, values.length);
        all[values.length] = seen.id();
        all[values.length + 1] = tenant;
        all[values.length + 2] = seen.state();
        all[values.length + 3] = seen.cause();
        all[values.length + 4] = seen.told();
        return Database.update(
                        c,
                        "UPDATE defender_releases SET " + set
                                + " WHERE id = ? AND tenant = ? AND open_isolation IS NOT NULL"
                                + " AND state = ? AND cause = ? AND COALESCE(told, '') = COALESCE(?, '')",
                        all)
                == 1;
    }
}
