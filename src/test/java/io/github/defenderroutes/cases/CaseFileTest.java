package io.github.defenderroutes.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** What is wrong with a file of cases is shown with its line. */
class CaseFileTest extends CasesOfOneRoute {
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
    void aStepThatDoesNotExistCannotBePassed() {
        assertRefused("""
                - case: the alert is read
                  answers: { read-alert: { alert: {} } }
                  expect:
                    reaches: [read-alert, next]
                    avoids: [cal-next]
                """, "line 5: 'cal-next' is not a step with an id in these routes. Did you mean call-next?");
    }

    private void assertRefused(String cases, String message) {
        assertThatThrownBy(() -> runAll(cases))
                .isInstanceOf(CaseFileException.class)
                .message()
                .satisfies(said -> assertThat(said.replaceFirst("yaml:(\\d+):\\d+:", "yaml line $1:"))
                        .startsWith(routes.resolve("look.case.yaml") + " " + message));
    }
}
