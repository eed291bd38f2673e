package io.github.defenderroutes.cases;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A case plays its route for real, reaches nothing outside, and tells what differs. */
class CaseRunnerTest extends CasesOfOneRoute {
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
    void aKameletThatIsAStepOfItsOwnIsHeldToo() throws IOException {
        Files.writeString(routes.resolve("look.camel.yaml"), """
                - route:
                    id: look
                    from:
                      uri: direct:look
                      steps:
                        - kamelet:
                            id: read-alert
                            name: defender-get-alert-action
                            parameters:
                              alertId: "${body[id]}"
                """);

        CaseResult result = run("""
                - case: the alert is read
                  body: { id: da1 }
                  answers: { read-alert: { alert: { severity: Low } } }
                  expect:
                    reaches: [read-alert]
                    calls: [{ step: read-alert, alertId: da2 }]
                """);

        assertThat(result.difference()).contains("da2", "da1");
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
}
