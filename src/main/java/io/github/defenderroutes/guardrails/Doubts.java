package io.github.defenderroutes.guardrails;

import io.github.defenderroutes.judge.Outcome;
import io.github.defenderroutes.settings.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds rules that can be read and nevertheless hardly do what their author wants. */
final class Doubts {
    /** Microsoft's words as far as they are known; the set is open. */
    private static final List<String> PLATFORMS = List.of(
            "Windows10",
            "Windows11",
            "WindowsServer2016",
            "WindowsServer2019",
            "WindowsServer2022",
            "WindowsServer2025",
            "Linux",
            "Ubuntu",
            "macOS",
            "iOS",
            "Android");

    private final List<Rule> rules;
    private final Settings settings;
    private final Instant now;
    private final List<Remark> found = new ArrayList<>();

    private Doubts(List<Rule> rules, Settings settings, Instant now) {
        this.rules = rules;
        this.settings = settings;
        this.now = now;
    }

    /** In the order of the file. */
    static List<Remark> about(List<Rule> rules, Settings settings, Instant now) {
        Doubts doubts = new Doubts(rules, settings, now);
        rules.forEach(doubts::look);
        if (rules.stream().noneMatch(rule -> rule.outcome() == Outcome.ISOLATE)) {
            doubts.found.add(new Remark(
                    1, 1, "the file", "has no rule with outcome: isolate, so a person must decide on every device."));
        }
        return doubts.found.stream().sorted(Remark.BY_PLACE).toList();
    }

    private void look(Rule rule) {
        if (rule.isOver(now)) {
            say(rule, "ended at %s and counts no more. To fix: remove it, or give it a later until.", rule.until());
            return;
        }
        hider(rule)
                .ifPresent(earlier -> say(
                        rule,
                        "never decides: the rule %s in line %d matches first wherever it does. To fix: put the narrower rule above the wider one, or remove it.",
                        earlier.name(),
                        earlier.line()));
        for (Condition condition : rule.conditions()) {
            if (condition instanceof TimeCondition time && time.isOver(new Situation(Map.of(), Map.of(), null, now))) {
                say(rule, "names only days that are past. To fix: remove it, or write days to come.");
            } else if (condition instanceof WordCondition words) {
                look(rule, words);
            } else if (rule.outcome() == Outcome.ISOLATE
                    && condition instanceof FlagCondition flag
                    && flag.field().equals("device.merged")
                    && flag.written()) {
                say(
                        rule,
                        "cannot isolate: on a merged record a person must decide in any case. To fix: write approve.");
            }
        }
    }

    private void look(Rule rule, WordCondition words) {
        switch (words.field()) {
            case "alert.severity" -> inVain(rule, words, "isolation.severities");
            case "device.platform" -> {
                inVain(rule, words, "isolation.os-platforms");
                words.written().forEach(word -> misspelt(rule, word));
            }
            case "alert.service-source" -> {
                if (settings.text("alerts.source").equals("defender")) {
                    say(
                            rule,
                            "asks for service-source, which only alerts of alerts.source = graph have; of others it is not known,"
                                    + " so that a never rule holds, and any other leaves it to a person.");
                }
            }
            default -> {}
        }
    }

    /** What a setting does not name is not isolated, whatever a rule says. */
    private void inVain(Rule rule, WordCondition words, String setting) {
        List<String> named = settings.words(setting);
        boolean met = named.contains("*")
                || named.stream().anyMatch(word -> words.written().stream().anyMatch(one -> one.matches(word)));
        if (rule.outcome().compareTo(Outcome.APPROVE) >= 0 && !met) {
            say(
                    rule,
                    "comes to nothing: %s = %s names none of %s. To fix: change one of the two.",
                    setting,
                    String.join(", ", named),
                    String.join(
                            ", ", words.written().stream().map(Glob::toString).toList()));
        }
    }

    private void misspelt(Rule rule, Glob word) {
        if (!word.hasWildcard() && PLATFORMS.stream().noneMatch(word::matches)) {
            Place.nearest(word.toString(), PLATFORMS)
                    .ifPresent(near -> say(
                            rule, "asks for the platform %s, which we have not seen. Did you mean %s?", word, near));
        }
    }

    /** The rule that decides wherever this one would. */
    private Optional<Rule> hider(Rule rule) {
        boolean never = rule.outcome() == Outcome.NEVER;
        Predicate<Rule> goesFirst = other -> other.outcome() == Outcome.NEVER
                ? !never || other.line() < rule.line()
                : !never && other.line() < rule.line();
        return rules.stream()
                .filter(other -> other != rule && goesFirst.test(other) && !other.isOver(now) && other.covers(rule))
                .findFirst();
    }

    private void say(Rule rule, String sentence, Object... values) {
        found.add(rule.remark(sentence.formatted(values)));
    }
}
