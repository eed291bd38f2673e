package io.github.defenderroutes.guardrails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema by which editors complete and check guardrails.yaml says what its reader says. */
class GuardrailsSchemaTest {
    private static final Path SHIPPED = Path.of("config/guardrails.yaml");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode TEXT = text();
    private static final JsonNode RULE = TEXT.at("/properties/rules/items");
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(TEXT);

    @Test
    void theShippedFileLeadsEditorsToTheSchemaAndFitsIt() throws IOException {
        String shipped = Files.readString(SHIPPED);

        assertThat(shipped).startsWith("# yaml-language-server: $schema=.guardrails.schema.json\n");
        assertThat(problems(shipped)).isEmpty();
        assertThat(problems(shipped.replaceAll("(?m)^  # (?=- rule|  )", "  "))).isEmpty();
    }

    @Test
    void aRuleHasTheKeysThatItsReaderKnows() {
        assertThat(names(RULE.path("properties"))).isEqualTo(new TreeSet<>(RuleFile.KEYS));
    }

    @Test
    void eachSectionHasTheWordsThatItsReaderKnows() {
        for (String section : Vocabulary.SECTIONS) {
            assertThat(names(RULE.path("properties").path(section).path("properties")))
                    .as(section)
                    .isEqualTo(new TreeSet<>(Vocabulary.words(section)));
        }
    }

    /** A word of a closed set is one for both or for none. */
    @Test
    void theWordsOfAClosedSetAreThoseOfItsReader() {
        int closed = 0;
        for (String section : List.of("device", "alert")) {
            for (String word : Vocabulary.words(section)) {
                JsonNode known = RULE.path("properties")
                        .path(section)
                        .path("properties")
                        .path(word)
                        .at("/anyOf/0/anyOf/0/enum");
                if (known.isMissingNode()) {
                    continue;
                }
                closed++;
                for (JsonNode one : known) {
                    accepted("rule: x, outcome: never, %s: {%s: %s}".formatted(section, word, one.textValue()));
                    accepted("rule: x, outcome: never, %s: {%s: [%s]}"
                            .formatted(section, word, one.textValue().toLowerCase(Locale.ROOT)));
                }
                refused("rule: x, outcome: never, %s: {%s: Nonsense}".formatted(section, word));
                String told = problem("rule: x, outcome: never, %s: {%s: Nonsense}".formatted(section, word));
                known.forEach(one -> assertThat(told).contains(one.textValue()));
            }
        }
        assertThat(closed).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rule: x, outcome: never",
                "rule: x, outcome: NEVER, device: {value: 'h*'}",
                "rule: x, outcome: isolate, type: selective, release-after: 4h, until: 2026-12-31",
                "rule: x, outcome: approve, until: '2026-12-31T18:00:00+01:00', because: 42",
                "rule: x, outcome: never, device: {name: [dc*, 7], merged: true, last-seen: {within: 30d, over: 2d}}",
                "rule: x, outcome: never, device: {ip: [10.20.0.0/16, 10.0.0.1-10.0.0.9, 'fd00::/8', 10.0.0.1]}",
                "rule: x, outcome: never, user: {name: 'CORP\\adm-*', domain-admin: 'true'}",
                "rule: x, outcome: never, time: {zone: Europe/Berlin, windows: [Mon-Fri 08:00-18:00, Sat, '22:00-06:00']}",
                "rule: x, outcome: never, time: {zone: UTC, dates: [2026-12-24 to 2027-01-01, 2026-12-24]}",
                "rule: x, outcome: never, facts: {owner: finance-*, cmdb.level: [1, true]}",
            })
    void whatTheReaderTakesTheSchemaTakes(String rule) {
        accepted(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rule: x",
                "outcome: never",
                "rule: Every Thing, outcome: never",
                "rule: x, outcome: isolat",
                "rule: x, outcome: never, devices: {}",
                "rule: x, outcome: never, device: null",
                "rule: x, outcome: never, device: {}",
                "rule: x, outcome: never, device: [a]",
                "rule: x, outcome: never, device: {platfrom: Windows11}",
                "rule: x, outcome: never, device: {tag: }",
                "rule: x, outcome: never, device: {tag: ' '}",
                "rule: x, outcome: never, device: {tag: []}",
                "rule: x, outcome: never, device: {tag: {a: b}}",
                "rule: x, outcome: never, device: {merged: yes}",
                "rule: x, outcome: never, device: {last-seen: 2d}",
                "rule: x, outcome: never, device: {last-seen: {within: 2}}",
                "rule: x, outcome: never, device: {ip: example.org}",
                "rule: x, outcome: never, alert: {technique: []}",
                "rule: x, outcome: never, time: {windows: Mon}",
                "rule: x, outcome: never, time: {zone: UTC}",
                "rule: x, outcome: never, time: {zone: UTC, windows: always at}",
                "rule: x, outcome: never, time: {zone: UTC, dates: 24.12.2026}",
                "rule: x, outcome: isolate, type: Partial",
                "rule: x, outcome: never, type: Full",
                "rule: x, outcome: Dry-Run, release-after: 4h",
                "rule: x, outcome: approve, release-after: 4",
                "rule: x, outcome: never, until: tomorrow",
            })
    void whatTheSchemaRefusesTheReaderRefuses(String rule) {
        refused(rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rule: x", "a sentence", "rules: {}", "rules: [a]", "rules: []\nrule: x"})
    void aFileThatHoldsNoRulesIsRefusedByBoth(String file) {
        assertThat(problems(file)).isNotEmpty();
        assertThatThrownBy(() -> RuleFile.read("g.yaml", file)).isInstanceOf(GuardrailsException.class);
    }

    private static void accepted(String rule) {
        assertThat(RuleFile.read("g.yaml", file(rule))).as(rule).hasSize(1);
        assertThat(problems(file(rule))).as(rule).isEmpty();
    }

    private static void refused(String rule) {
        problem(rule);
        assertThat(problems(file(rule))).as(rule).isNotEmpty();
    }

    /** What the reader says. */
    private static String problem(String rule) {
        List<String> told = new ArrayList<>();
        assertThatThrownBy(() -> RuleFile.read("g.yaml", file(rule)))
                .as(rule)
                .isInstanceOf(GuardrailsException.class)
                .satisfies(problem -> told.add(problem.getMessage()));
        return told.get(0);
    }

    private static String file(String rule) {
        return "rules: [{" + rule + "}]";
    }

    private static List<String> problems(String yaml) {
        Object read = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return SCHEMA.validate(JSON.valueToTree(read)).stream()
                .map(Object::toString)
                .toList();
    }

    private static Set<String> names(JsonNode properties) {
        Set<String> names = new TreeSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode text() {
        try {
            return JSON.readTree(Path.of("config/.guardrails.schema.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
