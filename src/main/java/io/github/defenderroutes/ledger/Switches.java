package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What decides for all processes at once whether anything may be done: the kill switch, the breaker, and the mode they last
 * started in. Whoever turns one waits for isolations that are being decided at that moment; after it no other is decided as
 * before.
 */
public final class Switches {
    /** Its states are {@code on} and {@code off}; any other counts as on. */
    public static final String KILL_SWITCH = "kill-switch";

    /** Its states are {@code open} and {@code closed}; any other counts as open. */
    public static final String BREAKER = "breaker";

    /** Its state is the mode of the last start. */
    public static final String MODE = "isolation.mode";

    /** The lock under which isolations are decided. */
    private static final String LOCK = "isolations";

    private static final int REASON = 500;

    private final Database database;
    private final String tenant;
    private final NoticeTable notices;
    private final Clock clock;

    Switches(Database database, String tenant, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.notices = new NoticeTable(tenant, database.events());
        this.clock = clock;
    }

    /**
     * How one stands.
     *
     * @param by who left it so
     * @param reason why, or {@code null}
     * @param told whether the SOC has been told
     */
    public record Position(String state, Instant since, Actor by, String reason, boolean told) {
        /** Since when and by whom, and why, as the end of a sentence: {@code since 2026-11-26T10:00:00Z, by ada: a drill}. */
        public String course() {
            return "since %s, by %s%s"
                    .formatted(since.truncatedTo(ChronoUnit.SECONDS), by.name(), reason == null ? "" : ": " + reason);
        }
    }

    /** How that one stands; empty if nobody has ever turned it. */
    public Optional<Position> position(String name) {
        return database.transaction(c -> position(c, tenant, name));
    }

    /**
     * Turns one, with an entry in the audit.
     *
     * @param action the audit's word for it
     * @param reason why, or {@code null}
     * @param notice what tells the SOC of it; empty if nothing does
     * @return whether this call turned it; false if it stood so already, and then nothing was done
     */
    public boolean turn(String name, String state, Actor actor, String action, String reason, Optional<Notice> notice) {
        return database.transaction(c -> {
            RowLock.take(c, tenant, LOCK);
            if (position(c, tenant, name)
                    .filter(now -> now.state().equals(state))
                    .isPresent()) {
                return false;
            }
            write(c, tenant, name, new Position(state, clock.instant(), actor, reason, true));
            Audit.add(c, tenant, clock.millis(), actor, action, name, reason);
            notices.insert(c, notice.stream().toList(), clock.millis());
            return true;
        });
    }

    /**
     * Writes the notice of a position that the SOC has not been told of.
     *
     * @return false if somebody else did, or it stands differently by now
     */
    public boolean tell(String name, Position position, Notice notice) {
        return database.transaction(c -> {
            boolean first = Database.update(
                            c,
                            "UPDATE defender_switches SET told = TRUE WHERE tenant = ? AND name = ? AND state = ?"
                                    + " AND since = ? AND NOT told",
                            tenant,
                            name,
                            position.state(),
                            position.since().toEpochMilli())
                    == 1;
            notices.insert(c, first ? List.of(notice) : List.of(), clock.millis());
            return first;
        });
    }

    /** Lets one transaction after the other decide on isolations, in all processes. */
    static void lock(Connection c, String tenant) throws SQLException {
        RowLock.take(c, tenant, LOCK);
    }

    static Optional<Position> position(Connection c, String tenant, String name) throws SQLException {
        return Database.first(
                c,
                Switches::read,
                "SELECT state, since, who, via, reason, told FROM defender_switches WHERE tenant = ? AND name = ?",
                tenant,
                name);
    }

    /** The kill switch, if it is on: why nothing may be changed. */
    static Optional<Position> killed(Connection c, String tenant) throws SQLException {
        return position(c, tenant, KILL_SWITCH).filter(now -> !now.state().equals("off"));
    }

    static void write(Connection c, String tenant, String name, Position position) throws SQLException {
        Object[] values = {
            position.state(),
            position.since().toEpochMilli(),
            Database.cut(position.by().name(), 200),
            position.by().via().toString(),
            Database.cut(position.reason(), REASON),
            position.told(),
            tenant,
            name
        };
        int known = Database.update(
                c,
                "UPDATE defender_switches SET state = ?, since = ?, who = ?, via = ?, reason = ?, told = ?"
                        + " WHERE tenant = ? AND name = ?",
                values);
        if (known == 0) {
            Database.update(
                    c,
                    "INSERT INTO defender_switches (state, since, who, via, reason, told, tenant, name)"
                            + " VALUES (?,?,?,?,?,?,?,?)",
                    values);
        }
    }

    private static Position read(ResultSet row) throws SQLException {
        return new Position(
                row.getString("state"),
                Instant.ofEpochMilli(row.getLong("since")),
                new Actor(
                        row.getString("who"),
                        Actor.Via.valueOf(row.getString("via").toUpperCase(Locale.ROOT))),
                row.getString("reason"),
                row.getBoolean("told"));
    }
}
