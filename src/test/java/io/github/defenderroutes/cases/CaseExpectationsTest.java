package io.github.defenderroutes.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a case may expect besides: steps of other routes, calls, lists, mails; and what no case reaches. */
class CaseExpectationsTest extends CasesOfOneRoute {
    @Test
    void otherRoutesRunForRealWhereTheCaseNamesThem() throws IOException {
        Files.writeString(routes.resolve("next.camel.yaml"), """
                - route:
                    id: next
                    from:
                      uri: direct:next
                      steps:
                        - choice:
                            when:
                              - expression:
                                  simple:
                                    expression: "${variable.alertNow[severity]} == 'High'"
                                steps:
                                  - to:
                                      id: call-isolate
                                      uri: direct:isolate
                            otherwise:
                              steps:
                                - log:
                                    id: leave-alone
                                    message: nothing to do
                """);

        CaseResult result = run("""
                - case: a Low alert goes through both routes and isolates nothing
                  with: [next]
                  body: { id: da1 }
                  answers:
                    read-alert: { alert: { severity: Low } }
                  expect:
                    reaches: [read-alert]
                    passes: [read-alert, next, leave-alone]
                    avoids: [call-isolate]
                """);

        assertThat(result.difference()).isEmpty();
    }

    @Test
    void stepsThatWereNotPassedOrShouldNotHaveBeenAreNamedWithTheirLines() throws IOException {
        CaseResult result = run("""
                - case: the alert is read
                  body: { id: da1 }
                  answers: { read-alert: { alert: {} } }
                  expect:
                    reaches: [read-alert, next]
                    passes:
                      - call-next
                      - read-alert
                    avoids: [call-next]
                """);

        assertThat(result.mismatches())
                .extracting(Mismatch::line, Mismatch::what, Mismatch::details)
                .containsExactly(
                        tuple(
                                8,
                                "passes read-alert",
                                "it was passed, but not after those above\npassed were: [look, read-alert, call-next]"),
                        tuple(9, "avoids call-next", "it was passed\npassed were: [look, read-alert, call-next]"));
    }

    @Test
    void aCallIsComparedByOperationAndParameters() throws IOException {
        CaseResult result = run("""
                - case: the alert is read
                  body: { id: da1 }
                  answers: { read-alert: { alert: {} } }
                  expect:
                    reaches: [read-alert, next]
                    calls:
                      - { step: read-alert, operation: get-alert, alertId: da2 }
                      - { step: read-alert }
                """);

        assertThat(result.difference()).isEqualTo("""
                read-alert.alertId (line 7)
                  expected: da2
                   but was: da1
                calls (line 8)
                  expected: a call of read-alert
                   but was: none beyond those above""");
    }

    @Test
    void whatIsMissingFromAListAndWhatIsTooMuchIsSaid() throws IOException {
        CaseResult result = run("""
                - case: the alert is read
                  body: { id: da1 }
                  answers: { read-alert: { alert: {} } }
                  expect:
                    reaches: [next, read-alert]
                """);

        assertThat(result.difference()).endsWith("the same, in another order");
    }

    @Test
    void mailsAreSealedAndRenderedWithTheTextsOfTheConfigFolder() throws IOException {
        Files.writeString(routes.resolve("look.camel.yaml"), """
                - route:
                    id: look
                    from:
                      uri: direct:look
                      steps:
                        - bean:
                            ref: run
                            method: notice
                """);

        List<CaseResult> results = runAll("""
                - case: a High alert is told
                  alert: { severity: High, title: Somebody reads LSASS }
                  settings: { mail.to: "soc@example.org, duty@example.org" }
                  expect:
                    reaches: []
                    mails:
                      - kind: alert
                        to: [soc@example.org, duty@example.org]
                        subject: { contains: [High, ws-0042], not-contains: released }
                        text: { contains: Somebody reads LSASS, not-contains: ["null", is isolated] }
                - case: a mail is not as it should be
                  alert: { severity: High }
                  expect:
                    reaches: []
                    mails:
                      - subject: { contains: Low }
                        text: Nothing happened
                """);

        assertThat(results.get(0).difference()).isEmpty();
        assertThat(results.get(1).mismatches()).extracting(Mismatch::line).containsExactly(16, 17);
        assertThat(results.get(1).mismatches())
                .extracting(Mismatch::details)
                .satisfiesExactly(
                        subject -> assertThat(subject).endsWith("does not contain: Low"),
                        text -> assertThat(text).startsWith("expected: Nothing happened\n but was: ws-0042"));
    }

    @Test
    void coverageNamesBranchesAndStepsThatNoCaseReachesByFileAndLine() throws IOException {
        Files.writeString(routes.resolve("look.camel.yaml"), """
                - route:
                    id: look
                    from:
                      uri: direct:look
                      steps:
                        - filter:
                            expression:
                              simple:
                                expression: "${body[severity]} == 'High'"
                            steps:
                              - to:
                                  id: call-next
                                  uri: direct:next
                """);
        Files.writeString(routes.resolve("look.case.yaml"), """
                - case: a Low alert is left alone
                  body: { severity: Low }
                  expect: { reaches: [] }
                """);

        Coverage coverage = runner().run().coverage();

        assertThat(coverage.gaps())
                .filteredOn(gap -> gap.file().endsWith("look.camel.yaml"))
                .extracting(Object::toString)
                .containsExactly(routes.resolve("look.camel.yaml") + ":6: branch filter ${body[severity]} == 'High'");
        assertThat(coverage.branches()).hasToString("50 % (1 of 2)");
        assertThat(coverage.steps()).hasToString("50 % (1 of 2)");
        assertThat(coverage.rules().reached()).isZero();
    }

    @Test
    void aRouteWithoutCasesIsAGapToo() throws IOException {
        Files.move(routes.resolve("look.camel.yaml"), routes.resolve("other.camel.yaml"));

        CaseRun run = runner().run();

        assertThat(run.coverage().gaps())
                .filteredOn(gap -> gap.kind().equals("route"))
                .extracting(Object::toString)
                .containsExactly(routes.resolve("other.camel.yaml") + ":1: route other has no case");
    }
}
