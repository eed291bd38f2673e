package io.github.defenderroutes.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code lint}: what it prints, and with what it ends. */
class LintCommandTest {
    private static final String MISTAKE = "src/test/resources/lint/mistakes/bean-unknown.camel.yaml";
    private static final String TO_THINK_OVER = "src/test/resources/lint/mistakes/id-missing.camel.yaml";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter problems = new StringWriter();

    @Test
    void theShippedFilesAreFine() {
        assertThat(lint()).isZero();
        assertThat(out.toString())
                .startsWith("no errors, no warnings. These routes need the permissions ")
                .contains("Machine.Isolate");
    }

    @Test
    void anErrorIsNamedWithItsPlaceAndIsAProblem() {
        assertThat(lint(MISTAKE)).isEqualTo(1);
        assertThat(out.toString())
                .startsWith(MISTAKE
                        + ":9:18: error: there is no bean alertPol. To fix: did you mean alertPoll? [unknown-bean]\n"
                        + "1 error, no warnings.");
    }

    @Test
    void aWarningIsAProblemOnlyForWhoIsStrict() {
        assertThat(lint(TO_THINK_OVER)).isZero();
        assertThat(lint("--strict", TO_THINK_OVER)).isEqualTo(1);
    }

    @Test
    void onlyTheFilesAskedForAreTold() {
        assertThat(lint("routes/send-mail.camel.yaml")).isZero();
        assertThat(out.toString()).startsWith("no errors, no warnings.");
    }

    @Test
    void aFileThatIsNotThereIsWrongUse() {
        assertThat(lint("routes/no-such.camel.yaml")).isEqualTo(2);
        assertThat(problems.toString()).contains("There is no file routes/no-such.camel.yaml.");
    }

    @Test
    void asJsonForPrograms() throws IOException {
        assertThat(lint("--json", MISTAKE)).isEqualTo(1);

        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("errors").asInt()).isEqualTo(1);
        assertThat(json.get("warnings").asInt()).isZero();
        assertThat(json.get("findings").get(0).toString())
                .isEqualTo("{\"file\":\"" + MISTAKE + "\",\"line\":9,\"column\":18,\"severity\":\"error\","
                        + "\"rule\":\"unknown-bean\",\"problem\":\"there is no bean alertPol\","
                        + "\"fix\":\"did you mean alertPoll?\"}");
        assertThat(json.get("permissions").get("Machine.Isolate").get(0).asText())
                .isEqualTo("routes/isolate-device.camel.yaml");
    }

    @Test
    void nothingIsLeftBehind() throws IOException {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Path inbox = folder.resolve("inbox");
        Files.writeString(routes.resolve("inbox.camel.yaml"), """
                - route:
                    id: inbox
                    from:
                      uri: file:%s
                      steps:
                        - log: x
                """.formatted(inbox));

        assertThat(lint("--routes", routes.toString())).isZero();
        assertThat(inbox).doesNotExist();
    }

    @Test
    void itLooksAgainWhenSomethingIsSaved() throws Exception {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Path route = routes.resolve("report.camel.yaml");
        String fine = """
                - route:
                    id: report
                    from:
                      uri: direct:report
                      steps:
                        - log: x
                """;
        Files.writeString(route, fine);
        Thread watching = new Thread(() -> lint("--watch", "--routes", routes.toString()), "lint-watch");
        watching.start();
        try {
            await().until(() -> problems.toString().contains(" fine"));
            Files.writeString(route, fine.replace("log", "lgo"));
            await().until(() -> problems.toString().contains("not fine"));
            assertThat(out.toString()).contains("there is no step lgo");
        } finally {
            watching.interrupt();
            watching.join();
        }
    }

    private int lint(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "lint";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Main.program(all)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(problems))
                .execute(all);
    }
}
