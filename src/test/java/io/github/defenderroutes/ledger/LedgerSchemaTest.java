package io.github.defenderroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.HandClock;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;

class LedgerSchemaTest {

    @Test
    void foreignTablesInTheSameSchemaAreLeftAlone() {
        try (var database = new TestLedger(false)) {
            database.update("CREATE TABLE customers (name VARCHAR(10))");
            database.update("INSERT INTO customers VALUES ('Ada')");

            LedgerSchema.migrate(database);
            LedgerSchema.migrate(database);

            assertThat(database.rows("SELECT name FROM customers")).hasSize(1);
            assertThat(database.rows("SELECT * FROM defender_claims")).isEmpty();
        }
    }

    @Test
    void aFirstStartThatWasKilledInTheMiddleIsBegunAgain() {
        try (var database = new TestLedger(false)) {
            LedgerSchema.migrate(database);
            database.update("DELETE FROM defender_schema_history"); // written last
            database.update("DROP TABLE defender_notices");
            database.update("DROP INDEX defender_claims_open");

            LedgerSchema.migrate(database);

            assertThat(database.rows("SELECT * FROM defender_notices")).isEmpty();
            assertThat(database.rows("SELECT success FROM defender_schema_history WHERE version = '1'"))
                    .hasSize(1);
        }
    }

    @Test
    void theTablesOfANewerReleaseAreRefusedAndWhatToDoIsSaid() {
        try (var database = new TestLedger(false)) {
            LedgerSchema.migrate(database);
            database.update("INSERT INTO defender_schema_history SELECT 99, '99', description, type, 'V99__later.sql',"
                    + " checksum, installed_by, installed_on, execution_time, success FROM defender_schema_history"
                    + " WHERE version = '1'");

            assertThatThrownBy(() -> LedgerSchema.migrate(database))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("use the release that wrote them, or another state.url");
        }
    }

    @Test
    void withoutFlywayTablesOfThisReleaseAreTakenAndOthersRefusedWithWhatToDo() {
        try (var database = new TestLedger()) {
            LedgerSchema.requireNewest(database);
        }
        try (var database = new TestLedger(false)) {
            Flyway.configure()
                    .dataSource(database)
                    .locations("classpath:db/defender-routes")
                    .target(MigrationVersion.fromVersion(String.valueOf(TestLedger.newest() - 1)))
                    .load()
                    .migrate();

            assertThatThrownBy(() -> LedgerSchema.requireNewest(database))
                    .hasMessageContaining("or run the files db/defender-routes/V*.sql of our jar");
        }
    }

    @Test
    void aDatabaseThatIsAwayIsReportedAsThat() {
        try (var database = new TestLedger()) {
            database.isAway(true);

            assertThatThrownBy(() -> database.ledger(new HandClock()).cursors().firstStart())
                    .isInstanceOf(LedgerException.class)
                    .hasMessage("The database did not do it: The database is away");
        }
    }
}
