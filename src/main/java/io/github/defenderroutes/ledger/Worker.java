package io.github.defenderroutes.ledger;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/**
 * This process start, as the ledger knows it. Its claims are its own while its heartbeat is fresh; another worker may
 * take them once the heartbeat is {@link #PRESUMED_DEAD} old.
 */
final class Worker {
    static final Duration HEARTBEAT = Duration.ofSeconds(5);
    static final Duration PRESUMED_DEAD = Duration.ofSeconds(30);

    private final Database database;
    private final String tenant;
    private final Clock clock;
    private final boolean alone;
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
        return Database.update(
                c,
                "INSERT INTO defender_workers (tenant, id, host, pid, started_at, heartbeat_at) VALUES (?,?,?,?,?,?)",
                tenant,
                id,
                host(),
                ProcessHandle.current().pid(),
                now,
                now);
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
            return known == 0 ? signOn(c) : known;
        });
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

    private static String host() {
        try {
            return Database.cut(InetAddress.getLocalHost().getHostName(), 255);
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
