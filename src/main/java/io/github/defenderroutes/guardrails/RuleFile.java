package io.github.defenderroutes.guardrails;

import io.github.defenderroutes.judge.Outcome;
import io.github.defenderroutes.yaml.NoYamlException;
import io.github.defenderroutes.yaml.YamlText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads rules from YAML and tells everything that is wrong with them at once. */
final class RuleFile {
    private static final List<String> OWN_KEYS =
            List.of("rule", "outcome", "because", "until", "type", "release-after");
    static final List<String> KEYS =
            Stream.concat(OWN_KEYS.stream(), Vocabulary.SECTIONS.stream()).toList();
    private static final List<String> OUTCOMES =
            Stream.of(Outcome.values()).map(Outcome::toString).toList();
    private static final List<String> TYPES = List.of("Full", "Selective");
    private static final int LONGEST_NAME = 60;

    private final List<Remark> problems = new ArrayList<>();
    private final Map<String, Integer> lines = new HashMap<>();

    private RuleFile() {}

    /**
     * @param file its name, for messages
     * @throws GuardrailsException naming all problems
     */
    static List<Rule> read(String file, String text) {
        RuleFile reading = new RuleFile();
        List<Rule> rules = reading.rules(text);
        if (!reading.problems.isEmpty()) {
            throw new GuardrailsException(
                    file, reading.problems.stream().sorted(Remark.BY_PLACE).toList());
        }
        return rules;
    }

    private List<Rule> rules(String text) {
        Optional<Node> root = compose(text);
        if (root.isEmpty()) {
            if (problems.isEmpty()) {
                problems.add(new Remark(1, 1, "the file", "is empty. To fix: write rules: and a list, or remove it."));
            }
            return List.of();
        }
        Place file = new Place(root.get(), "the file", problems);
        Map<String, Place> entries = file.entries("no word that we know here", List.of("rules"));
        Place list = entries.get("rules");
        if (list == null) {
            if (problems.isEmpty()) {
                file.problem("has no rules. To fix: write rules: and a list below it.");
            }
            return List.of();
        }
        return list.list("the rule").stream()
                .map(this::rule)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Node> compose(String text) {
        try {
            return YamlText.compose(text);
        } catch (NoYamlException e) {
            problems.add(new Remark(
                    e.line(),
                    e.column(),
                    "here",
                    "the YAML breaks off: %s. To fix: look at the indentation, quotes and colons here and just above."
                            .formatted(e.getMessage())));
            return Optional.empty();
        }
    }

    /** The rule, whose parts may be missing where there is a problem; empty if it is no rule at all. */
    private Optional<Rule> rule(Place place) {
        int before = problems.size();
        Map<String, Place> parts = place.entries("no part of a rule", KEYS);
        if (parts.isEmpty() && problems.size() > before) {
            return Optional.empty();
        }
        Optional<Outcome> outcome = outcome(place, parts);
        List<Condition> conditions = parts.keySet().stream()
                .filter(Vocabulary.SECTIONS::contains)
                .flatMap(section -> Vocabulary.read(section, parts.get(section)).stream())
                .toList();
        return Optional.of(new Rule(
                name(place, parts),
                place.line(),
                place.column(),
                outcome.orElse(Outcome.NEVER),
                text(parts, "because").map(RuleFile::withoutStop).orElse(null),
                until(parts.get("until")),
                optional(parts, "type")
                        .flatMap(type -> type.oneOf("no type of isolation", TYPES))
                        .filter(type -> mayIsolate(outcome, parts.get("type")))
                        .orElse(null),
                optional(parts, "release-after")
                        .filter(time -> mayIsolate(outcome, time))
                        .map(time -> Vocabulary.duration(time, "1m", "365d"))
                        .orElse(null),
                conditions));
    }

    private String name(Place place, Map<String, Place> parts) {
        if (!parts.containsKey("rule")) {
            place.problem("has no name. To fix: begin it with rule: and a name of its own.");
            return "";
        }
        String name = parts.get("rule").text().orElse("");
        if (!name.isEmpty() && (!name.matches("[a-z0-9]+(-[a-z0-9]+)*") || name.length() > LONGEST_NAME)) {
            parts.get("rule")
                    .problem("is no name for a rule. To fix: use small letters, digits and hyphens, such as "
                            + "domain-controllers, at most %d of them.".formatted(LONGEST_NAME));
        }
        Integer first = lines.putIfAbsent(name, place.line());
        if (first != null && !name.isEmpty()) {
            parts.get("rule")
                    .problem("is also the name of the rule in line %d. To fix: give one of them another."
                            .formatted(first));
        }
        return name;
    }

    /** Empty where there is a problem. */
    private static Optional<Outcome> outcome(Place place, Map<String, Place> parts) {
        if (!parts.containsKey("outcome")) {
            place.problem("has no outcome. To fix: add outcome: and one of %s.".formatted(String.join(", ", OUTCOMES)));
            return Optional.empty();
        }
        return parts.get("outcome").oneOf("no outcome", OUTCOMES).map(Outcome::of);
    }

    private static boolean mayIsolate(Optional<Outcome> outcome, Place place) {
        if (outcome.filter(known -> known.compareTo(Outcome.APPROVE) < 0).isPresent()) {
            place.problem(
                    "stands in a rule that never cuts a device off. To fix: remove it, or write outcome: isolate or approve.");
            return false;
        }
        return true;
    }

    /** A day counts to its end, in UTC. */
    private static Instant until(Place place) {
        String written = place == null ? null : place.text().orElse(null);
        if (written == null) {
            return null;
        }
        try {
            return written.length() <= 10
                    ? LocalDate.parse(written)
                            .plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                    : OffsetDateTime.parse(written).toInstant();
        } catch (DateTimeException e) {
            place.problem("is no time. To fix: write a day, 2026-12-31, which counts to its end in UTC, or a time with"
                    + " its zone, 2026-12-31T18:00:00+01:00.");
            return null;
        }
    }

    private static Optional<Place> optional(Map<String, Place> parts, String key) {
        return Optional.ofNullable(parts.get(key));
    }

    private static Optional<String> text(Map<String, Place> parts, String key) {
        return optional(parts, key).flatMap(Place::text);
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
