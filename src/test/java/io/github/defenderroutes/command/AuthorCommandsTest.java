package io.github.defenderroutes.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code diagram} and {@code new route} as an author gives them. */
class AuthorCommandsTest {
    private final StringWriter said = new StringWriter();
    private final StringWriter problems = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void aPictureIsPrintedAndWhatIsNotLoadedIsNamed() {
        assertThat(command("diagram", "respond-to-alert")).isZero();

        assertThat(said.toString()).startsWith("flowchart TD\n").contains("isolate-device");
        assertThat(problems.toString())
                .isEqualTo(
                        "Not drawn, because with these settings there is no such route: hunt-threats, take-alerts, write-back.\n");
    }

    @Test
    void theFirstPictureOfAPageIsRenewedAndNothingElse() throws IOException {
        Path page = Files.writeString(folder.resolve("page.md"), """
                Before.
                ```mermaid
                flowchart old
                ```
                ```mermaid
                another
                ```
                """);

        assertThat(command("diagram", "park-alert", "--out", page.toString())).isZero();

        assertThat(Files.readString(page))
                .startsWith("Before.\n```mermaid\nflowchart TD\n")
                .doesNotContain("flowchart old")
                .endsWith("```\n```mermaid\nanother\n```\n");
    }

    @Test
    void aPageWithoutAPictureStaysAsItIs() throws IOException {
        Path page = Files.writeString(folder.resolve("page.md"), "Nothing here.\n");

        assertThat(command("diagram", "park-alert", "--out", page.toString())).isEqualTo(2);

        assertThat(problems.toString()).contains("page.md holds no picture to renew. To fix: write ```mermaid");
        assertThat(page).hasContent("Nothing here.\n");
    }

    @Test
    void anyOtherFileIsWrittenAsAWhole() throws IOException {
        Path file = folder.resolve("routes.mmd");

        assertThat(command("diagram", "--branches", "--out", file.toString())).isZero();

        assertThat(Files.readString(file)).startsWith("flowchart LR\n");
    }

    @Test
    void aRouteThatIsNotThereIsToldWithTheNearest() {
        assertThat(command("diagram", "respond-to-alerts")).isEqualTo(2);

        assertThat(problems.toString())
                .contains("There is no route respond-to-alerts in routes. Did you mean respond-to-alert?");
    }

    @Test
    void aNewRouteSaysWhatToDoNext() {
        assertThat(command("new", "route", "tag-visitors", "--routes", folder.toString()))
                .isZero();

        assertThat(folder.resolve("tag-visitors.camel.yaml")).exists();
        assertThat(said.toString())
                .contains(folder.resolve("tag-visitors.case.yaml").toString())
                .contains("test tag-visitors")
                .endsWith("        - to:\n            id: call-tag-visitors\n            uri: direct:tag-visitors\n");
    }

    @Test
    void whatCannotBeNewIsRefused() {
        assertThat(command("new", "route", "Tag", "--routes", folder.toString()))
                .isEqualTo(1);
        assertThat(problems.toString()).contains("Tag is no name for a route. To fix: ");
        assertThat(command("new", "route", "tag", "--from", "mail", "--routes", folder.toString()))
                .isEqualTo(2);
        assertThat(problems.toString()).contains("A route does not begin with mail. To fix: write --from direct");
        assertThat(command("new", "rout", "tag", "--routes", folder.toString())).isEqualTo(2);
        assertThat(folder).isEmptyDirectory();
    }

    private int command(String... words) {
        return Main.program(words)
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(problems))
                .execute(words);
    }
}
