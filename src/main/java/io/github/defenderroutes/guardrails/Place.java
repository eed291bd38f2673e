package io.github.defenderroutes.guardrails;

import io.github.defenderroutes.settings.Nearest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A place in the file and what stands there. What is wrong with it is added to the problems, and reading goes on. */
final class Place {
    private final Node node;
    private final String name;
    private final List<Remark> problems;

    /** @param name what the place is called in messages */
    Place(Node node, String name, List<Remark> problems) {
        this.node = node;
        this.name = name;
        this.problems = problems;
    }

    int line() {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    int column() {
        return node.getStartMark().map(Mark::getColumn).orElse(0) + 1;
    }

    /** @param sentence problem and remedy, to be put behind what stands here */
    void problem(String sentence) {
        problems.add(remark(sentence));
    }

    Remark remark(String sentence) {
        return new Remark(line(), column(), shown(), sentence);
    }

    private String shown() {
        if (node instanceof ScalarNode scalar && !isNothing()) {
            String value = scalar.getValue().strip();
            return value.equals(name)
                    ? name
                    : name + ": " + (value.length() > 60 ? value.substring(0, 59) + "…" : value);
        }
        return name;
    }

    boolean isNothing() {
        return node instanceof ScalarNode scalar
                && (scalar.getTag().equals(Tag.NULL) || scalar.getValue().isBlank());
    }

    /** One word or sentence. */
    Optional<String> text() {
        if (node instanceof ScalarNode scalar && !isNothing()) {
            return Optional.of(scalar.getValue().strip());
        }
        problem(
                isNothing()
                        ? "has nothing behind it. To fix: write a value, or remove it."
                        : "is not one word or sentence. To fix: write a single value.");
        return Optional.empty();
    }

    Optional<Boolean> flag() {
        Optional<String> text = text();
        if (text.isPresent() && !List.of("true", "false").contains(text.get())) {
            problem("is neither true nor false. To fix: write one of them.");
            return Optional.empty();
        }
        return text.map(Boolean::valueOf);
    }

    /** One word, or several in a list. */
    List<Place> several() {
        if (!(node instanceof SequenceNode sequence)) {
            return text().isPresent() ? List.of(this) : List.of();
        }
        if (sequence.getValue().isEmpty()) {
            problem("is an empty list, which matches nothing. To fix: write a value, or remove it.");
        }
        return sequence.getValue().stream()
                .map(one -> new Place(one, name, problems))
                .filter(place -> place.text().isPresent())
                .toList();
    }

    /**
     * The entries of a list.
     *
     * @param each what one of them is called
     */
    List<Place> list(String each) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream()
                    .map(one -> new Place(one, each, problems))
                    .toList();
        }
        problem("is not a list. To fix: begin each entry with a dash.");
        return List.of();
    }

    /** The entries by key, whatever the keys are. */
    Map<String, Place> entries() {
        Map<String, Place> entries = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            problem(
                    isNothing()
                            ? "has nothing under it. To fix: write something under it, or remove it."
                            : "does not consist of keys and values. To fix: write key: value, one on each line.");
            return entries;
        }
        if (mapping.getValue().isEmpty()) {
            problem("has nothing under it. To fix: write something under it, or remove it.");
        }
        mapping.getValue().forEach(entry -> {
            Optional<String> key = new Place(entry.getKeyNode(), name, problems).text();
            if (key.isPresent() && entries.containsKey(key.get())) {
                new Place(entry.getKeyNode(), key.get(), problems)
                        .problem("stands here twice. To fix: remove one, or write its values as a list.");
            } else {
                key.ifPresent(word -> entries.put(word, new Place(entry.getValueNode(), word, problems)));
            }
        });
        return entries;
    }

    /** The entries by key; a key that is not one of these is a problem. */
    Map<String, Place> entries(String kind, Collection<String> known) {
        Map<String, Place> entries = entries();
        entries.keySet().stream().filter(key -> !known.contains(key)).toList().forEach(key -> {
            entries.remove(key);
            key(key).problem(unknown(key, kind, known));
        });
        return entries;
    }

    private Place key(String word) {
        return ((MappingNode) node)
                .getValue().stream()
                        .map(entry -> new Place(entry.getKeyNode(), word, problems))
                        .filter(key -> key.node instanceof ScalarNode scalar
                                && scalar.getValue().strip().equals(word))
                        .findFirst()
                        .orElse(this);
    }

    /** One of these words, in whatever case it is written; any other is a problem. */
    Optional<String> oneOf(String kind, Collection<String> known) {
        Optional<String> text = text();
        Optional<String> word = text.flatMap(
                written -> known.stream().filter(written::equalsIgnoreCase).findFirst());
        if (text.isPresent() && word.isEmpty()) {
            problem(unknown(text.get(), kind, known));
        }
        return word;
    }

    static String unknown(String word, String kind, Collection<String> known) {
        return "is %s. %s"
                .formatted(
                        kind,
                        nearest(word, known)
                                .map("Did you mean %s?"::formatted)
                                .orElse("To fix: use one of %s.".formatted(String.join(", ", known))));
    }

    static Optional<String> nearest(String word, Collection<String> known) {
        Map<String, String> spelling = known.stream()
                .collect(Collectors.toMap(one -> one.toLowerCase(Locale.ROOT), one -> one, (one, same) -> one));
        return Nearest.to(word, spelling.keySet()).map(spelling::get);
    }
}
