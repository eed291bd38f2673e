package io.github.defenderroutes.guardrails;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.judge.Judge;
import io.github.defenderroutes.judge.Learnt;
import io.github.defenderroutes.judge.Outcome;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random rules against random alerts, held to the promise by a second, simpler reading: what comes of it is never above
 * the proposal, the rules and the mode; never goes first, then the order of the file; what is not known never isolates.
 */
class RandomRulesTest {
    private static final Clock CLOCK = new HandClock();
    private static final List<String> OUTCOMES = List.of("never", "dry-run", "approve", "isolate");
    private static final List<Object> ODD = Arrays.asList(
            null, "", 7, true, List.of(), List.of("x"), Map.of("a", 1), "${body}", Arrays.asList("x", null));

    /** Conditions, and the field that each of them looks at. */
    private static final Map<String, String> CONDITIONS = Map.ofEntries(
            Map.entry("device: {name: 'ws-*'}", "computerDnsName"),
            Map.entry("device: {name: [dc1, dc2]}", "computerDnsName"),
            Map.entry("device: {tag: tier-2}", "machineTags"),
            Map.entry("device: {tag: tier-0}", "machineTags"),
            Map.entry("device: {group: Work*}", "rbacGroupName"),
            Map.entry("device: {platform: [Windows11, macOS]}", "osPlatform"),
            Map.entry("device: {value: High}", "deviceValue"),
            Map.entry("device: {health: Active}", "healthStatus"),
            Map.entry("device: {last-seen: {over: 30d}}", "lastSeen"),
            Map.entry("device: {ip: 10.0.0.0/8}", "ipAddresses"),
            Map.entry("alert: {category: CredentialAccess}", "category"),
            Map.entry("alert: {title: '*LSASS*'}", "title"),
            Map.entry("alert: {technique: T1059}", "mitreTechniques"),
            Map.entry("facts: {owner: finance}", "owner"));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theLowestWinsAndDoubtNeverIsolates(long seed) {
        Random random = new Random(seed);
        int isolated = 0;
        for (int round = 0; round < 2_000; round++) {
            List<Written> written = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                written.add(Written.random("rule-" + i, random));
            }
            String text = "rules: " + written.stream().map(Written::yaml).toList();
            Rulebook rules = Rulebook.of("guardrails.yaml", text);
            Map<String, Object> alert = RulesTest.alert();
            Map<String, Object> device = RulesTest.device();
            Map<String, Object> facts = new LinkedHashMap<>(Map.of("owner", pick(List.of("finance", "sales"), random)));
            for (int i = random.nextInt(3); i > 0; i--) {
                Map<String, Object> one = pick(List.of(alert, device, facts), random);
                one.put(pick(List.copyOf(one.keySet()), random), pick(ODD, random));
            }
            String mode = pick(List.of("off", "dry-run", "approve", "enforce"), random);
            String proposal = pick(OUTCOMES, random);
            Learnt learnt = new Learnt(facts, null);

            Judge judge = new Judge(
                    TestSettings.of(Map.of("isolation.mode", mode)),
                    (a, d, l) -> rules.on(new Situation(a, d, l, CLOCK.instant())),
                    CLOCK);
            Decision decision = judge.decide(alert, device, null, proposal, false, null, learnt);

            Outcome outcome = Outcome.of(decision.outcome());
            Outcome ruled = ruled(written, new Situation(alert, device, learnt, CLOCK.instant()));
            String all = "%s%n%s%n%s %s mode %s%n%s".formatted(text, alert, device, facts, mode, decision);
            assertThat(outcome).as(all).isLessThanOrEqualTo(Outcome.of(proposal));
            assertThat(outcome).as(all).isLessThanOrEqualTo(ceiling(mode));
            assertThat(outcome).as(all).isLessThanOrEqualTo(ruled);
            if (decision.isIsolate()) {
                isolated++;
                assertThat(written.stream().filter(rule -> rule.outcome.equals("never")))
                        .as(all)
                        .noneMatch(
                                rule -> rule.holds(new Situation(alert, device, learnt, CLOCK.instant())) != Match.NO);
            }
        }
        assertThat(isolated).as("rounds that isolated").isPositive();
    }

    private static Outcome ceiling(String mode) {
        return switch (mode) {
            case "off" -> Outcome.NEVER;
            case "dry-run" -> Outcome.DRY_RUN;
            case "approve" -> Outcome.APPROVE;
            default -> Outcome.ISOLATE;
        };
    }

    /** The same once more, by hand. */
    private static Outcome ruled(List<Written> rules, Situation situation) {
        for (Written rule : rules) {
            if (rule.outcome.equals("never") && rule.holds(situation) != Match.NO) {
                return Outcome.NEVER;
            }
        }
        boolean doubt = false;
        for (Written rule : rules) {
            Match holds = rule.outcome.equals("never") ? Match.NO : rule.holds(situation);
            doubt |= holds == Match.UNKNOWN;
            if (holds == Match.YES) {
                return doubt && rule.outcome.equals("isolate") ? Outcome.APPROVE : Outcome.of(rule.outcome);
            }
        }
        return Outcome.APPROVE;
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    /** A rule as text, with conditions in different sections. */
    private record Written(String name, String outcome, List<String> conditions) {
        static Written random(String name, Random random) {
            Map<String, String> bySection = new LinkedHashMap<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                String condition = pick(List.copyOf(CONDITIONS.keySet()), random);
                bySection.put(condition.replaceFirst(":.*", ""), condition);
            }
            return new Written(name, pick(OUTCOMES, random), List.copyOf(bySection.values()));
        }

        String yaml() {
            return "{%s}"
                    .formatted(String.join(
                            ", ",
                            Stream.concat(Stream.of("rule: " + name, "outcome: " + outcome), conditions.stream())
                                    .toList()));
        }

        /** Each condition alone, read as a rule of its own. */
        Match holds(Situation situation) {
            Match all = Match.YES;
            for (String condition : conditions) {
                Match one = plain(condition, situation);
                all = one.compareTo(all) < 0 ? one : all;
            }
            return all;
        }

        private static Match plain(String condition, Situation situation) {
            String field = CONDITIONS.get(condition);
            Object value = condition.startsWith("device")
                    ? situation.device().get(field)
                    : condition.startsWith("alert")
                            ? situation.alert().get(field)
                            : situation.learnt().facts().get(field);
            return switch (condition) {
                case "device: {name: 'ws-*'}" -> text(value, text -> text.startsWith("ws-"));
                case "device: {name: [dc1, dc2]}" -> text(value, text -> text.equals("dc1") || text.equals("dc2"));
                case "device: {tag: tier-2}" -> texts(value, "tier-2");
                case "device: {tag: tier-0}" -> texts(value, "tier-0");
                case "device: {group: Work*}" -> text(value, text -> text.startsWith("Work"));
                case "device: {platform: [Windows11, macOS]}" ->
                    text(value, text -> text.equals("Windows11") || text.equals("macOS"));
                case "device: {value: High}" -> text(value, "High"::equals);
                case "device: {health: Active}" -> text(value, "Active"::equals);
                case "device: {last-seen: {over: 30d}}" ->
                    "2026-11-20T06:02:11.91Z".equals(value) ? Match.NO : Match.UNKNOWN;
                case "device: {ip: 10.0.0.0/8}" ->
                    // its last address is inside, or else one of its cards
                    "10.20.30.40".equals(situation.device().get("lastIpAddress"))
                                    || RulesTest.device().get("ipAddresses").equals(value)
                            ? Match.YES
                            : Match.UNKNOWN;
                case "alert: {category: CredentialAccess}" -> text(value, "CredentialAccess"::equals);
                case "alert: {title: '*LSASS*'}" -> text(value, text -> text.contains("LSASS"));
                case "alert: {technique: T1059}" -> texts(value, "T1059");
                default ->
                    value instanceof List<?> list
                            ? list.contains("finance")
                                    ? Match.YES
                                    : list.stream().anyMatch(Objects::isNull) ? Match.UNKNOWN : Match.NO
                            : value instanceof Map || value == null || value.equals("")
                                    ? Match.UNKNOWN
                                    : Match.of(value.equals("finance"));
            };
        }

        private static Match text(Object value, Predicate<String> test) {
            return value instanceof String text && !text.isBlank() ? Match.of(test.test(text)) : Match.UNKNOWN;
        }

        private static Match texts(Object value, String wanted) {
            if (!(value instanceof List<?> list)) {
                return Match.UNKNOWN;
            }
            return list.contains(wanted)
                    ? Match.YES
                    : list.stream().allMatch(String.class::isInstance) ? Match.NO : Match.UNKNOWN;
        }
    }
}
