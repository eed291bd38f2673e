package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.lint.Finding;
import io.github.defenderroutes.lint.Linter;
import io.github.defenderroutes.settings.FileProblem;
import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the linter finds, where, and in which words; and where it holds its tongue. */
class LintTest {
    private static final Path ROUTES = Path.of("routes");
    private static final Path EXAMPLES = Path.of("src/docs/examples");
    private static final Path WRITING_ROUTES = Path.of("src/docs/writing-routes.md");
    private static final Path RESOURCES = Path.of("src/test/resources/lint");

    private static DefenderRoutes app;
    private static Linter linter;

    @TempDir
    private Path folder;

    @BeforeAll
    static void aSetUpNobodyHasSignedInTo() {
        app = app(ROUTES, settings());
        linter = app.links().linter();
    }

    @AfterAll
    static void close() {
        app.close();
    }

    static List<Path> mistakes() throws IOException {
        return files(RESOURCES.resolve("mistakes"));
    }

    static List<Path> sound() throws IOException {
        return files(RESOURCES.resolve("sound"));
    }

    // ---- Mistakes

    /** The first line of each file says where its one mistake is and what is to be said of it. */
    @ParameterizedTest
    @MethodSource("mistakes")
    void eachMistakeIsFoundWhereItIsWithOneMessage(Path file) throws IOException {
        String expected = Files.readAllLines(file).get(0).replaceFirst("# ", "");

        assertThat(linter.findings(List.of(file)))
                .filteredOn(finding -> finding.file().equals(file))
                .extracting(
                        finding -> finding.toString().substring(file.toString().length() + 1))
                .containsExactly(expected);
    }

    @Test
    void aRouteThatNobodyCallsIsFoundInTheFolderAndNotElsewhere() throws IOException {
        write("left-over.camel.yaml", route("left-over", "direct:left-over", "- log: x"));

        assertThat(linter(folder).findings())
                .extracting(Finding::toString)
                .containsExactly(folder.resolve("left-over.camel.yaml")
                        + ":5:12: warning: nobody sends to direct:left-over, so this route never runs."
                        + " To fix: call it from another route with to: direct:left-over, or remove its file."
                        + " [unused-route]");
    }

    @Test
    void keysThatAnEmbeddingApplicationGivesAreKnown() throws IOException {
        write("report.camel.yaml", route("report", "direct:report", "- log: '{{broker.url}}'"));

        assertThat(linter(folder).findings())
                .extracting(Finding::problem)
                .containsExactly("there is no setting broker.url for routes");
        assertThat(app(folder, settings().with(Map.of("broker.url", "tcp://broker:61616")))
                        .links()
                        .lint(List.of()))
                .isEmpty();
    }

    @Test
    void whatJavaAndPeopleCallIsNoLeftOver() throws IOException {
        write("report.camel.yaml", route("report", "direct:report", "- log: x"));

        assertThat(linter(folder).findings()).isEmpty();
    }

    @Test
    void allMistakesOfAFileAreFoundAtOnce() throws IOException {
        write(
                "report.camel.yaml",
                route(
                        "report",
                        "direct:report",
                        "- setBdy: {}",
                        "- bean:",
                        "    ref: alertPol",
                        "- log: '{{no.such}}'"));

        assertThat(linter(folder).findings())
                .extracting(Finding::rule)
                .containsExactly("unknown-step", "unknown-bean", "unknown-placeholder");
    }

    @Test
    void whatOnlyCamelKnowsIsFoundByLoadingTheRoutesAside() throws IOException {
        write(
                "report.camel.yaml",
                route("report", "direct:report", "- routingSlip:", "    id: on", "    ignoreInvalidEndpoints: true"));

        assertThat(app(folder, settings()).links().lint(List.of()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.toString())
                        .startsWith(folder.resolve("report.camel.yaml") + ":7:11: error: ")
                        .endsWith("[load]"));
    }

    // ---- No false alarm

    @ParameterizedTest
    @MethodSource("sound")
    void routesThatAreFineAreLeftAlone(Path file) {
        assertThat(linter.findings(List.of(file)))
                .filteredOn(finding -> finding.file().equals(file))
                .isEmpty();
    }

