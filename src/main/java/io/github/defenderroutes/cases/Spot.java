package io.github.defenderroutes.cases;

import io.github.defenderroutes.settings.Nearest;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A place in a case file: what stands there, and on which line, so that a mistake can be shown where it is. */
final class Spot {
    private final Path file;
    private final Node node;
    private final int line;
    private final int column;

    Spot(Path file, Node node) {
        this.file = file;
        this.node = node;
        this.line = node.getStartMark().map(Mark::getLine).orElse(0) + 1;
        this.column = node.getStartMark().map(Mark::getColumn).orElse(0) + 1;
    }

    int line() {
        return line;
    }

    /** What stands here, as maps, lists, texts, numbers and nulls. */
    Object value() {
        return new StandardConstructor(LoadSettings.builder().build()).constructSingleDocument(Optional.of(node));
    }

    String text() {
        Object value = value();
        if (value == null || value instanceof Map || value instanceof Collection) {
            throw problem("expected one word or sentence here");
        }
        return value.toString();
    }

    int number() {
        if (value() instanceof Integer number) {
            return number;
        }
        throw problem("'%s' is not a whole number".formatted(text()));
    }

    /** A duration such as 30s, 5m, 2h or 1d; a minus sign means the past. */
    Duration duration() {
        String text = text();
        String upper = text.toUpperCase(Locale.ROOT);
        String sign = upper.startsWith("-") ? "-" : "";
        String amount = upper.substring(sign.length());
        try {
            return Duration.parse(sign + (amount.endsWith("D") ? "P" : "PT") + amount);
        } catch (DateTimeException e) {
            throw problem("'%s' is not a duration. To fix: write 30s, 5m, 2h or 1d".formatted(text));
        }
    }

    Instant time() {
        try {
            return Instant.parse(text());
        } catch (DateTimeException e) {
            throw problem("'%s' is not a time. To fix: write it as 2026-11-20T09:30:00Z".formatted(text()));
        }
    }

    List<Spot> list() {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(one -> new Spot(file, one)).toList();
        }
        throw problem("expected a list here, its entries with a dash or in [ ]");
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    boolean isMap() {
        return node instanceof MappingNode;
    }

    /** The entries by key, whatever the keys are. */
    Map<String, Spot> entries() {
        if (!(node instanceof MappingNode mapping)) {
            throw problem("expected keys and values here");
        }
        Map<String, Spot> entries = new LinkedHashMap<>();
        mapping.getValue().forEach(entry -> {
            Spot key = new Spot(file, entry.getKeyNode());
            if (entries.put(key.text(), new Spot(file, entry.getValueNode())) != null) {
                throw key.problem("'%s' stands here twice".formatted(key.text()));
            }
        });
        return entries;
    }

    /** The entries by key; a key that is not one of these is a mistake. */
    Map<String, Spot> entries(String of, Collection<String> known) {
        Map<String, Spot> entries = entries();
        keys().forEach(key -> key.check(key.text(), of, known));
        return entries;
    }

    /** The keys of the entries, each with its place. */
    List<Spot> keys() {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .map(entry -> new Spot(file, entry.getKeyNode()))
                        .toList()
                : List.of();
    }

    /** Complains if this word is not one of those known, and proposes the nearest. */
    void check(String word, String of, Collection<String> known) {
        if (!known.contains(word)) {
            throw problem("'%s' is not %s. %s"
                    .formatted(
                            word,
                            of,
                            Nearest.to(word, known)
                                    .map("Did you mean %s?"::formatted)
                                    .orElse("To fix: use one of " + String.join(", ", new TreeSet<>(known)))));
        }
    }

    CaseFileException problem(String problem) {
        return new CaseFileException(file, line, column, problem.endsWith("?") ? problem : problem + ".");
    }
}
