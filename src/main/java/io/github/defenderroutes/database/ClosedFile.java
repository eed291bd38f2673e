package io.github.defenderroutes.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets an H2 file be opened anew, in this process, after H2 has closed it because a write failed (the disk was full).
 *
 * <p>H2 does not come back by itself: its connections to the closed database go on calling themselves valid, so the pool
 * would keep them for ever. And a new connection may be opened only when all old ones are gone: the last of them to close
 * strikes the name off H2's list of open databases, whoever stands there by then (both read in the source of 2.3.232,
 * {@code JdbcConnection.isValid}, {@code Engine.close}).
 */
final class ClosedFile implements SQLExceptionOverride {
    /** I/O error, file corrupted, database is closed. */
    private static final Set<Integer> CLOSED = Set.of(90028, 90030, 90031, 90098);

    /** "General error", as which a failed write shows itself first. */
    private static final int GENERAL = 50_000;

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(30);

    private final HikariDataSource pool;
    private final AtomicBoolean closing = new AtomicBoolean();

    ClosedFile(HikariDataSource pool) {
        this.pool = pool;
    }

    @java.lang.Override // not Hikari's enum of that name
    public Override adjudicate(SQLException failure) {
        if (!isMet(failure)) {
            return Override.CONTINUE_EVICT;
        }
        if (closing.compareAndSet(false, true)) {
            Thread thread = new Thread(this::closeAll, "defender-ledger-reopen");
            thread.setDaemon(true);
            thread.start();
        }
        return Override.MUST_EVICT;
    }

    private static boolean isMet(SQLException failure) {
        return CLOSED.contains(failure.getErrorCode()) || failure.getErrorCode() == GENERAL && isOfTheStore(failure);
    }

    private static boolean isOfTheStore(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getClass().getName().startsWith("org.h2.mvstore.")) {
                return true;
            }
        }
        return false;
    }

    /** Transactions are short and fail at once now, so their connections are soon back. */
    private void closeAll() {
        HikariPoolMXBean connections = pool.getHikariPoolMXBean();
        long end = System.nanoTime() + LONGEST;
        connections.suspendPool(); // whoever asks for a connection waits
        try {
            do {
                connections.softEvictConnections();
                TimeUnit.MILLISECONDS.sleep(20);
            } while (connections.getTotalConnections() > 0 && System.nanoTime() < end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closing.set(false);
            connections.resumePool();
        }
    }
}
