package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * The record of what people did and of what changed how far the program may go. Entries are only ever added; an act that
 * changes the ledger is entered in the same transaction.
 */
public final class Audit {
    private static final int PIECE = 500;

    private final Database database;
    private final String tenant;
    private final Clock clock;

    Audit(Database database, String tenant, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.clock = clock;
    }

    /**
     * One act.
     *
     * @param at when, in milliseconds since 1970
     * @param action what was done, kebab-case, such as {@code release} or {@code kill-switch-on}
     * @param subject the alert, device, case or setting it was done to, or {@code null}
     * @param detail more about it in words, or {@code null}; never a secret
     */
    public record Entry(String id, long at, String who, String via, String action, String subject, String detail) {}

    /** Enters an act that changes nothing else in the ledger. */
    public void add(Actor actor, String action, String subject, String detail) {
        database.transaction(c -> {
            add(c, tenant, clock.millis(), actor, action, subject, detail);
            return null;
        });
    }

    /** Enters an act inside the transaction that carries it out. */
    static void add(Connection c, String tenant, long now, Actor actor, String action, String subject, String detail)
            throws SQLException {
        Database.update(
                c,
                "INSERT INTO defender_audit (id, tenant, at, who, via, action, subject, detail) VALUES (?,?,?,?,?,?,?,?)",
                RowId.at(now),
                tenant,
                now,
                Database.cut(actor.name(), 200),
                actor.via().toString(),
                action,
                Database.cut(subject, 400),
                Database.cut(detail, 2_000));
    }

    /** Gives every entry since then, the oldest first, a piece at a time, so that any number fits into memory. */
    public void since(Instant from, Consumer<Entry> reader) {
        long at = from.toEpochMilli();
        String id = "";
        List<Entry> piece;
        do {
            piece = piece(at, id);
            piece.forEach(reader);
            if (!piece.isEmpty()) {
                Entry last = piece.get(piece.size() - 1);
                at = last.at();
                id = last.id();
            }
        } while (piece.size() == PIECE);
    }

    private List<Entry> piece(long at, String afterId) {
        return database.transaction(c -> Database.query(
                c,
                row -> new Entry(
                        row.getString("id"),
                        row.getLong("at"),
                        row.getString("who"),
                        row.getString("via"),
                        row.getString("action"),
                        row.getString("subject"),
                        row.getString("detail")),
                "SELECT id, at, who, via, action, subject, detail FROM defender_audit WHERE tenant = ?"
                        + " AND (at > ? OR at = ? AND id > ?) ORDER BY at, id LIMIT " + PIECE,
                tenant,
                at,
                at,
                afterId));
    }
}
