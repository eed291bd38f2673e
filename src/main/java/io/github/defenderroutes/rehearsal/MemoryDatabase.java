package io.github.defenderroutes.rehearsal;

import io.github.defenderroutes.ledger.LedgerSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** A database of the ledger's that lives in memory, can forget, and ends when it is closed. */
public final class MemoryDatabase implements AutoCloseable {
    /** Not what was handled, but who is at work. */
    private static final Set<String> KEPT =
            Set.of("defender_schema_history", "defender_workers", "defender_leases", "defender_versions");

    private static final List<String> OF_DEVICES = List.of(
            "defender_isolation_alerts", "defender_isolations", "defender_approval_alerts", "defender_approvals");

    private final JdbcConnectionPool pool;
    private final List<String> tables;

    public MemoryDatabase() {
        pool = JdbcConnectionPool.create(
                "jdbc:h2:mem:rehearsal-" + UUID.randomUUID()
                        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1",
                "sa",
                "");
        pool.setMaxConnections(50);
        LedgerSchema.migrate(pool);
        tables = tables();
    }

    public DataSource dataSource() {
        return pool;
    }

    private List<String> tables() {
        List<String> names = new ArrayList<>();
        try (Connection connection = pool.getConnection();
                ResultSet rows = connection.getMetaData().getTables(null, null, "defender_%", new String[] {"TABLE"})) {
            while (rows.next()) {
                names.add(rows.getString("TABLE_NAME"));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        names.removeAll(KEPT);
        return names;
    }

    /** Forgets everything that has happened. */
    void forget() {
        forget(tables);
    }

    /** Forgets who was cut off, or was to be. */
    void forgetDevices() {
        forget(OF_DEVICES);
    }

    private void forget(List<String> tables) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : tables) {
                statement.executeUpdate("DELETE FROM " + table);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        pool.dispose();
    }
}
