package io.github.defenderroutes.guardrails;

import io.github.defenderroutes.judge.Judge;
import io.github.defenderroutes.judge.Outcome;
import io.github.defenderroutes.judge.Ruling;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules of one text, in their order.
 *
 * @param file the name of the file
 * @param text as it was read; empty if there is no file
 * @param exists whether there is one
 */
record Rulebook(String file, String text, boolean exists, List<Rule> rules) {
    private static final String GUARDRAIL = "guardrail";

    static Rulebook of(String file, String text) {
        return new Rulebook(file, text, true, RuleFile.read(file, text));
    }

    /** Where there is no file, a person decides everything. */
    static Rulebook missing(String file) {
        return new Rulebook(file, "", false, List.of());
    }

    /**
     * What they say: {@code never} first, wherever it stands, then from top to bottom. Below a rule that may decide, of which
     * we do not know enough, no more comes of it than that a person is asked.
     */
    Ruling on(Situation situation) {
        Rule doubtful = null;
        for (Rule rule : inOrder()) {
            if (rule.decides(situation)) {
                return doubtful == null || rule.outcome() != Outcome.ISOLATE
                        ? ruling(rule, rule.outcome(), rule, situation)
                        : ruling(doubtful, Outcome.APPROVE, rule, situation);
            }
            if (doubtful == null && rule.mayDecide(situation)) {
                doubtful = rule;
            }
        }
        return doubtful == null ? noRule() : ruling(doubtful, Outcome.APPROVE, doubtful, situation);
    }

    private List<Rule> inOrder() {
        Predicate<Rule> never = rule -> rule.outcome() == Outcome.NEVER;
        return Stream.concat(rules.stream().filter(never), rules.stream().filter(never.negate()))
                .toList();
    }

    /** @param manner the rule that says how, and how long, the device would be cut off */
    private Ruling ruling(Rule rule, Outcome outcome, Rule manner, Situation situation) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(GUARDRAIL, "%s, %s line %d".formatted(rule.name(), file, rule.line()));
        rule.conditions().forEach(condition -> values.put(condition.field(), condition.seen(situation)));
        return new Ruling(
                outcome, rule.name(), because(rule, outcome, situation), values, manner.type(), manner.releaseAfter());
    }

    private String because(Rule rule, Outcome outcome, Situation situation) {
        String said = rule.because() == null ? "The rule %s matches".formatted(rule.name()) : rule.because();
        if (rule.match(situation) == Match.UNKNOWN) {
            String unknown = rule.conditions().stream()
                    .filter(condition -> condition.match(situation) == Match.UNKNOWN)
                    .map(Condition::field)
                    .collect(Collectors.joining(", "));
            said = "The rule %s may apply: not known is %s".formatted(rule.name(), unknown);
        }
        String remedy = outcome == Outcome.APPROVE ? "; a person must decide" : "";
        return "%s%s [%s line %d]".formatted(said, remedy, file, rule.line());
    }

    private Ruling noRule() {
        String because = exists ? "No rule of %s allows it".formatted(file) : "There is no %s".formatted(file);
        return new Ruling(
                Outcome.APPROVE,
                exists ? "no-rule" : "no-guardrails",
                because + ": a person must decide",
                Map.of(GUARDRAIL, exists ? "none matches" : "none, no file"),
                null,
                null);
    }

    boolean reads(String field) {
        return rules.stream().anyMatch(rule -> rule.reads(field));
    }

    /** Whether somebody has listed devices that are never cut off, by name or by a tag of their own. */
    boolean listsServers() {
        return rules.stream()
                .filter(rule -> rule.outcome() == Outcome.NEVER)
                .flatMap(rule -> rule.conditions().stream())
                .filter(WordCondition.class::isInstance)
                .map(WordCondition.class::cast)
                .anyMatch(condition -> condition.field().equals("device.name")
                        || condition.field().equals("device.tag")
                                && condition.written().stream().anyMatch(tag -> !tag.matches(Judge.EXCLUDING_TAG)));
    }

    /** Of the text, in hexadecimal. */
    String sha256() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
