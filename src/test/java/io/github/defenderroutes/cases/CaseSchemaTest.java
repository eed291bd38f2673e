package io.github.defenderroutes.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema by which editors complete and check case files says what the runner says. */
class CaseSchemaTest {
    private static final Path ROUTES = Path.of("routes");
    private static final String MODELINE = "# yaml-language-server: $schema=.case.schema.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode TEXT = read();
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(TEXT);

    @TempDir
    Path routes;

    @TestFactory
    Stream<DynamicTest> everyShippedCaseFileLeadsEditorsToTheSchemaAndFitsIt() throws IOException {
        try (Stream<Path> files = Files.list(ROUTES)) {
            return files.filter(file -> file.toString().endsWith(".case.yaml")).sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                        assertThat(Files.readString(file)).startsWith(MODELINE + "\n");
                        assertThat(problems(Files.readString(file))).isEmpty();
                    }));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- { case: no expectation }",
                "- { expect: { reaches: [] } }",
                "- { case: x, expect: { decision: none } }",
                "- { case: x, expct: {}, expect: { reaches: [] } }",
                "- { case: x, alert: {}, body: {}, expect: { reaches: [] } }",
                "- { case: x, alert: { severty: High }, expect: { reaches: [] } }",
                "- { case: x, device: { osPlatfrom: macOS }, expect: { reaches: [] } }",
                "- { case: x, time: yesterday, expect: { reaches: [] } }",
                "- { case: x, given: { isolaton: {} }, expect: { reaches: [] } }",
                "- { case: x, given: { isolation: { state: gone } }, expect: { reaches: [] } }",
                "- { case: x, given: { isolation: { age: soon } }, expect: { reaches: [] } }",
                "- { case: x, given: { claim: { tries: 7 } }, expect: { reaches: [] } }",
                "- { case: x, answers: { next: { alrt: {} } }, expect: { reaches: [] } }",
                "- { case: x, answers: { next: { alert: {}, device: {} } }, expect: { reaches: [] } }",
                "- { case: x, answers: { next: { refused: { code: Busy } } }, expect: { reaches: [] } }",
                "- { case: x, variables: { decision: { outcom: never } }, expect: { reaches: [] } }",
                "- { case: x, expect: { reaches: [], decison: none } }",
                "- { case: x, expect: { reaches: [], calls: [{ alertId: da1 }] } }",
                "- { case: x, expect: { reaches: [], mails: [{ too: soc@example.org }] } }",
                "- { case: x, expect: { reaches: [], mails: [], notices: [] } }",
            })
    void whatTheRunnerRefusesTheSchemaRefuses(String cases) throws IOException {
        Files.writeString(routes.resolve("look.camel.yaml"), """
                - route:
                    id: look
                    from:
                      uri: direct:look
                      steps:
                        - to:
                            uri: direct:next
                """);
        Files.writeString(routes.resolve("look.case.yaml"), cases);

        assertThatThrownBy(() -> new CaseRunner(routes, Path.of("config")).run())
                .isInstanceOf(CaseFileException.class);
        assertThat(problems(cases)).isNotEmpty();
    }

    @Test
    void itKnowsTheKeysThatTheRunnerKnows() {
        assertSame("case", Case.KEYS);
        assertSame("case/properties/expect", Expectation.KEYS);
        assertSame("case/properties/expect/properties/mails/items", Outbox.FIELDS);
        assertSame("answer", Answer.KINDS);
        assertSame("answer/properties/refused", Answer.REFUSAL);
        assertSame("answer/properties/unavailable/anyOf/1", Answer.ABSENCE);
        assertSame("text/anyOf/1", Set.of(TextRule.CONTAINS, TextRule.NOT_CONTAINS));
        assertSame("device", Examples.DEVICE.keySet());
        assertSame("action", Examples.MACHINE_ACTION.keySet());
        Set<String> alert = new TreeSet<>(Examples.ALERT.keySet());
        alert.add("devices");
        assertSame("alert", alert);
        assertSame("decision", Variable.DECISION);
        assertSame("isolation", Variable.ISOLATION);
        assertSame("approval", Variable.APPROVAL);
        assertSame("hunt", Variable.HUNT);
        String given = "case/properties/given";
        assertSame(given, Given.KEYS);
        assertSame(given + "/properties/isolation", GivenIsolation.PARTS);
        assertSame(given + "/properties/release", GivenIsolation.RELEASE);
        assertSame("claim", Given.CLAIM);
        assertSame(given + "/properties/comment", Given.COMMENT);
        assertSame(given + "/properties/approval", GivenApproval.PARTS);
        assertStates(given + "/properties/isolation", GivenIsolation.STATES);
        assertStates(given + "/properties/release", GivenIsolation.RELEASE_STATES);
        assertStates("claim", Given.CLAIM_STATES.keySet());
        assertStates(given + "/properties/approval", GivenApproval.STATES);
    }

    @Test
    void thePageForRouteAuthorsTellsEveryKey() throws IOException {
        String page = Files.readString(Path.of("src/docs/writing-routes.md"));
        String cases = page.substring(page.indexOf("\n## Cases"), page.indexOf("\n## Explain"));
        Stream.of(
                        Case.KEYS,
                        Expectation.KEYS,
                        Outbox.FIELDS,
                        Answer.KINDS,
                        Given.KEYS,
                        GivenIsolation.PARTS,
                        GivenIsolation.RELEASE,
                        Given.CLAIM,
                        Given.COMMENT,
                        GivenApproval.PARTS)
                .flatMap(Collection::stream)
                .forEach(key -> assertThat(cases).as(key).containsPattern("[ `{]" + key + "[:`, ]"));
    }

    private static void assertSame(String path, Collection<String> known) {
        Set<String> keys = new TreeSet<>();
        TEXT.at("/$defs/" + path + "/properties").fieldNames().forEachRemaining(keys::add);
        assertThat(keys).as(path).isEqualTo(new TreeSet<>(known));
    }

    private static void assertStates(String path, Collection<String> known) {
        Set<String> states = new TreeSet<>();
        TEXT.at("/$defs/" + path + "/properties/state/enum").forEach(state -> states.add(state.asText()));
        assertThat(states).as(path).isEqualTo(new TreeSet<>(known));
    }

    private static Set<String> problems(String yaml) {
        Object cases = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        Set<String> problems = new TreeSet<>();
        SCHEMA.validate(JSON.valueToTree(cases)).forEach(problem -> problems.add(problem.getMessage()));
        return problems;
    }

    private static JsonNode read() {
        try {
            return JSON.readTree(Files.readString(ROUTES.resolve(".case.schema.json")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
