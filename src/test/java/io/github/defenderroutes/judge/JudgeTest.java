package io.github.defenderroutes.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The clock stands at 2026-11-20T09:00:00Z. */
class JudgeTest {
    private static final String ID = "1111111122222222333333334444444455555555";

    static Stream<Arguments> rules() {
        return Stream.of(
                // field of the alert, value, rule
                alert("severity", "High", "mode-enforce"),
                alert("severity", "HIGH", "mode-enforce"),
                alert("severity", "Medium", "severity-does-not-isolate"),
                alert("severity", "UnSpecified", "severity-does-not-isolate"),
                alert("severity", "Critical", "severity-unknown"),
                alert("severity", null, "severity-unknown"),
                alert("status", "New", "mode-enforce"),
                alert("status", "inprogress", "mode-enforce"),
                alert("status", "Resolved", "alert-resolved"),
                alert("status", "resolved", "alert-resolved"),
                alert("status", "Unknown", "status-unknown"),
                alert("status", null, "status-unknown"),
                alert("alertCreationTime", "2026-11-20T03:00:00Z", "mode-enforce"),
                alert("alertCreationTime", "2026-11-20T02:59:59.9999999Z", "alert-too-old"),
                alert("alertCreationTime", "2026-11-20T09:10:00Z", "mode-enforce"),
                alert("alertCreationTime", "2026-11-20T09:10:00.0000001Z", "age-unknown"),
                alert("alertCreationTime", "today", "age-unknown"),
                alert("alertCreationTime", null, "age-unknown"),
                alert("machineId", null, "no-device"),
                alert("machineId", " ", "no-device"),
                alert("machineId", "another", "device-differs"),
                // field of the device, value, rule
                device("id", null, "device-unknown"),
                device("id", 7, "device-unknown"),
                device("id", "another", "device-differs"),
                device("id", ID.toUpperCase(Locale.ROOT), "mode-enforce"),
                device("mergedIntoMachineId", "another", "device-merged"),
                device("mergedIntoMachineId", "", "device-merged"),
                device("isExcluded", true, "device-excluded"),
                device("isExcluded", "true", "device-excluded"),
                device("isExcluded", "false", "device-excluded"),
                device("isExcluded", 0, "device-excluded"),
                device("isExcluded", null, "mode-enforce"),
                device("onboardingStatus", "onboarded", "mode-enforce"),
                device("onboardingStatus", "CanBeOnboarded", "device-not-onboarded"),
                device("onboardingStatus", null, "device-not-onboarded"),
                device("machineTags", List.of("vip"), "mode-enforce"),
                device("machineTags", List.of("vip", " No-Isolation "), "tag-no-isolation"),
                device("machineTags", null, "tags-unknown"),
                device("machineTags", "vip", "tags-unknown"),
                device("machineTags", List.of(Map.of("name", "no-isolation")), "tags-unknown"),
                device("osPlatform", "windows11", "mode-enforce"),
                device("osPlatform", "WindowsServer2022", "platform-not-listed"),
                device("osPlatform", "Windows", "platform-not-listed"),
                device("osPlatform", null, "platform-unknown"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void eachRuleHasTwoSides(String of, String field, Object value, String rule) {
        Decision decision =
                decide(with(of, "alert", alert(), field, value), with(of, "device", device(), field, value));

        assertThat(decision.rule()).isEqualTo(rule);
        assertThat(decision.isIsolate()).isEqualTo(rule.equals("mode-enforce"));
        assertThat(decision.because()).isNotBlank();
    }

    @Test
    void anOddValueInAnyFieldNeverThrowsAndOnlyAPlainOneIsolates() {
        for (Object odd :
                Arrays.asList(null, "", 7, -1.5, true, List.of(), List.of(Map.of()), Map.of("a", 1), "${body}")) {
            alert().keySet().forEach(field -> {
                Decision decision = decide(with("alert", "alert", alert(), field, odd), device());
                assertThat(decision.isIsolate()).as("%s = %s", field, odd).isEqualTo(field.equals("id"));
            });
            device().keySet().forEach(field -> {
                Decision decision = decide(alert(), with("device", "device", device(), field, odd));
                boolean harmless = odd == null
                                && List.of("mergedIntoMachineId", "isExcluded").contains(field)
                        || List.of().equals(odd) && field.equals("machineTags");
                assertThat(decision.isIsolate()).as("%s = %s", field, odd).isEqualTo(harmless);
            });
        }
        assertThat(decide(Map.of(), Map.of()).isIsolate()).isFalse();
        assertThat(decide(alert(), null).rule()).isEqualTo("device-unknown");
        assertThat(decide(null, null).rule()).isEqualTo("severity-unknown");
    }

    @ParameterizedTest
    @CsvSource({
        "enforce, isolate, isolate, mode-enforce",
        "enforce, approve, approve, proposal",
        "enforce, dry-run, dry-run, proposal",
        "enforce, never, never, not-proposed",
        "approve, isolate, approve, mode-approve",
        "approve, dry-run, dry-run, proposal",
        "dry-run, isolate, dry-run, mode-dry-run",
        "dry-run, approve, dry-run, mode-dry-run",
        "off, isolate, never, mode-off"
    })
    void theLowerOfModeAndProposalWins(String mode, String proposal, String outcome, String rule) {
        Decision decision = judge("isolation.mode", mode).decide(alert(), device(), null, proposal, false);

        assertThat(decision.outcome()).isEqualTo(outcome);
        assertThat(decision.rule()).isEqualTo(rule);
        assertThat(decision.isIsolate()).isEqualTo(outcome.equals("isolate"));
    }

    @ParameterizedTest
    @CsvSource({
        // mode, proposal, rules, outcome, rule, in enforce
        "enforce, isolate, isolate, isolate, mode-enforce,",
        "enforce, isolate, approve, approve, a-rule,",
        "enforce, isolate, dry-run, dry-run, a-rule,",
        "enforce, isolate, never, never, a-rule,",
        "enforce, approve, isolate, approve, proposal,",
        "enforce, approve, approve, approve, proposal,",
        "enforce, approve, dry-run, dry-run, a-rule,",
        "enforce, dry-run, approve, dry-run, proposal,",
        "approve, isolate, isolate, approve, mode-approve, isolate",
        "approve, isolate, approve, approve, a-rule,",
        "approve, isolate, never, never, a-rule,",
        "dry-run, isolate, isolate, dry-run, mode-dry-run, isolate",
        "dry-run, isolate, approve, dry-run, a-rule, approve",
        "dry-run, isolate, dry-run, dry-run, a-rule,",
        "dry-run, approve, isolate, dry-run, mode-dry-run, approve",
        "dry-run, isolate, never, never, a-rule,",
        "off, isolate, isolate, never, mode-off,"
    })
    void theLowestOfProposalRulesAndModeWins(
            String mode, String proposal, String ruled, String outcome, String rule, String inEnforce) {
        Decision decision =
                judge(rules(ruled), "isolation.mode", mode).decide(alert(), device(), null, proposal, false);

        assertThat(decision.outcome()).isEqualTo(outcome);
        assertThat(decision.rule()).isEqualTo(rule);
        assertThat(decision.values().get(Judge.IN_ENFORCE)).isEqualTo(inEnforce);
        assertThat(decision.wouldAsk()).isEqualTo(mode.equals("dry-run") && "approve".equals(inEnforce));
        assertThat(decision.because()).isNotBlank();
    }

    @Test
    void howAndForHowLongIsTheRulesToChoose() {
        Rules rules = (alert, device, learnt) -> new Ruling(
                Outcome.ISOLATE,
                "a-rule",
                "As it says",
                Map.of("guardrail", "a-rule"),
                "Selective",
                Duration.ofHours(4));

        Decision decision = judge(rules).decide(alert(), device(), null, "isolate", false);

        assertThat(decision.isIsolate()).isTrue();
        assertThat(decision.type()).isEqualTo("Selective");
        assertThat(decision.releaseAfter()).hasHours(4);
        assertThat(decision.values()).containsEntry("guardrail", "a-rule");
    }

    @Test
    void noRuleCanSetAsideWhatAlwaysHolds() {
        assertThat(decide(alert(), with("d", "d", device(), "machineTags", List.of("no-isolation")))
                        .outcome())
                .isEqualTo("never");
        assertThat(decide(alert(), with("d", "d", device(), "mergedIntoMachineId", "another"))
                        .outcome())
                .isEqualTo("approve");
        assertThat(decide(alert(), with("d", "d", device(), "osPlatform", "Solaris"))
                        .outcome())
                .isEqualTo("never");
    }

    @Test
    void theRulesHearWhatRoutesHaveLearnt() {
        Learnt learnt = new Learnt(Map.of("owner", "finance"), true);
        Rules rules = (alert, device, heard) -> {
            assertThat(heard).isEqualTo(learnt);
            return rules("dry-run").on(alert, device, heard);
        };

        assertThat(judge(rules)
                        .decide(alert(), device(), null, "isolate", false, null, learnt)
                        .outcome())
                .isEqualTo("dry-run");
    }

    private static Rules rules(String outcome) {
        return (alert, device, learnt) ->
                new Ruling(Outcome.of(outcome), "a-rule", "A rule says so", Map.of(), null, null);
    }

    @Test
    void aProposalThatIsNoOutcomeIsAnErrorThatNamesTheFour() {
        assertThatThrownBy(() -> judge().decide(alert(), device(), null, "isolat", false))
                .hasMessage("'isolat' is no outcome. To fix: write never, dry-run, approve or isolate.");
    }

    @Test
    void anAlertFromBeforeOurTimeNeverIsolates() {
        assertThat(judge().decide(alert(), device(), null, "isolate", true).rule())
                .isEqualTo("known-before-start");
    }

    @Test
    void whyADeviceCouldNotBeReadIsTold() {
        assertThat(judge().decide(alert(), null, "404 ResourceNotFound", "isolate", false)
                        .because())
                .isEqualTo("The device could not be read: 404 ResourceNotFound");
    }

    @Test
    void aStarListsEveryPlatformButNotAnUnknownOne() {
        Judge judge = judge("isolation.os-platforms", "*");

        assertThat(judge.decide(alert(), with("d", "d", device(), "osPlatform", "Solaris"), null, "isolate", false)
                        .isIsolate())
                .isTrue();
        assertThat(judge.decide(alert(), with("d", "d", device(), "osPlatform", null), null, "isolate", false)
                        .isIsolate())
                .isFalse();
    }

    @Test
    void whatIsAskedForAgainIsAsOldAsTheEndOfWhatExpired() {
        var daysOld = with("alert", "alert", alert(), "alertCreationTime", "2026-11-17T02:00:00Z");

        assertThat(decideAgain(daysOld, "2026-11-20T03:00:00Z").isIsolate()).isTrue();
        assertThat(decideAgain(daysOld, "2026-11-20T02:59:59Z").rule()).isEqualTo("expired-too-long-ago");
        assertThat(decideAgain(alert(), "2026-11-20T02:59:59Z").isIsolate()).isFalse();
    }

    private static Decision decideAgain(Map<String, ?> alert, String agedFrom) {
        return judge().decide(alert, device(), null, "isolate", false, Instant.parse(agedFrom), Learnt.NOTHING);
    }

    private static Decision decide(Map<String, ?> alert, Map<String, ?> device) {
        return judge().decide(alert, device, null, "isolate", false);
    }

    private static Judge judge(String... changes) {
        return judge(OpenRules.ISOLATE, changes);
    }

    private static Judge judge(Rules rules, String... changes) {
        Map<String, String> values = new HashMap<>(Map.of(
                "defender.tenant-id", "11111111-2222-3333-4444-555555555555",
                "defender.client-id", "66666666-7777-8888-9999-000000000000",
                "defender.client-secret", "secret",
                "mail.host", "smtp.example.org",
                "mail.from", "defender@example.org",
                "mail.to", "soc@example.org",
                "approval.by", "command",
                "isolation.mode", "enforce"));
        for (int i = 0; i < changes.length; i += 2) {
            values.put(changes[i], changes[i + 1]);
        }
        return new Judge(Settings.of(values), rules, new HandClock());
    }

    private static Arguments alert(String field, Object value, String rule) {
        return Arguments.of("alert", field, value, rule);
    }

    private static Arguments device(String field, Object value, String rule) {
        return Arguments.of("device", field, value, rule);
    }

    private static Map<String, Object> with(
            String of, String mine, Map<String, Object> json, String field, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(json);
        if (of.equals(mine)) {
            changed.put(field, value);
        }
        return changed;
    }

    private static Map<String, Object> alert() {
        return Map.of(
                "id",
                "da1_-1",
                "severity",
                "High",
                "status",
                "New",
                "machineId",
                ID,
                "alertCreationTime",
                "2026-11-20T08:55:00Z");
    }

    private static Map<String, Object> device() {
        Map<String, Object> device = new LinkedHashMap<>();
        device.put("id", ID);
        device.put("mergedIntoMachineId", null);
        device.put("isExcluded", false);
        device.put("onboardingStatus", "Onboarded");
        device.put("machineTags", List.of());
        device.put("osPlatform", "Windows11");
        return device;
    }
}
