package io.github.defenderroutes.guardrails;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that can be read and are of no use. It is 2026-11-20. */
class DoubtsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // an earlier rule | a later one
                "outcome: approve | outcome: isolate, device: {value: Low}",
                "outcome: approve, device: {platform: Windows*} | outcome: isolate, device: {platform: [Windows10, Windows11]}",
                "outcome: approve, device: {ip: 10.0.0.0/8} | outcome: isolate, device: {ip: [10.1.0.0/16, 10.9.9.9]}",
                "outcome: approve, alert: {technique: T1059} | outcome: isolate, alert: {technique: T1059.001}",
                "outcome: approve, alert: {age: {within: 2h}} | outcome: isolate, alert: {age: {within: 1h}}",
                "outcome: approve, device: {name: 'dc*'} | outcome: isolate, device: {name: dc01.corp.example}, alert: {severity: High}",
                "outcome: approve, device: {merged: false} | outcome: isolate, device: {merged: false, tag: a}",
                "outcome: approve, until: 2026-12-31 | outcome: isolate, until: 2026-12-24",
                "outcome: never, device: {tag: a} | outcome: never, device: {tag: a, value: High}",
            })
    void aRuleThatAnEarlierOneAlwaysForestallsNeverDecides(String earlier, String later) {
        assertThat(doubts("[{rule: a, %s},\n {rule: b, %s}, {rule: c, outcome: isolate, facts: {x: y}}]"
                        .formatted(earlier, later)))
                .anyMatch(
                        warning -> warning.startsWith("line 2:2: b never decides: the rule a in line 1 matches first"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "outcome: approve, device: {value: Low} | outcome: isolate",
                "outcome: approve, device: {platform: Windows1?} | outcome: isolate, device: {platform: Windows*}",
                "outcome: approve, device: {platform: Windows10} | outcome: isolate, device: {platform: [Windows10, Windows11]}",
                "outcome: approve, until: 2026-12-24 | outcome: isolate",
                "outcome: approve, device: {value: Low} | outcome: isolate, device: {exposure: Low}",
                "outcome: approve, device: {platform: Windows10} | outcome: never, device: {platform: Windows10, tag: a}",
                "outcome: approve, alert: {age: {over: 2h}} | outcome: isolate, alert: {age: {over: 1h}}",
                "outcome: approve, time: {zone: UTC, windows: Mon} | outcome: isolate, time: {zone: UTC, windows: Tue}",
            })
    void oneThatMayStillDecideIsNotDoubted(String earlier, String later) {
        assertThat(doubts("[{rule: a, %s},\n {rule: b, %s}]".formatted(earlier, later)))
                .noneMatch(warning -> warning.contains("never decides"));
    }

    @Test
    void aLaterNeverForestallsWhatStandsAbove() {
        assertThat(
                        doubts(
                                "[{rule: a, outcome: isolate, device: {tag: [x, y]}},\n {rule: b, outcome: never, device: {tag: '*'}}]"))
                .anyMatch(warning -> warning.startsWith("line 1:9: a never decides: the rule b in line 2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "outcome: isolate, until: 2026-11-19 | ended at 2026-11-20T00:00:00Z and counts no more",
                "outcome: approve, time: {zone: UTC, dates: 2026-11-19} | names only days that are past",
                "outcome: isolate, device: {merged: true} | cannot isolate: on a merged record",
                "outcome: isolate, alert: {severity: [Low, Medium]} | comes to nothing: isolation.severities = High names none of Low, Medium",
                "outcome: isolate, device: {platform: Linux} | comes to nothing: isolation.os-platforms = Windows10, Windows11, macOS names none of Linux",
                "outcome: approve, time: {zone: UTC, dates: 2026-11-18, windows: '22:00-06:00'} | names only days that are past",
                "outcome: never, device: {platform: Windows 11} | asks for the platform Windows 11, which we have not seen. Did you mean Windows11?",
                "outcome: never, alert: {service-source: x} | asks for service-source, which only alerts of alerts.source = graph have",
                "outcome: never, device: {tag: x} | the file has no rule with outcome: isolate",
            })
    void whatElseIsOfNoUse(String rule, String warning) {
        assertThat(doubts("[{rule: a, %s}]".formatted(rule))).anyMatch(found -> found.contains(warning));
    }

    @Test
    void aNightThatBeganOnTheLastDayIsNotOver() {
        assertThat(doubts(
                        "[{rule: a, outcome: isolate, time: {zone: UTC, dates: 2026-11-19, windows: '22:00-10:00'}}]"))
                .isEmpty();
    }

    @Test
    void theShippedRulesRaiseNone() throws Exception {
        String shipped = Files.readString(Path.of("config/guardrails.yaml"));

        assertThat(Doubts.about(
                        RuleFile.read("guardrails.yaml", shipped),
                        TestSettings.of(Map.of()),
                        Instant.parse("2026-11-20T09:00:00Z")))
                .isEmpty();
        assertThat(Rulebook.of("guardrails.yaml", shipped).listsServers()).isFalse();
    }

    @Test
    void serversAreListedByNameOrByATagOfTheirOwn() {
        assertThat(listsServers("[{rule: a, outcome: never, device: {tag: no-isolation}}]"))
                .isFalse();
        assertThat(listsServers("[{rule: a, outcome: never, device: {tag: [no-isolation, tier-0]}}]"))
                .isTrue();
        assertThat(listsServers("[{rule: a, outcome: never, device: {name: dc*}}]"))
                .isTrue();
        assertThat(listsServers("[{rule: a, outcome: approve, device: {name: dc*}}]"))
                .isFalse();
    }

    private static boolean listsServers(String rules) {
        return Rulebook.of("g", "rules: " + rules).listsServers();
    }

    private static List<String> doubts(String rules) {
        List<Rule> read = RuleFile.read("g", "rules: " + rules);
        return Doubts.about(read, TestSettings.of(Map.of()), Instant.parse("2026-11-20T09:00:00Z")).stream()
                .map(Remark::toString)
                .toList();
    }
}