    @Test
    void theShippedFilesAreFine() {
        assertThat(app.links().lint(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alerts.hand-over = seda:alerts",
                "alerts.source = graph",
                "alerts.write-back = comment",
                "hunting.queries = *",
                "isolation.mode = enforce",
                "mail.send-by = graph"
            })
    void theShippedFilesAreFineWhateverTheSettingsChoose(String line) throws IOException {
        Path config = config();
        String key = line.split(" = ")[0];
        Path file = config.resolve("application.properties");
        Files.writeString(file, Files.readString(file).replaceFirst("(?m)^#? ?\\Q" + key + "\\E =.*$", line));
        Settings chosen = Settings.inFile(config, Map.of(), new ArrayList<>());
        assertThat(key + " = " + chosen.placeholders().get(key)).isEqualTo(line);

        assertThat(app(ROUTES, chosen).links().lint(List.of())).isEmpty();
    }

    /** With the settings of their own that they name; some need a dependency that is not shipped, and say so. */
    @Test
    void theExamplesAreFine() throws IOException {
        Path config = config();
        for (Path example : files(EXAMPLES)) {
            for (String key : placeholders(example)) {
                if (!settings().placeholders().containsKey(key)) {
                    Files.writeString(
                            config.resolve("secrets.properties"),
                            key + " = https://example.org\n",
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                }
            }
        }
        Settings own = Settings.inFile(config, Map.of(), new ArrayList<>());

        assertThat(app(ROUTES, own).links().linter().findings(files(EXAMPLES)))
                .filteredOn(finding -> !finding.fix().contains("pom.xml"))
                .isEmpty();
    }

    @Test
    void theRoutesInTheDocumentationAreFine() throws IOException {
        List<Path> written = new ArrayList<>();
        for (MatchResult block : Pattern.compile("(?s)```yaml\\n(- route:\\n    id: (\\S+).*?)```")
                .matcher(Files.readString(WRITING_ROUTES))
                .results()
                .toList()) {
            written.add(write(block.group(2) + ".camel.yaml", block.group(1)));
        }

        assertThat(written).isNotEmpty();
        assertThat(linter.findings(written)).isEmpty();
    }

    @Test
    void beansAndComponentsOfTheApplicationThatEmbedsUsAreKnown() throws IOException {
        write(
                "report.camel.yaml",
                route(
                        "report",
                        "direct:report",
                        "- bean:",
                        "    ref: hosts",
                        "    method: length",
                        "- to:",
                        "    id: to-host",
                        "    uri: hosts:queue",
                        "- bean:",
                        "    ref: nobodys"));
        Linter embedded = new Linter(folder, settings(), Map.of(), name -> name.equals("hosts") ? String.class : null);

        assertThat(embedded.findings()).extracting(Finding::problem).containsExactly("there is no bean nobodys");
    }

    // ---- What is edited besides routes

    @Test
    void settingsRulesAndQueriesAreLookedAtToo() throws IOException {
        Path config = config();
        Files.writeString(config.resolve("application.properties"), """
                alerts.pol.cron = 0 0 6 * * ?
                isolation.mode = enforced
                cmdb.password = hunter2
                """);
        Files.writeString(config.resolve("guardrails.yaml"), "rules:\n  - nam: x\n");
        Files.writeString(config.resolve("hunting/x.kql"), "// titel: x\nDeviceInfo\n");
        List<FileProblem> wrong = new ArrayList<>();
        Settings settings = Settings.inFile(config, Map.of(), wrong);

        assertThat(wrong).extracting(FileProblem::line).containsExactly(1, 2);
        assertThat(app(ROUTES, settings).links().lint(List.of()))
                .filteredOn(finding -> finding.file().startsWith(config))
                .extracting(finding -> config.relativize(finding.file()) + ":" + finding.line() + " " + finding.rule())
                .contains("application.properties:3 secret", "guardrails.yaml:2 guardrails", "hunting/x.kql:1 hunting");
    }

    // ---- At the start

    @Test
    void aStartIsRefusedWithAllErrorsAtOnce() throws IOException {
        write(
                "report.camel.yaml",
                route("report", "direct:report", "- setBdy: {}", "- to:", "    uri: direct:nowhere"));

        assertThatThrownBy(() -> app(folder, settings()).links().refuseMistakes())
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("The routes cannot be used: 2 problems.\n  " + folder)
                .hasMessageContaining(
                        ":7:11: error: there is no step setBdy. To fix: did you mean setBody? [unknown-step]\n")
                .hasMessageContaining("no route begins with direct:nowhere")
                .hasMessageNotContaining("warning");
    }

    @Test
    void theProgramTellsItBeforeAnythingRuns() throws IOException {
        write("report.camel.yaml", route("report", "direct:report", "- to:", "    id: on", "    uri: direct:nowhere"));
        Settings inMemory = settings()
                .with(Map.of("state.url", "jdbc:h2:mem:lint-test", "defender.login-url", "https://127.0.0.1:1"));

        try (DefenderRoutes app = app(folder, inMemory)) {
            assertThatThrownBy(app::start)
                    .isInstanceOf(StartException.class)
                    .hasMessageStartingWith("The routes cannot be used: 1 problem.")
                    .hasMessageContaining("no route begins with direct:nowhere");
        }
    }

    @Test
    void camelsFirstMessageDoesNotHideTheOthers() throws IOException {
        write("report.camel.yaml", route("report", "direct:report", "- setBdy: {}", "- log: '{{no.such}}'"));
        Settings inMemory = settings()
                .with(Map.of("state.url", "jdbc:h2:mem:lint-test-2", "defender.login-url", "https://127.0.0.1:1"));

        try (DefenderRoutes app = app(folder, inMemory)) {
            assertThatThrownBy(app::start).hasMessageContainingAll("no step setBdy", "no setting no.such");
        }
    }

    @Test
    void stepsWithoutAnEndAreToldAndNothingOverflows() throws IOException {
        Path file = write("report.camel.yaml", """
                - route:
                    id: report
                    from:
                      uri: direct:report
                      steps: &all
                        - multicast:
                            steps: *all
                """);
        Settings inMemory = settings()
                .with(Map.of("state.url", "jdbc:h2:mem:lint-test-3", "defender.login-url", "https://127.0.0.1:1"));

        try (DefenderRoutes app = app(folder, inMemory)) {
            assertThat(app.links().lint(List.of()))
                    .extracting(Finding::toString)
                    .first()
                    .asString()
                    .startsWith(file + ":5:14: error: this holds itself, by an alias, and so has no end.");
            assertThatThrownBy(app::start).isInstanceOf(StartException.class).hasMessageContaining("this holds itself");
        }
    }

    @Test
    void warningsKeepNobodyFromStarting() throws IOException {
        write("left-over.camel.yaml", route("left-over", "direct:left-over", "- log: x"));

        app(folder, settings()).links().refuseMistakes();
    }

    // ---- The catalogue

    @Test
    void everyRuleIsInTheDocumentation() throws IOException {
        String table = Linter.rules().entrySet().stream()
                .map(rule -> "| `%s` | %s |".formatted(rule.getKey(), rule.getValue()))
                .collect(Collectors.joining("\n", "", "\n\n"));

        assertThat(Files.readString(WRITING_ROUTES)).contains(table);
    }

    @Test
    void everyVariableThatJavaSetsIsKnown() throws IOException {
        Pattern set = Pattern.compile("setVariable\\(\\s*\"(\\w+)\"");
        List<String> names = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                set.matcher(Files.readString(source))
                        .results()
                        .map(found -> found.group(1))
                        .forEach(names::add);
            }
        }
        write(
                "report.camel.yaml",
                route(
                        "report",
                        "direct:report",
                        names.stream()
                                .map(name -> "- log: ${variable.%s}".formatted(name))
                                .toArray(String[]::new)));

        assertThat(names).isNotEmpty();
        assertThat(linter(folder).findings()).isEmpty();
    }

