package io.github.defenderroutes.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code changes} on a home that came from an earlier release. */
class ChangesCommandTest {
    private static final String ROUTE = "routes/park-alert.camel.yaml";

    @TempDir
    private Path home;

    private final StringWriter said = new StringWriter();
    private final StringWriter problems = new StringWriter();

    /** The earlier release shipped park-alert without its last line, and that is what is in the home. */
    @BeforeEach
    void aHomeOfAnEarlierRelease() throws IOException {
        for (String folder : List.of("routes", "config")) {
            copy(Path.of(folder), home.resolve(folder));
            copy(Path.of(folder), home.resolve("config/.shipped").resolve(folder));
        }
        Files.writeString(home.resolve("config/.shipped/release"), "0.0.9\n");
        List<String> lines = Files.readAllLines(Path.of(ROUTE));
        for (Path file :
                List.of(home.resolve(ROUTE), home.resolve("config/.shipped").resolve(ROUTE))) {
            Files.write(file, lines.subList(0, lines.size() - 1));
        }
    }

    @Test
    void whatWeChangedWaitsAndIsTaken() throws IOException {
        assertThat(changes()).isEqualTo(1);
        assertThat(said.toString())
                .contains("These files came from 0.0.9.")
                .contains("changed by us         " + ROUTE)
                .contains("changes --take brings");

        assertThat(changes("--take")).isZero();

        assertThat(home.resolve(ROUTE)).hasSameTextualContentAs(Path.of(ROUTE));
        assertThat(said.toString()).doesNotContain("changed by us");
    }

    @Test
    void whatYouEditedStaysWhateverIsTaken() throws IOException {
        edit("config/guardrails.yaml");
        edit(ROUTE);

        assertThat(changes("--take"))
                .as("park-alert waits to be merged by hand")
                .isEqualTo(1);

        assertThat(said.toString())
                .contains("edited by you         config/guardrails.yaml")
                .contains("both                  " + ROUTE)
                .contains("changes --merged FILE");
        assertThat(Files.readString(home.resolve(ROUTE))).endsWith("# mine\n");
        assertThat(changes("--take", ROUTE)).isEqualTo(1);
        assertThat(problems.toString()).contains(ROUTE + " is edited by you, and nothing was changed. To fix: ");

        assertThat(changes("--merged", ROUTE)).isZero();

        assertThat(said.toString()).contains("edited by you         " + ROUTE);
        assertThat(Files.readString(home.resolve(ROUTE))).endsWith("# mine\n");
    }

    @Test
    void theLinesAreShownIfAskedForAsTextAndAsJson() throws IOException {
        edit("config/guardrails.yaml");

        changes("--diff");
        assertThat(said.toString()).contains("+# mine", "+            method: park", "--- " + ROUTE + " as shipped");

        changes("--diff", "--json");
        JsonNode json = new ObjectMapper().readTree(said.toString());
        assertThat(json.path("from").textValue()).isEqualTo("0.0.9");
        assertThat(json.path("files").findValuesAsText("state")).contains("changed", "edited", "unchanged");
        assertThat(json.path("files").findValuesAsText("ours"))
                .anyMatch(text -> text.contains("+            method: park"));
    }

    @Test
    void oneFileCanBeAskedFor() {
        assertThat(changes("config/guardrails.yaml")).isZero();
        assertThat(said.toString())
                .contains("as shipped            config/guardrails.yaml")
                .doesNotContain(ROUTE);

        assertThat(changes("config/guardrail.yaml")).isEqualTo(1);
        assertThat(problems.toString()).contains("Did you mean config/guardrails.yaml?");
        assertThat(changes("--merged")).isEqualTo(2);
    }

    @Test
    void aFileThatCannotBeWrittenIsToldWithTheRemedy() throws IOException {
        Files.createDirectory(home.resolve("routes/.park-alert.camel.yaml.new"));

        assertThat(changes("--take")).isEqualTo(1);

        assertThat(problems.toString())
                .contains(home.resolve(ROUTE) + " cannot be written: ", "To fix: do it as a user who may write there");
        assertThat(changes()).as("it waits as before").isEqualTo(1);
    }

    private int changes(String... words) {
        said.getBuffer().setLength(0);
        List<String> line = new ArrayList<>(List.of(
                "changes",
                "--config",
                home.resolve("config").toString(),
                "--routes",
                home.resolve("routes").toString()));
        line.addAll(List.of(words));
        return Main.program(line.toArray(String[]::new))
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(problems))
                .execute(line.toArray(String[]::new));
    }

    private void edit(String file) throws IOException {
        Files.writeString(home.resolve(file), "# mine\n", StandardOpenOption.APPEND);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }
}
