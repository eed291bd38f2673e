package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Brings the ledger's tables up to date, in a history of its own so that a shared schema is left alone. */
public final class LedgerSchema {
    /** What the newest migration made; without Flyway, the proof that all were run. */
    private static final String NEWEST = "SELECT packed FROM defender_notices WHERE 1 = 0";

    private LedgerSchema() {}

    /**
     * @throws IllegalStateException if the database cannot be brought to our version, for instance because a newer
     *     release has been at work in it
     */
    public static void migrate(DataSource dataSource) {
        migrate(dataSource, version -> {});
    }

    /**
     * @param beforeUpgrade told the version of tables that an older release has made, before the first of them is changed;
     *     if it throws, nothing is changed. Not called for a database that is new or current
     * @throws IllegalStateException as above
     */
    public static void migrate(DataSource dataSource, Consumer<String> beforeUpgrade) {
        FlywayMigration.run(dataSource, beforeUpgrade);
    }

    /**
     * The same for a database of somebody else's, as far as it can be done here: without Flyway it is only checked.
     *
     * @throws IllegalStateException if it cannot be used; says how to fix it
     */
    public static void prepare(DataSource dataSource) {
        requireOurDialect(dataSource);
        if (isThere("org.flywaydb.core.Flyway")) {
            migrate(dataSource);
        } else {
            requireNewest(dataSource);
        }
    }

    /**
     * Only looks.
     *
     * @throws IllegalStateException if its tables are not those of our version
     */
    public static void requireCurrent(DataSource dataSource) {
        if (isThere("org.flywaydb.core.Flyway")) {
            FlywayMigration.validate(dataSource);
        } else {
            requireNewest(dataSource);
        }
    }

    static void requireNewest(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            Database.query(connection, row -> null, NEWEST);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The tables of this release are not in the database (%s), and Flyway is not on the class path. To fix: add org.flywaydb:flyway-core (for PostgreSQL flyway-database-postgresql, too), or run the files db/defender-routes/V*.sql of our jar in the order of their numbers."
                            .formatted(LedgerException.sentence(e)),
                    e);
        }
    }

    private static void requireOurDialect(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName();
            boolean h2 = product.equals("H2");
            if (!h2 && !product.equals("PostgreSQL")) {
                throw new IllegalStateException(
                        "The given DataSource is %s. To fix: give one of PostgreSQL or H2, or none and set state.url."
                                .formatted(product));
            }
            if (h2 && !mode(connection).equals("PostgreSQL")) {
                throw new IllegalStateException(
                        "The given H2 DataSource is in the mode %s. To fix: add ;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;WRITE_DELAY=0 to its URL."
                                .formatted(mode(connection)));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The given DataSource gives no connection: %s. To fix: check its address and password."
                            .formatted(LedgerException.sentence(e)),
                    e);
        }
    }

    private static String mode(Connection h2) throws SQLException {
        return Database.first(
                        h2,
                        row -> row.getString(1),
                        "SELECT setting_value FROM information_schema.settings WHERE setting_name = 'MODE'")
                .orElse("unknown");
    }

    private static boolean isThere(String type) {
        try {
            Class.forName(type, false, LedgerSchema.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
