package io.github.defenderroutes.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Text that should be YAML. */
public final class YamlText {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private YamlText() {}

    /**
     * What stands in it, each part with its place; empty if nothing does.
     *
     * @throws NoYamlException if it is none
     */
    public static Optional<Node> compose(String text) throws NoYamlException {
        String yaml = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        try {
            return new Compose(LoadSettings.builder().build()).composeString(yaml);
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark();
            throw new NoYamlException(
                    mark.map(Mark::getLine).orElse(0) + 1,
                    mark.map(Mark::getColumn).orElse(0) + 1,
                    e.getProblem());
        } catch (ReaderException e) {
            String before = yaml.substring(0, Math.max(0, yaml.indexOf(e.getCodePoint())));
            throw new NoYamlException(
                    (int) before.chars().filter(one -> one == '\n').count() + 1,
                    before.length() - before.lastIndexOf('\n'),
                    "the character U+%04X is not allowed".formatted(e.getCodePoint()));
        } catch (YamlEngineException e) {
            throw new NoYamlException(1, 1, e.getMessage());
        }
    }
}
