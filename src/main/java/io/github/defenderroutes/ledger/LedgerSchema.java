package io.github.defenderroutes.ledger;

import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings the ledger's tables up to date, in a history of its own so that a shared schema is left alone. */
public final class LedgerSchema {
    private static final String HISTORY = "defender_schema_history";

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
        try {
            flyway(dataSource)
                    .callbacks(new BeforeUpgrade(HISTORY, beforeUpgrade))
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new IllegalStateException(
                    "The database's tables are not ours to use: " + e.getMessage()
                            + ". To fix: use the release that wrote them, or another state.url.",
                    e);
        }
    }

    /**
     * Only looks.
     *
     * @throws IllegalStateException if its tables are not those of our version
     */
    public static void requireCurrent(DataSource dataSource) {
        try {
            flyway(dataSource).load().validate();
        } catch (FlywayException e) {
            throw new IllegalStateException(
                    "The database's tables are those of another release. To fix: start run once with this one, or ask with that release.",
                    e);
        }
    }

    private static FluentConfiguration flyway(DataSource dataSource) {
        return Flyway.configure(LedgerSchema.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:db/defender-routes")
                .table(HISTORY)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .ignoreMigrationPatterns(new String[0]);
    }
}
