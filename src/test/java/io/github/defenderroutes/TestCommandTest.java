package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.command.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code test}, as a route author gives it. */
class TestCommandTest {
    @TempDir
    Path routes;

    @BeforeEach
    void aRouteWithOneCase() throws IOException {
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
    }

    @Test
    void casesThatPassAreCounted() {
        CommandLineCall call = test();

        assertThat(call.out()).isEqualTo("1 cases, 0 failed.\n");
        assertThat(call.exitCode()).isZero();
    }

    @Test
    void aCaseThatFailsIsShownWithItsPlace() throws IOException {
        Files.writeString(routes.resolve("look.case.yaml"), """
                - case: a High alert is left alone
                  body: { severity: High }
                  expect: { reaches: [] }
                """);

        CommandLineCall call = test("look");

        String file = routes.resolve("look.case.yaml").toString();
        assertThat(call.out()).isEqualTo("""
                FILE:1: a High alert is left alone
                  FILE:3: reaches
                    expected: []
                     but was: [next]
                       extra: next
                1 cases, 1 failed.
                """.replace("FILE", file));
        assertThat(call.exitCode()).isOne();
    }

    @Test
    void coverageSaysWhatNoCaseReaches() {
        CommandLineCall call = test("--coverage");

        assertThat(call.out())
                .startsWith(
                        "1 cases, 0 failed.\nReached: branches 50 % (1 of 2), steps 50 % (1 of 2), rules 0 % (0 of 4).\n")
                .contains("  %s:6: branch filter ${body[severity]} == 'High'\n"
                        .formatted(routes.resolve("look.camel.yaml")))
                .contains("guardrails.yaml:", ": rule clients\n");
        assertThat(call.exitCode()).as("a gap is no failure").isZero();
    }

    @Test
    void ofARouteNamedOnlyItsOwnGapsAreShown() {
        assertThat(test("look", "--coverage").out())
                .contains("steps 50 % (1 of 2).\n")
                .doesNotContain("rule clients");
    }

    @Test
    void resultsAreThereForPrograms() throws IOException {
        JsonNode json = new ObjectMapper().readTree(test("--coverage", "--json").out());

        assertThat(json.at("/failed").asInt()).isZero();
        assertThat(json.at("/results/0/case").asText()).isEqualTo("a Low alert is left alone");
        assertThat(json.at("/coverage/branches/all").asInt()).isEqualTo(2);
        assertThat(json.at("/coverage/gaps/0/line").asInt()).isPositive();
    }

    @Test
    void aRouteWithoutCasesIsWrongUseAndTheNearestIsNamed() {
        CommandLineCall call = test("lok");

        assertThat(call.problems()).contains("The route lok has no cases. Did you mean look?");
        assertThat(call.exitCode()).isEqualTo(2);
    }

    @Test
    void aFileThatCannotBeRunIsAProblemFound() throws IOException {
        Files.writeString(routes.resolve("look.case.yaml"), "- { case: x, expct: {} }");

        CommandLineCall call = test();

        assertThat(call.problems())
                .contains("look.case.yaml:1:14: 'expct' is not part of a case. Did you mean expect?");
        assertThat(call.exitCode()).isOne();
    }

    @Test
    void itRunsAgainAtEachSaveUntilItIsStopped() throws Exception {
        StringWriter out = new StringWriter();
        Thread watching = new Thread(() -> Main.execute(
                new PrintWriter(out),
                new PrintWriter(new StringWriter()),
                "test",
                "--watch",
                "--routes",
                routes.toString()));
        watching.start();
        await().untilAsserted(() -> assertThat(out.toString()).isEqualTo("1 cases, 0 failed.\n"));

        Files.writeString(routes.resolve("look.case.yaml"), """
                - case: a High alert is left alone
                  body: { severity: High }
                  expect: { reaches: [] }
                """);
        await().untilAsserted(() -> assertThat(out.toString()).endsWith("1 cases, 1 failed.\n"));

        watching.interrupt();
        watching.join(10_000);
        assertThat(watching.isAlive()).isFalse();
    }

    private CommandLineCall test(String... more) {
        String[] words = new String[more.length + 3];
        words[0] = "test";
        words[1] = "--routes";
        words[2] = routes.toString();
        System.arraycopy(more, 0, words, 3, more.length);
        return CommandLineCall.here(Map.of(), words);
    }
}
