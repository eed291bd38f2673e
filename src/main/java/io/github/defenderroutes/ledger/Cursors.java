package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;

/** Named places in the stream of alerts, and when each was last written; some names stand for such a time alone. */
public final class Cursors {
    private static final String FIRST_START = "first-start";

    private final Database database;
    private final String tenant;
    private final Clock clock;

    Cursors(Database database, String tenant, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.clock = clock;
    }

    /** The cursor of that name; empty before its first page. */
    public Optional<Cursor> read(String name) {
        return database.transaction(c -> Database.first(
                c,
                row -> new Cursor(row.getLong(1), row.getLong(2)),
                "SELECT position_ticks, overlap_ticks FROM defender_cursors WHERE tenant = ? AND name = ?",
                tenant,
                name));
    }

    /** Milliseconds since 1970 at which the cursor of that name was last written; empty if it never was. */
    public Optional<Long> writtenAt(String name) {
        return database.transaction(c -> Database.first(
                c,
                row -> row.getLong(1),
                "SELECT changed_at FROM defender_cursors WHERE tenant = ? AND name = ?",
                tenant,
                name));
    }

    public void write(String name, Cursor cursor) {
        database.transaction(c -> {
            write(c, tenant, name, cursor, clock.millis());
            return null;
        });
    }

    /** Writes one cursor and forgets another, together. */
    public void complete(String name, String forgotten, Cursor cursor) {
        database.transaction(c -> {
            write(c, tenant, name, cursor, clock.millis());
            return Database.update(c, "DELETE FROM defender_cursors WHERE tenant = ? AND name = ?", tenant, forgotten);
        });
    }

    /** When this installation first looked at the tenant, in milliseconds since 1970; remembered from the first call on. */
    public long firstStart() {
        return writtenAt(FIRST_START).orElseGet(() -> {
            write(FIRST_START, new Cursor(0, 0));
            return writtenAt(FIRST_START).orElseThrow();
        });
    }

    static void write(Connection c, String tenant, String name, Cursor cursor, long now) throws SQLException {
        int changed = Database.update(
                c,
                "UPDATE defender_cursors SET position_ticks = ?, overlap_ticks = ?, changed_at = ?"
                        + " WHERE tenant = ? AND name = ?",
                cursor.positionTicks(),
                cursor.overlapTicks(),
                now,
                tenant,
                name);
        if (changed == 0) {
            Database.update(
                    c,
                    "INSERT INTO defender_cursors (tenant, name, position_ticks, overlap_ticks, changed_at)"
                            + " VALUES (?,?,?,?,?) ON CONFLICT DO NOTHING",
                    tenant,
                    name,
                    cursor.positionTicks(),
                    cursor.overlapTicks(),
                    now);
        }
    }
}
