package io.github.defenderroutes.ledger;

import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The migration itself; apart, because an application that embeds us may do without Flyway. */
final class FlywayMigration {
    private static final String HISTORY = "defender_schema_history";

    private FlywayMigration() {}

    /** @throws IllegalStateException if the database cannot be brought to our version */
    static void run(DataSource dataSource, Consumer<String> beforeUpgrade) {
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

    /** @throws IllegalStateException if its tables are not those of our version */
    static void validate(DataSource dataSource) {
        try {
            flyway(dataSource).load().validate();
        } catch (FlywayException e) {
            throw new IllegalStateException(
                    "The database's tables are those of another release. To fix: start run once with this one, or ask with that release.",
                    e);
        }
    }

    private static FluentConfiguration flyway(DataSource dataSource) {
        return Flyway.configure(FlywayMigration.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:db/defender-routes")
                .table(HISTORY)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .ignoreMigrationPatterns(new String[0]);
    }
}
