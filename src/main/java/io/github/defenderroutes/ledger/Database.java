package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/** The few shapes in which the ledger talks to its database: a transaction, a query, an update. */
final class Database {
    interface Work<T> {
        T in(Connection transaction) throws SQLException;
    }

    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final DataSource dataSource;
    private final AtomicBoolean failed = new AtomicBoolean();
    private final EventTable events = new EventTable();

    Database(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Commits what the work did, or nothing.
     *
     * @throws LedgerException if the database refuses or cannot be reached
     */
    <T> T transaction(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            failed.set(true);
            throw new LedgerException(e);
        }
    }

    /** Where what happens is written down for an application that embeds us. */
    EventTable events() {
        return events;
    }

    /** Whether a transaction has failed since this was last asked. */
    boolean hasFailedSince() {
        return failed.getAndSet(false);
    }

    private static void rollback(Connection connection, Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e); // the connection is broken, and nothing was committed
        }
    }

    static <T> List<T> query(Connection connection, Row<T> row, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(row.read(rows));
            }
            return result;
        }
    }

    static <T> Optional<T> first(Connection connection, Row<T> row, String sql, Object... values) throws SQLException {
        return query(connection, row, sql, values).stream().findFirst();
    }

    /** Returns how many rows changed. */
    static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            bind(statement, values);
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    /** PostgreSQL refuses the character NUL in text; data from outside must not be able to stop a transaction by it. */
    static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i] instanceof String text ? text.replace('\0', '\uFFFD') : values[i];
            statement.setObject(i + 1, value);
        }
    }

    /** Cuts text to what a column holds. */
    static String cut(String text, int length) {
        return text == null || text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }
}
