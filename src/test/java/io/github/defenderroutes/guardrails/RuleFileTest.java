package io.github.defenderroutes.guardrails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may stand in guardrails.yaml, and how a mistake in it is told. */
class RuleFileTest {
    @Test
    void everyMistakeIsToldAtOnceWithItsPlaceAndWhatToDo() {
        assertThatThrownBy(() -> RuleFile.read("guardrails.yaml", """
                rules:
                  - rule: clients
                    outcome: isolat
                    device:
                      platfrom: Windows11
                      value: Hihg
                      ip: [10.0.0.0/33, 10.0.0.5/8]
                    alert:
                      technique: []
                  - rule: clients
                    outcome: never
                    type: Full
                    until: tomorrow
                    time:
                      zone: Europe/Berln
                      windows: 08:00-08:00
                  - outcome: approve
                    release-after: 4
                    devices: {}
                """))
                .isInstanceOf(GuardrailsException.class)
                .hasMessage("""
                guardrails.yaml line 3:14: outcome: isolat is no outcome. Did you mean isolate?
                guardrails.yaml line 5:7: platfrom is no condition on the device. Did you mean platform?
                guardrails.yaml line 6:14: value: Hihg is none of Microsoft's words for device.value. To fix: use one of Normal, Low, High.
                guardrails.yaml line 7:12: ip: 10.0.0.0/33 has no length we can use. To fix: end it with / and a number from 0 to 32.
                guardrails.yaml line 7:25: ip: 10.0.0.5/8 is an address inside the range. To fix: write 10.0.0.0/8, its first address.
                guardrails.yaml line 9:18: technique is an empty list, which matches nothing. To fix: write a value, or remove it.
                guardrails.yaml line 10:11: rule: clients is also the name of the rule in line 2. To fix: give one of them another.
                guardrails.yaml line 12:11: type: Full stands in a rule that never cuts a device off. To fix: remove it, or write outcome: isolate or approve.
                guardrails.yaml line 13:12: until: tomorrow is no time. To fix: write a day, 2026-12-31, which counts to its end in UTC, or a time with its zone, 2026-12-31T18:00:00+01:00.
                guardrails.yaml line 15:13: zone: Europe/Berln is no time zone. Did you mean Europe/Berlin?
                guardrails.yaml line 16:16: windows: 08:00-08:00 never opens. To fix: let it end at another time than it begins; 00:00-24:00 is a whole day.
                guardrails.yaml line 17:5: the rule has no name. To fix: begin it with rule: and a name of its own.
                guardrails.yaml line 18:20: release-after: 4 has no unit. To fix: add ms, s, m, h or d, such as 4s.
                guardrails.yaml line 19:5: devices is no part of a rule. Did you mean device?""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "rule: x | the rule has no outcome. To fix: add outcome: and one of never, dry-run, approve, isolate.",
                "rule: Every Thing, outcome: never | is no name for a rule.",
                "rule: x, outcome: never, device: null | device has nothing under it.",
                "rule: x, outcome: never, device: [a] | device does not consist of keys and values.",
                "rule: x, outcome: never, device: {tag: } | tag has nothing behind it.",
                "rule: x, outcome: never, device: {tag: {a: b}} | tag is not one word or sentence.",
                "rule: x, outcome: never, device: {tag: a, tag: b} | tag stands here twice.",
                "rule: x, outcome: never, device: {merged: yes} | merged: yes is neither true nor false.",
                "rule: x, outcome: never, device: {last-seen: 2d} | last-seen: 2d does not consist of keys and values.",
                "rule: x, outcome: never, device: {last-seen: {within: 2}} | within: 2 has no unit.",
                "rule: x, outcome: never, alert: {age: {within: 1h, over: 2h}} | age never matches",
                "rule: x, outcome: never, device: {ip: example.org} | ip: example.org is no IP address or range.",
                "rule: x, outcome: never, device: {ip: 10.0.0.256} | is no IP address or range.",
                "rule: x, outcome: never, device: {ip: 10.0.0.9-10.0.0.1} | ends before it begins.",
                "rule: x, outcome: never, device: {ip: 10.0.0.9-fd00::1} | begins in IPv4 and ends in IPv6",
                "rule: x, outcome: never, time: {windows: Mon} | time has no zone.",
                "rule: x, outcome: never, time: {zone: UTC} | time has neither windows nor dates.",
                "rule: x, outcome: never, time: {zone: UTC, windows: Mun} | names no day that we know: Mun.",
                "rule: x, outcome: never, time: {zone: UTC, windows: '08:00-25:00'} | names a time that no day has: 25:00.",
                "rule: x, outcome: never, time: {zone: UTC, windows: always at} | is no time of the week.",
                "rule: x, outcome: never, time: {zone: UTC, dates: 2026-12-24 to 2026-12-20} | ends before it begins.",
                "rule: x, outcome: never, time: {zone: UTC, dates: 24.12.2026} | is no day, nor days from one to another.",
                "rule: x, outcome: isolate, type: Partial | type: Partial is no type of isolation.",
                "rule: x, outcome: never, release-after: 4h | stands in a rule that never cuts a device off.",
            })
    void aMistakeSaysWhatIsWrong(String rule, String problem) {
        assertThatThrownBy(() -> RuleFile.read("g.yaml", "rules: [{" + rule + "}]"))
                .isInstanceOf(GuardrailsException.class)
                .hasMessageContaining(problem)
                .message()
                .containsAnyOf("To fix: ", "Did you mean ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\" | line 1:1: the file is empty.",
                "# only a comment | line 1:1: the file is empty.",
                "rule: x | line 1:1: rule is no word that we know here. Did you mean rules?",
                "rules: | line 1:7: rules is not a list.",
                "rules: [a] | line 1:9: the rule: a does not consist of keys and values.",
                "rules: [ | the YAML breaks off",
                "a sentence | does not consist of keys and values.",
                "rules: &a [*a] | does not consist of keys and values.",
            })
    void aFileThatHoldsNoRulesIsAProblemToo(String text, String problem) {
        assertThatThrownBy(() -> RuleFile.read("g.yaml", text))
                .isInstanceOf(GuardrailsException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void anEmptyListIsAllowed() {
        assertThat(RuleFile.read("g.yaml", "rules: []")).isEmpty();
    }

    /** Each condition that its comment lists is one that can be read. */
    @Test
    void theShippedFileAndItsExamplesCanBeRead() throws Exception {
        String shipped = Files.readString(Path.of("config/guardrails.yaml"));
        List<Rule> rules = RuleFile.read("guardrails.yaml", shipped);

        assertThat(rules)
                .extracting(Rule::name)
                .containsExactly("tag-no-isolation", "high-value", "device-merged", "clients");
        String conditions = shipped.lines()
                .filter(line -> line.matches("# {3,5}[ ]*[a-z-]+:.*"))
                .map(line -> line.substring(1))
                .reduce("rules:\n  - rule: x\n    outcome: isolate\n", (above, line) -> above + " " + line + "\n");
        assertThat(RuleFile.read("its comments", conditions).get(0).conditions())
                .hasSize(24);
        String examples = shipped.replaceAll("(?m)^  # (?=- rule|  )", "  ");
        assertThat(RuleFile.read("its examples", examples))
                .extracting(Rule::name)
                .contains("critical-servers", "tier-0");
    }
}
