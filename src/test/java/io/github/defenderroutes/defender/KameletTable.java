package io.github.defenderroutes.defender;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What {@code src/test/resources/connector/<operation>.yaml} says of a Kamelet: a list of rows.
 *
 * <pre>{@code
 * - case: a tag is added                 # what the row shows
 *   given: { reaction: at-once }         # how the tenant differs from the usual one; see KameletsTest
 *   before:                              # calls made first; the answer to the last is the body of the call
 *     - { kamelet: run-antivirus-scan, parameters: { … } }
 *   parameters: { machineId: "…" }       # as an engineer writes them, lists as JSON or with commas
 *   sends: POST /api/machines/{id}/tags  # what is in braces stands for anything; left out: nothing is sent
 *   query: { $top: "5" }                 # exactly; left out: none
 *   body: { Value: x, Action: Add }      # exactly; left out: none
 *   answers: { machineTags: [x] }        # so much of the answer, what is in braces standing for anything; or:
 *   refused: "Defender refused …"        # how the message begins
 * }</pre>
 */
final class KameletTable {
    static final Path FOLDER = Path.of("src/test/resources/connector");

    private static final List<String> KEYS =
            List.of("case", "given", "before", "parameters", "sends", "query", "body", "answers", "refused");

    private KameletTable() {}

    /** One row of the table; what it leaves out is empty, or {@code null} where that says something. */
    record Row(String kamelet, Map<String, Object> yaml) {
        String name() {
            return String.valueOf(yaml.get("case"));
        }

        Map<String, Object> map(String key) {
            return KameletFile.map(yaml, key);
        }

        List<Object> before() {
            return KameletFile.list(yaml, "before");
        }

        String sends() {
            return (String) yaml.get("sends");
        }

        Object body() {
            return yaml.get("body");
        }

        String refused() {
            return (String) yaml.get("refused");
        }

        @Override
        public String toString() {
            return kamelet.replaceFirst("^defender-", "").replaceFirst("-(action|source)$", "") + ": " + name();
        }
    }

    /** The rows of a Kamelet; none if it has no table. */
    @SuppressWarnings("unchecked") // the tables are ours; a wrong shape fails the test by itself
    static List<Row> rows(String kamelet) {
        Path file =
                FOLDER.resolve(kamelet.replaceFirst("^defender-", "").replaceFirst("-(action|source)$", "") + ".yaml");
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            var yaml = (List<Map<String, Object>>)
                    new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            yaml.forEach(row -> assertThat(row.keySet()).as("keys in %s", file).isSubsetOf(KEYS));
            return yaml.stream().map(row -> new Row(kamelet, row)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** That a value is what the table says, where a map may hold more and what is in braces stands for anything. */
    static void assertHolds(Object actual, Object told, String where) {
        if (told instanceof Map<?, ?> map) {
            assertThat(actual).as(where).isInstanceOf(Map.class);
            map.forEach((key, value) -> assertHolds(((Map<?, ?>) actual).get(key), value, where + "." + key));
        } else if (told instanceof List<?> list) {
            assertThat(actual).as(where).isInstanceOf(List.class);
            assertThat((List<?>) actual).as(where).hasSameSizeAs(list);
            for (int i = 0; i < list.size(); i++) {
                assertHolds(((List<?>) actual).get(i), list.get(i), where + "[" + i + "]");
            }
        } else if (told instanceof String text && text.contains("{")) {
            assertThat(String.valueOf(actual)).as(where).matches(pattern(text));
        } else {
            assertThat(actual).as(where).isEqualTo(told);
        }
    }

    /** A text in which what is in braces stands for anything. */
    static Pattern pattern(String text) {
        return Pattern.compile(("\\Q" + text + "\\E").replaceAll("\\{[^}]*}", "\\\\E.+\\\\Q"));
    }
}
