package io.github.defenderroutes.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

        assertThat(result).hasToString(routes.resolve("look.case.yaml") + """
                                :3: the alert is not read
                                  reaches
                                    expected: [next]
                                     but was: [read-alert, next]
                                  variable alertNow.severity
                                    expected: High
                                     but was: Low
                                  variable nothing
                                    expected: something
                                     but was: none""");
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

    private void assertRefused(String cases, String message) {
        assertThatThrownBy(() -> runAll(cases))
                .isInstanceOf(CaseFileException.class)
                .hasMessageStartingWith(routes.resolve("look.case.yaml") + " " + message);
    }

    private CaseResult run(String cases) throws IOException {
        return runAll(cases).get(0);
    }

    private List<CaseResult> runAll(String cases) throws IOException {
        Files.writeString(routes.resolve("look.case.yaml"), cases);
        return new CaseRunner(routes, Path.of("config")).run("look");
    }
}
