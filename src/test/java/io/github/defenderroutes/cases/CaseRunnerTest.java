package io.github.defenderroutes.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaseRunnerTest {
    private static final String ROUTE = """
            - route:
                id: look
                from:
                  uri: direct:look
                  steps:
                    - to:
                        id: read-alert
                        uri: kamelet:defender-get-alert-action
                        parameters:
                          alertId: "${body[id]}"
                        variableReceive: alertNow
                    - to:
                        id: call-next
                        uri: direct:next
            """;

    @TempDir
    Path routes;

    @BeforeEach
    void aRouteThatReadsAnAlertAndCallsAnother() throws IOException {
        Files.writeString(routes.resolve("look.camel.yaml"), ROUTE);
    }

    @Test
    void aCaseThatFitsPasses() throws IOException {
        CaseResult result = run("""
                - case: the alert is read
                  body: { id: da1 }
                  answers:
                    read-alert: { alert: { severity: Low } }
                  expect:
                    reaches: [read-alert, next]
                    calls: [{ step: read-alert, alertId: da1 }]
                    variables: { alertNow: { severity: Low } }
                """);

        assertThat(result).hasToString(routes.resolve("look.case.yaml") + ":1: the alert is read");
        assertThat(result.passed()).isTrue();
    }

    @Test
    void aSecretThatOnlyTheEnvironmentHoldsIsNotNeeded() throws IOException {
        CaseResult result = run("""
                - case: the alert is read
                  settings: { mail.auth: password, mail.username: soc }
                  body: { id: da1 }
                  answers:
                    read-alert: { alert: { severity: Low } }
                  expect:
                    reaches: [read-alert, next]
                """);

        assertThat(result.passed()).isTrue();
    }

    @Test
    void aCaseThatDoesNotFitSaysWhereWhatWasExpectedAndWhatWas() throws IOException {
        CaseResult result = run("""
                # a comment

                - case: the alert is not read
                  body: { id: da1 }
                  answers:
                    read-alert: { alert: { severity: Low } }
                  expect:
                    reaches: [next]
                    variables: { alertNow: { severity: High, status: New }, nothing: something }
                """);

        String file = routes.resolve("look.case.yaml").toString();
        assertThat(result).hasToString("""
                FILE:3: the alert is not read
                  FILE:8: reaches
                    expected: [next]
                     but was: [read-alert, next]
                       extra: read-alert
                  FILE:9: variable alertNow.severity
                    expected: High
                     but was: Low
                  FILE:9: variable nothing
                    expected: something
                     but was: none""".replace("FILE", file));
    }

    @Test
    void whatIsNotListedMustNotBeReached() throws IOException {
        CaseResult result = run("""
                - case: nothing is reached
                  body: { id: da1 }
                  answers: { read-alert: { alert: {} } }
                  expect: { reaches: [] }
                """);

        assertThat(result.difference()).contains("expected: []", "but was: [read-alert, next]");
    }

    @Test
    void aStepThatLacksAnAnswerIsNamed() throws IOException {
        CaseResult result = run("""
                - case: the alert is read
                  body: { id: da1 }
                  expect: { reaches: [read-alert, next] }
                """);

        assertThat(result.difference())
                .startsWith("The step read-alert needs an answer. To fix: add it under answers.");
    }

    @Test
    void aStepThatIsCalledMoreOftenThanItHasAnswersIsNamed() throws IOException {
        Files.writeString(routes.resolve("look.camel.yaml"), """
                - route:
                    id: look
                    from:
                      uri: direct:look
                      steps:
                        - loop:
                            expression:
                              constant:
                                expression: "3"
                            steps:
                              - to:
                                  id: read-alert
                                  uri: kamelet:defender-get-alert-action
                                  parameters:
                                    alertId: da1
                """);

        CaseResult result = run("""
                - case: the alert is read
                  answers: { read-alert: [{ alert: {} }, { alert: {} }] }
                  expect: { reaches: [read-alert, read-alert] }
                """);

        assertThat(result.difference()).startsWith("The step read-alert is called 3 times, but has 2 answers.");
    }

    @Test
    void aCaseTakesNothingInThatItsRouteWouldTake() throws IOException {
        Path inbox = Files.createDirectory(routes.resolve("inbox"));
        Files.writeString(inbox.resolve("a.json"), "{}");
        Files.writeString(routes.resolve("look.camel.yaml"), """
                - route:
                    id: look
                    from:
                      uri: file:%s?initialDelay=0&delay=1
                      steps:
                        - log:
                            message: taken
                        - delay:
                            expression:
                              constant:
                                expression: "300"
                """.formatted(inbox));

        CaseResult result = run("""
                - case: a file is taken
                  body: { id: da1 }
                  expect: { reaches: [] }
                """);

        assertThat(result.difference()).isEmpty();
        assertThat(inbox.resolve("a.json")).exists();
        assertThat(inbox.resolve(".camel")).doesNotExist();
    }

    /** Would tell, if it were not held. */
    public static final class Wire extends DefaultEndpoint {
        static volatile boolean reached;

        public Wire() {
            setEndpointUriIfNotSpecified("wire:out");
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) {
                    reached = true;
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "recipientList: { id: leave, expression: { constant: { expression: 'file:OUT' } } }",
                "routingSlip: { id: leave, expression: { constant: { expression: 'file:OUT' } } }",
                "dynamicRouter: { id: leave, expression: { constant: { expression: 'file:OUT' } } }",
                "poll: { id: leave, uri: 'file:OUT' }",
                "pollEnrich: { id: leave, expression: { constant: { expression: 'file:OUT' } } }",
                "enrich: { id: leave, expression: { constant: { expression: 'file:OUT' } } }",
                "toD: { id: leave, uri: 'file:${header.none}OUT' }",
                "toD: { id: leave, uri: 'ref:${header.none}wire' }",
                "to: { id: leave, uri: 'ref:wire' }",
                "to: { id: leave, uri: 'wire' }",
                "recipientList: { id: leave, expression: { constant: { expression: 'wire' } } }",
                "to: { id: leave, uri: 'language:simple:resource:file:OUT' }"
            })
    void everyWayOutNeedsAnAnswerAndIsNotTaken(String step) throws IOException {
        Path out = routes.resolve("out");
        Wire.reached = false;
        Files.writeString(routes.resolve("look.camel.yaml"), """
                - beans:
                    - name: wire
                      type: %s
                - route:
                    id: look
                    from:
                      uri: direct:look
                      steps:
                        - %s
                """.formatted(
                        Wire.class.getName(), step.replace("OUT", out.toString())));

        List<CaseResult> results = runAll("""
                - case: it leaves
                  body: something
                  expect: { reaches: [leave] }
                - case: it leaves and is answered
                  body: something
                  answers: { leave: { fails: something else } }
                  expect: { reaches: [leave] }
                """);

        assertThat(results.get(0).difference()).contains("The step leave needs an answer.");
        assertThat(results.get(1).difference()).doesNotContain("needs an answer", "reaches");
        assertThat(out).doesNotExist();
        assertThat(Wire.reached).isFalse();
    }

    @Test
    void aParameterThatCannotBeEvaluatedFailsTheStepAndDoesNotHoldUpTheCase() throws IOException {
        Files.writeString(routes.resolve("look.camel.yaml"), """
                - route:
                    id: look
                    from:
                      uri: direct:look
                      steps:
                        - split:
                            expression:
                              simple:
                                expression: "${body}"
                            steps:
                              - to:
                                  id: read-alert
                                  uri: kamelet:defender-get-alert-action
                                  parameters:
                                    alertId: "${bean:lookAhead?method=mayAsk(1, 2, 3, 4, 5)}"
                """);

        CaseResult result = run("""
                - case: the alert is read
                  answers: { read-alert: { alert: {} } }
                  expect: { reaches: [read-alert] }
                """);

        assertThat(result.difference()).contains("reaches");
    }

    @Test
    void aParameterThatItsKameletRefusesIsRefusedInACaseToo() throws IOException {
        CaseResult result = run("""
                - case: an id with a slash is never sent
                  body: { id: "../machines" }
                  answers: { read-alert: { alert: {} } }
                  expect: { reaches: [read-alert] }
                """);

        assertThat(result.difference()).contains("get-alert was not sent: its parameter alertId is '../machines'");
    }

    @Test
    void anUnknownKeyIsShownWithItsLineAndTheNearestOne() {
        assertRefused("""
                - case: the alert is read
                  anwsers: { read-alert: { alert: {} } }
                  expect: { reaches: [] }
                """, "line 2: 'anwsers' is not part of a case. Did you mean answers?");
    }

    @Test
    void anUnknownExpectationIsShown() {
        assertRefused("""
                - case: the alert is read
                  expect:
                    reaches: []
                    decison: { outcome: never }
                """, "line 4: 'decison' is not something that can be expected. Did you mean decision?");
    }

    @Test
    void aCaseThatDoesNotSayWhatIsReachedIsRefused() {
        assertRefused("""
                - case: the alert is read
                  expect: { variables: { severity: High } }
                """, "line 2: 'expect' needs 'reaches', if only reaches: [].");
    }

    @Test
    void anAnswerForAStepThatDoesNotExistIsShown() {
        assertRefused("""
                - case: the alert is read
                  answers:
                    read-alrt: { alert: {} }
                  expect: { reaches: [] }
                """, "line 3: 'read-alrt' is not reached from this route. Did you mean read-alert?");
    }

    @Test
    void aStepThatCannotBeReachedIsNotExpected() {
        assertRefused(
                """
                - case: the alert is read
                  answers: { read-alert: { alert: {} } }
                  expect:
                    reaches: [isolate-device]
                """, "line 4: 'isolate-device' is not reached from this route. To fix: use one of next, read-alert.");
    }

    @Test
    void aFieldThatAnAlertDoesNotHaveIsShown() {
        assertRefused("""
                - case: the alert is read
                  alert: { severty: High }
                  expect: { reaches: [] }
                """, "line 2: 'severty' is not a field of an alert. Did you mean severity?");
    }

    @Test
    void twoCasesOfTheSameNameAreRefused() {
        assertRefused("""
                - case: the alert is read
                  expect: { reaches: [] }
                - case: the alert is read
                  expect: { reaches: [] }
                """, "line 3: the case of line 1 has the same name.");
    }

    @Test
    void aFileThatIsNoYamlIsShownWithItsLine() {
        assertRefused("""
                - case: the alert is read
                  expect: { reaches: [
                """, "line 3: it is no YAML: ");
    }

    @Test
    void aCharacterThatYamlDoesNotAllowIsShownWithItsPlace() {
        assertThatThrownBy(() -> runAll("- case: the alert\n  body: a\u0007b\n"))
                .isInstanceOf(CaseFileException.class)
                .hasMessageContaining("look.case.yaml:2:10: it is no YAML: the character U+0007 is not allowed.");
    }

    @Test
    void casesOfARouteThatDoesNotExistAreRefused() throws IOException {
        Files.move(routes.resolve("look.camel.yaml"), routes.resolve("other.camel.yaml"));

        assertRefused("- case: x", "line 1: there is no look.camel.yaml beside it. To fix: name it as its route.");
    }

    @Test
    void aSettingThatDoesNotExistFailsTheCaseAsItWouldFailTheStart() throws IOException {
        CaseResult result = run("""
                - case: the alert is read
                  settings: { isolation.mod: enforce }
                  expect: { reaches: [] }
                """);

        assertThat(result.difference()).contains("isolation.mod", "Did you mean isolation.mode?");
    }

    @Test
    void aRouteThatCannotBeLoadedFailsItsCasesWithTheReason() throws IOException {
        Files.writeString(routes.resolve("look.camel.yaml"), ROUTE.replace("direct:next", "direct:next:{{no.such}}"));

        CaseResult result = run("""
                - case: the alert is read
                  expect: { reaches: [] }
                """);

        assertThat(result.difference()).contains("no.such");
    }

    @Test
    void casesDoNotSeeWhatOthersLeftBehind() throws IOException {
        List<CaseResult> results = runAll("""
                - case: the first takes the alert
                  alert: { id: da1 }
                  answers: { read-alert: { alert: {} } }
                  expect: { reaches: [read-alert, next], claim: { state: done } }
                - case: so does the second
                  alert: { id: da1 }
                  answers: { read-alert: { alert: {} } }
                  expect: { reaches: [read-alert, next], claim: { state: done }, run: { kind: alert } }
                """);

        assertThat(results).extracting(CaseResult::difference).containsExactly("", "");
    }

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
    void aStepThatDoesNotExistCannotBePassed() {
        assertRefused("""
                - case: the alert is read
                  answers: { read-alert: { alert: {} } }
                  expect:
                    reaches: [read-alert, next]
                    avoids: [cal-next]
                """, "line 5: 'cal-next' is not a step with an id in these routes. Did you mean call-next?");
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

    private void assertRefused(String cases, String message) {
        assertThatThrownBy(() -> runAll(cases))
                .isInstanceOf(CaseFileException.class)
                .message()
                .satisfies(said -> assertThat(said.replaceFirst("yaml:(\\d+):\\d+:", "yaml line $1:"))
                        .startsWith(routes.resolve("look.case.yaml") + " " + message));
    }

    private CaseResult run(String cases) throws IOException {
        return runAll(cases).get(0);
    }

    private List<CaseResult> runAll(String cases) throws IOException {
        Files.writeString(routes.resolve("look.case.yaml"), cases);
        return runner().run(List.of("look")).results();
    }

    private CaseRunner runner() {
        return new CaseRunner(routes, Path.of("config"));
    }
}
