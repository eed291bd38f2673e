package io.github.defenderroutes.explain;

import io.github.defenderroutes.explain.Entry.Kind;
import io.github.defenderroutes.judge.Decision;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the rule stands that a decision names. */
public final class Rules {
    /** As the guardrails write it among the values of a decision. */
    private static final String GUARDRAIL = "guardrail";

    private static final Pattern PLACE = Pattern.compile("(.+), (.+) line (\\d+)");

    /** What the judge itself looks at, whatever the rules say. */
    private static final Set<String> JUDGE = Set.of("severity", "status", "osPlatform", "machineTags");

    private final Path file;

    /** @param file the file of the rules, as it is to be shown */
    public Rules(Path file) {
        this.file = file;
    }

    /** File and line of the rule of guardrails.yaml that spoke; empty if none did, since something else had decided. */
    public Optional<String> place(Decision decision) {
        return match(decision).map(rule -> file + ":" + rule.group(3));
    }

    /** What that rule said. */
    Optional<Entry> rule(Decision decision) {
        return match(decision)
                .map(rule -> new Entry(
                        Kind.RULE,
                        file + ":" + rule.group(3),
                        "",
                        "rule %s %s"
                                .formatted(rule.group(1), rule.group(1).equals(decision.rule()) ? "decides" : "fits"),
                        ofRule(decision)));
    }

    private static Map<String, String> ofRule(Decision decision) {
        Map<String, String> values = new LinkedHashMap<>();
        decision.values().forEach((name, value) -> {
            if (name.contains(".") && !name.startsWith("isolation.")) {
                values.put(name, Values.shown(value));
            }
        });
        return values;
    }

    /** What the judge has looked at besides. */
    Map<String, String> values(Decision decision) {
        Map<String, String> values = new LinkedHashMap<>();
        decision.values().forEach((name, value) -> {
            boolean told = match(decision).isPresent()
                    && (JUDGE.contains(name) || name.contains("."))
                    && !name.startsWith("isolation.");
            if (!told && !name.equals(GUARDRAIL)) {
                values.put(name, value == null ? "none" : value.toString());
            }
        });
        return values;
    }

    private static Optional<Matcher> match(Decision decision) {
        Matcher rule = PLACE.matcher(String.valueOf(decision.values().get(GUARDRAIL)));
        return rule.matches() ? Optional.of(rule) : Optional.empty();
    }
}
