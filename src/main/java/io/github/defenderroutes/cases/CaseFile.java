package io.github.defenderroutes.cases;

import io.github.defenderroutes.yaml.NoYamlException;
import io.github.defenderroutes.yaml.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code <route>.case.yaml}: a list of cases. */
final class CaseFile {
    private static final String ENDING = ".case.yaml";

    private CaseFile() {}

    static List<Case> read(Path file) {
        String name = file.getFileName().toString();
        String route = name.substring(0, name.length() - ENDING.length());
        if (!Files.exists(file.resolveSibling(route + ".camel.yaml"))) {
            throw new CaseFileException(
                    file, 1, 1, "there is no %s.camel.yaml beside it. To fix: name it as its route.".formatted(route));
        }
        Spot list = new Spot(
                file,
                compose(file)
                        .orElseThrow(() ->
                                new CaseFileException(file, 1, 1, "it is empty. To fix: write a case, or delete it.")));
        List<Case> cases =
                list.list().stream().map(spot -> Case.read(file, route, spot)).toList();
        Map<String, Integer> lines = new HashMap<>();
        cases.forEach(example -> {
            Integer before = lines.put(example.name(), example.line());
            if (before != null) {
                throw new CaseFileException(
                        file, example.line(), 1, "the case of line %d has the same name.".formatted(before));
            }
        });
        return cases;
    }

    private static Optional<Node> compose(Path file) {
        try {
            return YamlText.compose(Files.readString(file));
        } catch (IOException e) {
            throw new CaseFileException(file, 1, 1, "it cannot be read: " + e.getMessage() + ".");
        } catch (NoYamlException e) {
            throw new CaseFileException(file, e.line(), e.column(), "it is no YAML: " + e.getMessage() + ".");
        }
    }
}
