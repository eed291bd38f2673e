package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Consumer;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** Tells once, before the first migration of tables that are already there, of which version they are. */
final class BeforeUpgrade extends BaseCallback {
    private static final String FOREIGN_TABLES_ONLY = "0";

    private final String history;
    private final Consumer<String> listener;
    private boolean told;

    BeforeUpgrade(String history, Consumer<String> listener) {
        this.history = history;
        this.listener = listener;
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public void handle(Event event, Context context) {
        if (told) {
            return;
        }
        told = true;
        try {
            version(context.getConnection())
                    .filter(version -> !version.equals(FOREIGN_TABLES_ONLY))
                    .ifPresent(listener);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The version of the database's tables cannot be read: " + e.getMessage(), e);
        }
    }

    private Optional<String> version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet newest = statement.executeQuery("SELECT \"version\" FROM \"" + history
                        + "\" WHERE \"success\" ORDER BY \"installed_rank\" DESC")) {
            return newest.next() ? Optional.ofNullable(newest.getString(1)) : Optional.empty();
        }
    }
}
