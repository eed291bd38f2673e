package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** How wishes for releases are read and become rows: at most one open for each isolation. */
final class WishTable {
    private static final int AT_ONCE = 50;

    private final String tenant;

    WishTable(String tenant) {
        this.tenant = tenant;
    }

    Optional<ReleaseWish> open(Connection c, String isolationId) throws SQLException {
        return Database.first(
                c,
                ReleaseWish::row,
                "SELECT " + ReleaseWish.COLUMNS + " FROM defender_releases WHERE tenant = ? AND open_isolation = ?",
                tenant,
                isolationId);
    }

    /** Open ones that meet a condition, the oldest first, some of them at a time. */
    List<ReleaseWish> where(Connection c, String condition, Object... values) throws SQLException {
        List<Object> all = new ArrayList<>(List.of(tenant));
        all.addAll(Arrays.asList(values));
        return Database.query(
                c,
                ReleaseWish::row,
                "SELECT " + ReleaseWish.COLUMNS
                        + " FROM defender_releases WHERE tenant = ? AND open_isolation IS NOT NULL" + " AND "
                        + condition + " ORDER BY wanted_at, id LIMIT " + AT_ONCE,
                all.toArray());
    }

    /** The last of each of these isolations, open or ended, by the isolation's id. */
    Map<String, ReleaseWish> last(Connection c, Collection<String> isolationIds) throws SQLException {
        Map<String, ReleaseWish> last = new HashMap<>();
        if (!isolationIds.isEmpty()) {
            List<Object> values = new ArrayList<>(isolationIds);
            values.add(tenant);
            Database.query(
                            c,
                            ReleaseWish::row,
                            "SELECT " + ReleaseWish.COLUMNS + " FROM " + Wanted.texts(isolationIds.size())
                                    + " JOIN defender_releases ON isolation_id = item WHERE tenant = ?"
                                    + " ORDER BY wanted_at, CASE WHEN open_isolation IS NULL THEN 0 ELSE 1 END, id",
                            values.toArray())
                    .forEach(wish -> last.put(wish.isolationId(), wish));
        }
        return last;
    }

    /**
     * Writes a new one.
     *
     * @param state {@code wanted}, {@code sent}, or {@code done} for one that needs nothing more
     * @param now milliseconds since 1970
     * @return false if a wish for this isolation is open already
     */
    boolean insert(Connection c, Isolation isolation, String state, String cause, String who, String reason, long now)
            throws SQLException {
        return Database.update(
                        c,
                        "INSERT INTO defender_releases (id, tenant, isolation_id, open_isolation, device_id, state, cause,"
                                + " who, reason, wanted_at, due_at, sent_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
                                + " ON CONFLICT DO NOTHING",
                        UUID.randomUUID().toString(),
                        tenant,
                        isolation.id(),
                        state.equals("done") ? null : isolation.id(),
                        isolation.deviceId(),
                        state,
                        cause,
                        Database.cut(who, 200),
                        Database.cut(reason, 500),
                        now,
                        now,
                        state.equals("sent") ? now : null)
                == 1;
    }

    /** The request leaves, whoever sends it; a route of somebody's own has no wish so far. */
    void sent(Connection c, Isolation isolation, long now) throws SQLException {
        int wished = Database.update(
                c,
                "UPDATE defender_releases SET state = 'sent', sent_at = ? WHERE tenant = ? AND open_isolation = ?",
                now,
                tenant,
                isolation.id());
        if (wished == 0) {
            insert(c, isolation, "sent", "route", "a route", null, now);
        }
    }
}
