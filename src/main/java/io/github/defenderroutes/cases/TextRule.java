package io.github.defenderroutes.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a text has to contain, and what not: {@code {contains: ..., not-contains: [...]}}. */
final class TextRule {
    static final String CONTAINS = "contains";
    static final String NOT_CONTAINS = "not-contains";

    private final List<String> wanted;
    private final List<String> unwanted;

    private TextRule(Map<?, ?> rule) {
        this.wanted = words(rule.get(CONTAINS));
        this.unwanted = words(rule.get(NOT_CONTAINS));
    }

    static boolean is(Object expected) {
        return expected instanceof Map<?, ?> rule
                && !rule.isEmpty()
                && Set.of(CONTAINS, NOT_CONTAINS).containsAll(rule.keySet());
    }

    static TextRule of(Object expected) {
        return new TextRule((Map<?, ?>) expected);
    }

    boolean fits(Object actual) {
        return actual != null && problem(actual.toString()).isEmpty();
    }

    /** What is missing, and where something is that should not be; empty if all is well. */
    String problem(String actual) {
        List<String> problems = new ArrayList<>();
        wanted.stream()
                .filter(word -> !actual.contains(word))
                .forEach(word -> problems.add("does not contain: " + word));
        unwanted.stream()
                .filter(actual::contains)
                .forEach(word -> problems.add(
                        "must not contain: %s%s".formatted(word, TextPlace.at(actual, actual.indexOf(word)))));
        return String.join("\n", problems);
    }

    private static List<String> words(Object words) {
        return words == null
                ? List.of()
                : words instanceof List<?> several
                        ? several.stream().map(String::valueOf).toList()
                        : List.of(words.toString());
    }
}
