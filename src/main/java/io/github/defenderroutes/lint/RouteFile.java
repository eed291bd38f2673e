package io.github.defenderroutes.lint;

import io.github.defenderroutes.lint.Finding.Severity;
import io.github.defenderroutes.yaml.NoYamlException;
import io.github.defenderroutes.yaml.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A file of routes that could be read as YAML.
 *
 * @param root what stands in it
 */
record RouteFile(Path path, String text, Node root) {
    static final String ENDING = ".camel.yaml";

    /** Those of a folder, by name. What cannot be read is added to the findings. */
    static List<RouteFile> all(Path folder, List<Finding> findings) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .map(file -> read(file, findings))
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException e) {
            findings.add(new Finding(
                    folder,
                    1,
                    1,
                    Severity.ERROR,
                    "file",
                    "the folder cannot be read: " + e.getMessage(),
                    "start in the folder that holds routes/ and config/, or name it with --routes"));
            return List.of();
        }
    }

    /** Empty, with a finding, if it cannot be read as YAML. */
    static Optional<RouteFile> read(Path file, List<Finding> findings) {
        try {
            String text = Files.readString(file);
            Optional<Node> root = YamlText.compose(text);
            if (root.isEmpty()) {
                findings.add(problem(file, 1, 1, "the file is empty", "write a route into it, or delete it"));
            }
            Optional<Node> endless = root.flatMap(RouteFile::endless);
            if (endless.isPresent()) {
                new Findings("yaml", findings)
                        .error(
                                file,
                                endless.get(),
                                "this holds itself, by an alias, and so has no end",
                                "write out what is meant, or have the alias stand elsewhere");
                return Optional.empty();
            }
            root.ifPresent(node -> twice(file, node, findings));
            return root.map(node -> new RouteFile(file, text, node));
        } catch (IOException e) {
            findings.add(new Finding(
                    file,
                    1,
                    1,
                    Severity.ERROR,
                    "file",
                    "the file cannot be read as UTF-8 text: " + e.getMessage(),
                    "check its permissions and its encoding"));
        } catch (NoYamlException e) {
            findings.add(problem(
                    file,
                    e.line(),
                    e.column(),
                    "this is no YAML: " + e.getMessage(),
                    "look at this line and the one above: indentation, quotes, a colon or dash"));
        }
        return Optional.empty();
    }

    /** What an alias within it stands for. */
    private static Optional<Node> endless(Node node) {
        if (node.isRecursive()) {
            return Optional.of(node);
        }
        Stream<Node> inside = Stream.empty();
        if (node instanceof SequenceNode list) {
            inside = list.getValue().stream();
        } else if (node instanceof MappingNode mapping) {
            inside = mapping.getValue().stream().flatMap(entry -> Stream.of(entry.getKeyNode(), entry.getValueNode()));
        }
        return inside.map(RouteFile::endless).flatMap(Optional::stream).findFirst();
    }

    private static void twice(Path file, Node node, List<Finding> findings) {
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(one -> twice(file, one, findings));
        } else if (node instanceof MappingNode mapping) {
            Set<String> keys = new HashSet<>();
            mapping.getValue().forEach(entry -> {
                String key = Element.name(entry.getKeyNode());
                if (!keys.add(key)) {
                    new Findings("yaml", findings)
                            .error(
                                    file,
                                    entry.getKeyNode(),
                                    "%s stands here twice, and only one of them counts".formatted(key),
                                    "remove one, or begin the second step with a dash");
                }
                twice(file, entry.getValueNode(), findings);
            });
        }
    }

    private static Finding problem(Path file, int line, int column, String problem, String fix) {
        return new Finding(file, line, column, Severity.ERROR, "yaml", problem, fix);
    }
}
