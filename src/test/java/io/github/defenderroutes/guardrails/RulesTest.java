package io.github.defenderroutes.guardrails;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.judge.Learnt;
import io.github.defenderroutes.judge.Outcome;
import io.github.defenderroutes.judge.Ruling;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rule decides. It is Friday, 2026-11-20T09:00:00Z. */
class RulesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");

    private final Map<String, Object> alert = alert();
    private final Map<String, Object> device = device();
    private Learnt learnt = new Learnt(Map.of("owner", "Finance", "cmdb", Map.of("tier", 1)), null);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // condition | matches
                "device: {name: ws-0042.corp.example} | YES",
                "device: {name: WS-*} | YES",
                "device: {name: 'ws-00??'} | YES",
                "device: {name: 'ws-00??.corp'} | NO",
                "device: {name: '*.corp.example'} | YES",
                "device: {name: [dc*, adfs*]} | NO",
                "device: {tag: TIER-2} | YES",
                "device: {tag: tier} | NO",
                "device: {tag: 'tier-*'} | YES",
                "device: {group: Workstations} | YES",
                "device: {platform: [Windows10, Windows11]} | YES",
                "device: {platform: WindowsServer*} | NO",
                "device: {value: [Low, normal]} | YES",
                "device: {health: Active, exposure: Medium, risk: High, onboarding: Onboarded} | YES",
                "device: {health: Active, exposure: Low} | NO",
                "device: {last-seen: {within: 4h}} | YES",
                "device: {last-seen: {within: 2h}} | NO",
                "device: {last-seen: {over: 2h}} | YES",
                "device: {ip: 10.20.0.0/16} | YES",
                "device: {ip: 10.20.30.40} | YES",
                "device: {ip: 10.20.30.41-10.20.30.99} | NO",
                "device: {ip: 192.168.0.0/16} | YES",
                "device: {ip: 'fd00::/8'} | YES",
                "device: {ip: 0.0.0.0/0} | YES",
                "device: {ip: '::/0'} | YES",
                "device: {ip: 'fe80::/10'} | NO",
                "device: {merged: false} | YES",
                "device: {merged: true} | NO",
                "alert: {severity: high} | YES",
                "alert: {category: [Ransomware, CredentialAccess]} | YES",
                "alert: {detection-source: WindowsDefender*} | YES",
                "alert: {title: '*LSASS*'} | YES",
                "alert: {title: LSASS} | NO",
                "alert: {technique: T1003} | YES",
                "alert: {technique: T1003.001} | YES",
                "alert: {technique: T1003.002} | NO",
                "alert: {technique: T100} | NO",
                "alert: {threat-family: Wacatac} | NO",
                "alert: {service-source: microsoftDefenderForEndpoint} | UNKNOWN",
                "alert: {age: {within: 30m}} | YES",
                "alert: {age: {over: 30m}} | NO",
                "user: {name: j.doe} | YES",
                "user: {name: 'CORP\\J.*'} | YES",
                "user: {name: 'OTHER\\*'} | NO",
                "user: {name: adm-*} | YES",
                "user: {name: jane@corp.example} | YES",
                "user: {name: mary} | YES",
                "user: {name: mary@other.example} | NO",
                "user: {domain-admin: true} | UNKNOWN",
                "time: {zone: UTC, windows: Mon-Fri 08:00-18:00} | YES",
                "time: {zone: UTC, windows: [Sat, Sun]} | NO",
                "time: {zone: UTC, windows: 'Sat-Fri 09:00-09:01'} | YES",
                "time: {zone: UTC, windows: 'Fri 08:00-09:00'} | NO",
                "time: {zone: Asia/Tokyo, windows: 'Fri 18:00-19:00'} | YES",
                "time: {zone: UTC, windows: 'Thu 22:00-10:00'} | YES",
                "time: {zone: UTC, windows: 'Fri 22:00-10:00'} | NO",
                "time: {zone: UTC, windows: '00:00-24:00'} | YES",
                "time: {zone: UTC, dates: 2026-11-20} | YES",
                "time: {zone: UTC, dates: 2026-11-01 to 2026-11-19} | NO",
                "time: {zone: UTC, dates: 2026-11-19, windows: '22:00-10:00'} | YES",
                "time: {zone: UTC, dates: 2026-11-20, windows: '22:00-10:00'} | NO",
                "time: {zone: UTC, dates: 2026-11-20, windows: ['22:00-10:00', '08:00-10:00']} | YES",
                "time: {zone: Pacific/Kiritimati, dates: 2026-11-20, windows: '23:00-24:00'} | YES",
                "facts: {owner: finance} | YES",
                "facts: {cmdb.tier: 1} | YES",
                "facts: {cmdb.tier: [2, 3]} | NO",
                "facts: {cmdb.room: '*'} | UNKNOWN",
                "facts: {cmdb: '*'} | UNKNOWN",
            })
    void aConditionMatchesOrNotOrIsNotKnown(String condition, Match expected) {
        assertThat(rules("[{rule: x, outcome: isolate, " + condition + "}]")
                        .rules()
                        .get(0)
                        .match(situation()))
                .isEqualTo(expected);
        // a rule that says never takes what is not known for a match; every other leaves it to a person
        assertThat(decided("[{rule: x, outcome: never, " + condition + "}]"))
                .isEqualTo(expected == Match.NO ? "no-rule" : "x");
        assertThat(decided("[{rule: x, outcome: isolate, " + condition + "}]"))
                .isEqualTo(expected == Match.NO ? "no-rule" : "x");
        assertThat(outcome("[{rule: x, outcome: isolate, " + condition + "}]"))
                .isEqualTo(expected == Match.YES ? Outcome.ISOLATE : Outcome.APPROVE);
    }

    /** Every condition on the device and the alert, and a value that is missing or of another kind. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "device | computerDnsName | device: {name: '*'}",
                "device | machineTags | device: {tag: '*'}",
                "device | rbacGroupName | device: {group: '*'}",
                "device | osPlatform | device: {platform: '*'}",
                "device | deviceValue | device: {value: '*'}",
                "device | healthStatus | device: {health: '*'}",
                "device | onboardingStatus | device: {onboarding: '*'}",
                "device | exposureLevel | device: {exposure: '*'}",
                "device | riskScore | device: {risk: '*'}",
                "device | lastSeen | device: {last-seen: {within: 3650d}}",
                "device | ipAddresses | device: {ip: 203.0.113.0/24}",
                "alert | severity | alert: {severity: '*'}",
                "alert | category | alert: {category: '*'}",
                "alert | detectionSource | alert: {detection-source: '*'}",
                "alert | serviceSource | alert: {service-source: '*'}",
                "alert | title | alert: {title: '*'}",
                "alert | mitreTechniques | alert: {technique: '*'}",
                "alert | alertCreationTime | alert: {age: {within: 3650d}}",
            })
    void whatCannotBeReadIsNotKnown(String of, String field, String condition) {
        for (Object odd : Arrays.asList(null, "", " ", 7, true, Map.of(), Map.of("a", "b"), Arrays.asList("x", null))) {
            (of.equals("device") ? device : alert).put(field, odd);
            Rule rule = rules("[{rule: x, outcome: isolate, " + condition + "}]")
                    .rules()
                    .get(0);
            boolean oneOfTwo = odd instanceof List<?> && rule.match(situation()) == Match.YES; // "x" can be read
            assertThat(rule.match(situation()))
                    .as("%s = %s", field, odd)
                    .isEqualTo(oneOfTwo ? Match.YES : Match.UNKNOWN);
        }
        (of.equals("device") ? device : alert).remove(field);
        assertThat(outcome("[{rule: x, outcome: isolate, " + condition + "}]")).isEqualTo(Outcome.APPROVE);
        assertThat(decided("[{rule: x, outcome: never, " + condition + "}]")).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource({
        // the rule that may hold, the rule below that holds, what comes of it, the rule it names
        "dry-run, isolate, approve, admins",
        "approve, isolate, approve, admins",
        "isolate, isolate, approve, admins",
        "isolate, approve, approve, below",
        "approve, dry-run, dry-run, below",
        "isolate, never, never, below",
        "never, isolate, never, admins",
    })
    void aRuleThatMayHoldLetsARuleBelowDoNoMoreThanAskAPerson(
            String doubtful, String below, String outcome, String rule) {
        Ruling ruling = rules("""
                [{rule: elsewhere, outcome: isolate, device: {platform: Linux}},
                 {rule: admins, outcome: %s, user: {domain-admin: true}},
                 {rule: below, outcome: %s, device: {platform: Windows11}}]""".formatted(doubtful, below)).on(situation());

        assertThat(ruling.outcome()).hasToString(outcome);
        assertThat(ruling.rule()).isEqualTo(rule);
    }

    @Test
    void theRulingNamesWhatIsNotKnown() {
        Ruling ruling = rules("""
                [{rule: admins, outcome: approve, type: Full, user: {domain-admin: true}},
                 {rule: clients, outcome: isolate, type: Selective, release-after: 4h}]""").on(situation());

        assertThat(ruling.because())
                .isEqualTo(
                        "The rule admins may apply: not known is user.domain-admin; a person must decide [guardrails.yaml line 1]");
        assertThat(ruling.values())
                .containsEntry("guardrail", "admins, guardrails.yaml line 1")
                .containsEntry("user.domain-admin", "unknown");
        assertThat(ruling.type()).as("of the rule that does match").isEqualTo("Selective");
        assertThat(ruling.releaseAfter()).isEqualTo(Duration.ofHours(4));
    }

    @Test
    void whatIsNotKnownToARuleBelowTheOneThatMatchesDoesNotMatter() {
        assertThat(outcome("[{rule: a, outcome: isolate}, {rule: b, outcome: approve, user: {domain-admin: true}}]"))
                .isEqualTo(Outcome.ISOLATE);
    }

    @Test
    void anAccountThatCannotBeReadMayBeTheOneThatARuleNames() {
        String ceo = "[{rule: ceo, outcome: never, user: {name: ceo}}, {rule: clients, outcome: isolate}]";
        assertThat(decided(ceo)).isEqualTo("clients");

        for (Object odd : List.of(
                Map.of("entityType", "User"),
                Map.of("entityType", "User", "aadUserId", "00000000-0000-4000-8000-0000000000a1"),
                Map.of("fileName", "x"),
                "x")) {
            alert.put("evidence", List.of(odd));
            assertThat(decided(ceo)).as("%s", odd).isEqualTo("ceo");
        }
        alert.put("evidence", "x");
        assertThat(decided(ceo)).isEqualTo("ceo");
        alert.put("evidence", null);
        assertThat(decided(ceo)).isEqualTo("clients");
        alert.put("evidence", List.of(Map.of("entityType", "User", "userPrincipalName", "ceo@corp.example")));
        assertThat(decided("[{rule: ceo, outcome: approve, user: {name: ceo}}, {rule: clients, outcome: isolate}]"))
                .isEqualTo("ceo");
    }

    @Test
    void neverGoesFirstWhereverItStandsThenTheFirstThatMatches() {
        String rules = """
                [{rule: a, outcome: isolate, device: {platform: Windows*}},
                 {rule: b, outcome: approve},
                 {rule: c, outcome: never, device: {tag: tier-0}},
                 {rule: d, outcome: never, device: {tag: tier-2}},
                 {rule: e, outcome: never, device: {tag: tier-2}}]""";

        assertThat(decided(rules)).isEqualTo("d");
        device.put("machineTags", List.of());
        assertThat(decided(rules)).isEqualTo("a");
        device.put("osPlatform", "Linux");
        assertThat(decided(rules)).isEqualTo("b");
    }

    @Test
    void withoutAMatchOrAFileAPersonDecides() {
        assertThat(rules("[{rule: a, outcome: isolate, device: {value: High}}]").on(situation()))
                .returns(Outcome.APPROVE, Ruling::outcome)
                .returns("No rule of guardrails.yaml allows it: a person must decide", Ruling::because);
        assertThat(Rulebook.missing("guardrails.yaml").on(situation()))
                .returns(Outcome.APPROVE, Ruling::outcome)
                .returns("no-guardrails", Ruling::rule)
                .returns("There is no guardrails.yaml: a person must decide", Ruling::because);
    }

    @Test
    void theRulingNamesTheRuleItsPlaceAndWhatItLookedAt() {
        Ruling ruling = Rulebook.of("guardrails.yaml", """
                rules:
                  - rule: clients
                    outcome: isolate
                    because: We know these machines.
                    type: selective
                    release-after: 4h
                    device: { platform: Windows11, tag: tier-* }
                    alert: { technique: T1003 }
                """).on(situation());

        assertThat(ruling.outcome()).isEqualTo(Outcome.ISOLATE);
        assertThat(ruling.because()).isEqualTo("We know these machines [guardrails.yaml line 2]");
        assertThat(ruling.type()).isEqualTo("Selective");
        assertThat(ruling.releaseAfter()).isEqualTo(Duration.ofHours(4));
        assertThat(ruling.values())
                .containsEntry("guardrail", "clients, guardrails.yaml line 2")
                .containsEntry("device.platform", "Windows11")
                .containsEntry("device.tag", "tier-2")
                .containsEntry("alert.technique", List.of("T1003", "T1003.001"));
    }

    @Test
    void untilEndsARule() {
        assertThat(decided("[{rule: x, outcome: isolate, until: 2026-11-20}]")).isEqualTo("x");
        assertThat(decided("[{rule: x, outcome: isolate, until: 2026-11-19}]")).isEqualTo("no-rule");
        assertThat(decided("[{rule: x, outcome: isolate, until: '2026-11-20T10:00:01+01:00'}]"))
                .isEqualTo("x");
        assertThat(decided("[{rule: x, outcome: isolate, until: '2026-11-20T10:00:00+01:00'}]"))
                .isEqualTo("no-rule");
        assertThat(decided("[{rule: x, outcome: never, until: 2026-11-19}]")).isEqualTo("no-rule");
    }

    @Test
    void whetherADomainAdminHasLoggedOnIsOnlySaidIfAllAreKnown() {
        Object yes = Map.of("isDomainAdmin", true);
        Object no = Map.of("isDomainAdmin", false);

        assertThat(Fields.isDomainAdmin(Map.of("value", List.of(no, yes)))).hasValue(true);
        assertThat(Fields.isDomainAdmin(Map.of("value", List.of(no)))).hasValue(false);
        assertThat(Fields.isDomainAdmin(Map.of("value", List.of(no, Map.of())))).isEmpty();
        assertThat(Fields.isDomainAdmin(Map.of("value", List.of(yes, Map.of()))))
                .hasValue(true);
        assertThat(Fields.isDomainAdmin(Map.of())).isEmpty();
        assertThat(Fields.isDomainAdmin(null)).isEmpty();
        learnt = new Learnt(null, true);
        assertThat(decided("[{rule: x, outcome: approve, user: {domain-admin: true}}]"))
                .isEqualTo("x");
        assertThat(decided("[{rule: x, outcome: never, user: {domain-admin: false}}]"))
                .isEqualTo("no-rule");
    }

    @Test
    void aTitleMadeForItDoesNotMakeAPatternSlow() {
        alert.put("title", "a".repeat(20_000));

        assertThat(decided("[{rule: x, outcome: isolate, alert: {title: '" + "*a".repeat(50) + "*b'}}]"))
                .isEqualTo("no-rule");
    }

    private String decided(String rules) {
        return rules(rules).on(situation()).rule();
    }

    private Outcome outcome(String rules) {
        return rules(rules).on(situation()).outcome();
    }

    private static Rulebook rules(String rules) {
        return Rulebook.of("guardrails.yaml", "rules: " + rules);
    }

    private Situation situation() {
        return new Situation(alert, device, learnt, NOW);
    }

    static Map<String, Object> alert() {
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("id", "da1");
        alert.put("severity", "High");
        alert.put("status", "New");
        alert.put("category", "CredentialAccess");
        alert.put("detectionSource", "WindowsDefenderAtp");
        alert.put("title", "Suspicious access to LSASS service");
        alert.put("threatFamilyName", null);
        alert.put("mitreTechniques", List.of("T1003", "T1003.001"));
        alert.put("alertCreationTime", "2026-11-20T08:45:00.1234567Z");
        alert.put("machineId", "d1");
        alert.put("relatedUser", Map.of("userName", "j.doe", "domainName", "CORP"));
        alert.put("loggedOnUsers", List.of(Map.of("accountName", "adm-1", "domainName", "CORP")));
        alert.put(
                "evidence",
                List.of(
                        Map.of("entityType", "File", "accountName", "SYSTEM"),
                        Map.of("entityType", "User", "accountName", "jane", "userPrincipalName", "jane@corp.example"),
                        Map.of("entityType", "User", "accountName", "m1", "userPrincipalName", "mary@corp.example")));
        return alert;
    }

    static Map<String, Object> device() {
        Map<String, Object> device = new LinkedHashMap<>();
        device.put("id", "d1");
        device.put("computerDnsName", "ws-0042.corp.example");
        device.put("machineTags", List.of("tier-2"));
        device.put("rbacGroupName", "Workstations");
        device.put("osPlatform", "Windows11");
        device.put("deviceValue", "Normal");
        device.put("healthStatus", "Active");
        device.put("onboardingStatus", "Onboarded");
        device.put("exposureLevel", "Medium");
        device.put("riskScore", "High");
        device.put("lastSeen", "2026-11-20T06:02:11.91Z");
        device.put("lastIpAddress", "10.20.30.40");
        device.put(
                "ipAddresses",
                List.of(
                        Map.of("ipAddress", "192.168.1.7"),
                        Map.of("ipAddress", "fd12:3456::7%eth0"),
                        Map.of("ipAddress", "10.20.30.40")));
        device.put("mergedIntoMachineId", null);
        device.put("isExcluded", false);
        return device;
    }
}
