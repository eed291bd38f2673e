package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/**
 * This process start, as the ledger knows it. Its claims are its own while its heartbeat is fresh; another worker may
 * take them once the heartbeat is {@link #PRESUMED_DEAD} old, or at once where {@link Home} shows that it is gone. One
 * that ended in order has no row any more, so a row without a heartbeat is a process that died.
 */
final class Worker {
    static final Duration HEARTBEAT = Duration.ofSeconds(5);
    static final Duration PRESUMED_DEAD = Duration.ofSeconds(30);

    private final Database database;
    private final String tenant;
    private final Clock clock;
    private final boolean alone;
    private final Home home = Home.ofThisProcess();
    private final String id = UUID.randomUUID().toString();

    /** @param alone whether the database admits one process only, so that every other worker must be dead */
    Worker(Database database, String tenant, Clock clock, boolean alone) {
        this.database = database;
        this.tenant = tenant;
        this.clock = clock;
        this.alone = alone;
    }

    String id() {
        return id;
    }

    void start() {
        database.transaction(this::signOn);
    }

    private int signOn(Connection c) throws SQLException {
        long now = clock.millis();
        int signedOn = Database.update(
                c,
                "INSERT INTO defender_workers (tenant, id, host, pid, started_at, heartbeat_at) VALUES (?,?,?,?,?,?)",
                tenant,
                id,
                Database.cut(home.name(), 255),
                ProcessHandle.current().pid(),
                now,
                now);
        buryNeighbours(c);
        return signedOn;
    }

    /** Says that we are alive; signs on again if others have given us up while the database was away for us. */
    void beat() {
        database.transaction(c -> {
            int known = Database.update(
                    c,
                    "UPDATE defender_workers SET heartbeat_at = ? WHERE tenant = ? AND id = ?",
                    clock.millis(),
                    tenant,
                    id);
            return known == 0 ? signOn(c) : buryNeighbours(c);
        });
    }

    /** Ages the heartbeat of workers that ran where we run and are no more, so that nobody waits for it. */
    private int buryNeighbours(Connection c) throws SQLException {
        record Neighbour(String id, long pid) {}
        if (!home.showsItsProcesses()) {
            return 0;
        }
        int buried = 0;
        for (Neighbour neighbour : Database.query(
                c,
                row -> new Neighbour(row.getString(1), row.getLong(2)),
                "SELECT id, pid FROM defender_workers WHERE tenant = ? AND host = ? AND heartbeat_at >= ? AND id <> ?",
                tenant,
                Database.cut(home.name(), 255),
                aliveSince(),
                id)) {
            // a pid that is in use again may be anyone's: then the heartbeat decides
            if (ProcessHandle.of(neighbour.pid()).isEmpty()) {
                buried += Database.update(
                        c,
                        "UPDATE defender_workers SET heartbeat_at = ? WHERE tenant = ? AND id = ?",
                        aliveSince() - 1,
                        tenant,
                        neighbour.id());
            }
        }
        return buried;
    }

    /** The last heartbeat that still counts as alive; workers with an older one, or none, are dead. */
    long aliveSince() {
        return alone ? Long.MAX_VALUE : clock.millis() - PRESUMED_DEAD.toMillis();
    }

    /** Says that this worker has ended, so that nobody waits for its heartbeat to grow old. */
    void end() {
        database.transaction(
                c -> Database.update(c, "DELETE FROM defender_workers WHERE tenant = ? AND id = ?", tenant, id));
    }
}