    @Test
    void thePermissionsThatTheRoutesNeedAreNamedWithTheFiles() {
        assertThat(linter.permissions(List.of()).get("Machine.Isolate"))
                .contains(ROUTES.resolve("isolate-device.camel.yaml"));
    }

    // ---- Helpers

    private static Settings settings() {
        return Settings.inFile(Path.of("config"), Map.of(), new ArrayList<>());
    }

    private static DefenderRoutes app(Path routes, Settings settings) {
        return new DefenderRoutes(settings, routes, Clock.systemUTC());
    }

    private static Linter linter(Path routes) {
        return app(routes, settings()).links().linter();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Set<String> placeholders(Path file) throws IOException {
        return Pattern.compile("\\{\\{([\\w.-]+)}}")
                .matcher(Files.readString(file))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    /** A copy of the shipped settings. */
    private Path config() throws IOException {
        Path copy = folder.resolve("config");
        try (Stream<Path> files = Files.walk(Path.of("config"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(Path.of("config").relativize(file)));
            }
        }
        return copy;
    }

    private static String route(String id, String from, String... steps) {
        return """
                - route:
                    id: %s
                    description: Of a test
                    from:
                      uri: %s
                      steps:
                %s
                """.formatted(
                id, from, Stream.of(steps).map(step -> "        " + step).collect(Collectors.joining("\n")));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList();
        }
    }
}
