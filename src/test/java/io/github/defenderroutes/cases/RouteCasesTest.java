package io.github.defenderroutes.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every case beside the shipped routes, and what they leave out. */
class RouteCasesTest {
    /** What no case brings about: why, and which test tries it instead. */
    private static final Map<String, String> NOT_REACHED = Map.of(
            "error-handling.camel.yaml: when ${bean:run?method=isInHand} == true && ${exchangeProperty.CamelFailureRouteId} == 'notify-soc'",
            "as shipped, notify-soc asks nobody who could refuse; ParkedAlertsTest",
            "hunt-threats.camel.yaml: filter not: ${bean:huntThreats?method=take(${variable.hunt})}",
            "two processes want the same run at once; HuntsTest, in the ledger only",
            "hunt-threats.camel.yaml: to call-respond-to-finding",
            "no shipped query acts on devices; HuntThreatsTest",
            "poll-alerts.camel.yaml: to handle-suspect",
            "two processes have died with the alert; DeadlyAlertTest",
            "report.camel.yaml: doTry",
            "runs that would have isolated are in the history; ReportTest",
            "report.camel.yaml: to look-how-alerts-were-closed",
            "the same",
            "report.camel.yaml: bean",
            "the same",
            "report.camel.yaml: doTry nothing is caught",
            "the same",
            "report.camel.yaml: doCatch DefenderRefusedException, DefenderUnavailableException, IOException",
            "the same");

    private static CaseRun run;

    @BeforeAll
    static void runThem() {
        run = new CaseRunner(Path.of("routes"), Path.of("config")).run();
    }

    @TestFactory
    Stream<DynamicTest> everyCase() {
        return run.results().stream()
                .map(result -> DynamicTest.dynamicTest(result.name(), () -> assertThat(result.difference())
                        .as("%s:%d: %s", result.file(), result.line(), result.name())
                        .isEmpty()));
    }

    @Test
    void everyBranchAndEveryStepOfTheShippedRoutesIsReachedByACaseOrListedWithTheReason() {
        assertThat(run.coverage().gaps().stream().filter(gap -> !gap.kind().equals("rule")))
                .extracting(gap -> "%s: %s".formatted(Path.of(gap.file()).getFileName(), gap.what()))
                .containsExactlyInAnyOrderElementsOf(NOT_REACHED.keySet());
        assertThat(run.coverage().branches().percent()).isGreaterThanOrEqualTo(95);
    }

    @Test
    void everyShippedRuleDecidesInSomeCase() {
        assertThat(run.coverage().gaps())
                .filteredOn(gap -> gap.kind().equals("rule"))
                .isEmpty();
        assertThat(run.coverage().rules().all()).isPositive();
    }
}
