package io.github.defenderroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import io.github.defenderroutes.PostgresServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Everything that the tests of this package say of the ledger on H2 holds on a real PostgreSQL too. */
@ExtendWith(PostgresServer.Shared.class)
class LedgerOnPostgresTest {
    @Test
    void everyTestOfTheLedgerPassesOnPostgresToo(PostgresServer postgres) throws Exception {
        var results = new SummaryGeneratingListener();
        System.setProperty(TestLedger.URL, postgres.newDatabase());
        try {
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectPackage(LedgerOnPostgresTest.class.getPackageName()))
                                    .filters(ClassNameFilter.excludeClassNamePatterns(
                                            LedgerOnPostgresTest.class.getName()))
                                    .build(),
                            results);
        } finally {
            System.clearProperty(TestLedger.URL);
        }

        var problems = new StringWriter();
        results.getSummary().printFailuresTo(new PrintWriter(problems, true), 20);
        assertThat(results.getSummary().getFailures()).as(problems.toString()).isEmpty();
        assertThat(results.getSummary().getTestsSucceededCount()).isGreaterThan(50);
    }
}
