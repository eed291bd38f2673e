package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.standin.StandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** README.md and the example it shows say what is true: every command, option, path, setting and message in it. */
class ReadmeTest {
    private static final String JAR = "java -jar target/defender-routes.jar ";
    private static final String README = read(Path.of("README.md"));
    private static final String SETTINGS = read(Path.of("config/application.properties"));
    private static final String KEY =
            "((?:defender|alerts|approval|isolation|guardrails|hunting|mail|state|claims|history|report|alarm|heartbeat|shutdown)\\.[a-z.-]+[a-z])";
    private static final Path EXAMPLE = Path.of("src/docs/examples/enrich-from-cmdb.camel.yaml");

    /** What a command's help says. */
    private static final Map<String, String> HELP = new ConcurrentHashMap<>();

    @TempDir
    private Path folder;

    @Test
    void theFirstScreenShowsTheTwoCommands() {
        String firstScreen = README.lines().limit(20).collect(Collectors.joining("\n"));

        assertThat(shellBlocks(firstScreen))
                .containsExactly("mvn -q -DskipTests package && " + JAR + "demo", "mvn verify");
    }

    @Test
    void theTableOfFaultsNamesTestsThatExist() {
        List<String> tests = find("`([A-Za-z]+Test\\.[a-z][A-Za-z0-9]+)`", read(Path.of("src/docs/rationale.md")));

        assertThat(tests).hasSizeGreaterThan(30).allSatisfy(test -> {
            String[] name = test.split("\\.");
            assertThat(sourceOf(name[0])).contains("void " + name[1] + "(");
        });
    }

    @Test
    void ciRunsTheTestCommand() {
        assertThat(read(Path.of(".ci/run")).lines()).last().isEqualTo("mvn -B -ntp verify");
    }

    @Test
    void everyShellLineIsOneThatIsCheckedHere() {
        assertThat(shellBlocks(README).stream().flatMap(String::lines))
                .allMatch(line -> line.startsWith(JAR)
                        || line.startsWith("mvn ")
                        || line.matches("export [A-Z_]+='[^']*'")
                        || line.equals("touch config/secrets.properties && chmod 600 config/secrets.properties"));
    }

    @Test
    void everyCommandLineIsUnderstood() {
        List<String> lines = find("defender-routes\\.jar ([a-z].*)", String.join("\n", shellBlocks(README)));

        assertThat(lines).isNotEmpty().allSatisfy(line -> isUnderstood(line.split(" ")));
    }

    @Test
    void theTableNamesEveryCommandAndOnlyOptionsItHas() {
        Map<String, String> rows = rows("## Commands");
        List<String> commands = rows.keySet().stream()
                .map(cell -> cell.split(" ")[0])
                .distinct()
                .toList();

        assertThat(commands).containsExactlyInAnyOrderElementsOf(find("(?m)^  ([a-z-]+)  ", help("")));
        rows.forEach(
                (cell, row) -> find("(--[a-z-]+)", row).forEach(option -> isUnderstood(cell.split(" ")[0], option)));
    }

    @Test
    void everyOptionBelongsToSomeCommand() {
        String everyHelp = Stream.of(
                        "run",
                        "check",
                        "status",
                        "parked",
                        "resubmit",
                        "approvals",
                        "approve",
                        "deny",
                        "isolations",
                        "release",
                        "kill-switch",
                        "breaker",
                        "audit",
                        "web-user",
                        "runs",
                        "report",
                        "handle",
                        "hunt",
                        "demo",
                        "changes",
                        "diagram",
                        "new",
                        "lint",
                        "test",
                        "explain",
                        "replay",
                        "standin")
                .map(ReadmeTest::help)
                .collect(Collectors.joining());

        assertThat(find("(?<=[ `])(--[a-z-]+)", README)).isNotEmpty().allMatch(everyHelp::contains);
    }

    @Test
    void everyPathExists() {
        String ignored = read(Path.of(".gitignore"));

        assertThat(find("`((?:routes|config|src|data)/[A-Za-z0-9_./-]*)`", README))
                .isNotEmpty()
                .allMatch(path -> Files.exists(Path.of(path))
                        || ignored.contains("/" + path)
                        || path.startsWith("data/") && ignored.contains("/data/"));
    }

    @Test
    void everyLinkLeadsToAFile() {
        assertThat(find("\\]\\(([^)]+)\\)", README))
                .isNotEmpty()
                .allMatch(link -> link.startsWith("https://") || Files.exists(Path.of(link.replaceFirst("#.*", ""))));
    }

    @Test
    void everySettingIsOneOfTheShippedFile() {
        assertThat(find("`" + KEY + "[` ]", README)).isNotEmpty().isSubsetOf(find(KEY, SETTINGS));
    }

    @Test
    void everyNameFromTheEnvironmentIsASetting() {
        List<String> fromEnvironment = find(KEY, SETTINGS).stream()
                .map(key -> key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))
                .toList();

        assertThat(find("(?:`|export )([A-Z]+(?:_[A-Z]+)+)", README))
                .isNotEmpty()
                .isSubsetOf(fromEnvironment);
    }

    @Test
    void everyMessageIsOneWeSay() throws IOException {
        String sources = allSources();

        assertThat(rows("## When something is wrong").keySet().stream()
                        .flatMap(message -> Stream.of(message.split("…|(?<=[.:]) ")))
                        .map(String::strip)
                        .filter(part -> part.length() > 3))
                .isNotEmpty()
                .allMatch(sources::contains);
    }

    @Test
    void theRoutesItsGuideShowsAreYaml() {
        assertThat(blocks(read(Path.of("src/docs/writing-routes.md")), "yaml"))
                .isNotEmpty()
                .allSatisfy(ReadmeTest::yaml);
    }

    @Test
    void theDemoRunsAsItSays() throws Exception {
        CommandLineCall demo = CommandLineCall.of(Map.of(), "demo");

        assertThat(demo.exitCode()).as(demo.problems()).isZero();
        assertThat(demo.out().lines().filter(line -> line.startsWith("In the end:")))
                .hasSize(1);
        assertThat(README).contains("`In the end:`");
    }

    @Test
    void theExampleOfOneMoreSourceTellsTheOwner() throws Exception {
        HttpServer cmdb = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> asked = new ArrayList<>();
        cmdb.createContext("/api/assets", exchange -> {
            asked.add(exchange.getRequestURI().getRawQuery());
            byte[] answer =
                    "{\"owner\": \"J. Doe ${body}\", \"criticality\": \"high\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        cmdb.start();
        try {
            assertThat(mailWithExample("ws&owner=x", cmdb.getAddress().getPort()))
                    .contains("owner: J. Doe ${body}")
                    .contains("criticality: high");
            assertThat(asked).containsExactly("name=ws%26owner%3Dx");
        } finally {
            cmdb.stop(0);
        }
    }

    @Test
    void theExampleOfOneMoreSourceGoesOnWithoutIt() throws Exception {
        assertThat(mailWithExample("ws-0042", 1))
                .contains("cmdbProblem: the CMDB gave no answer")
                .doesNotContain("owner:")
                .contains("The rule finance may apply: not known is facts.owner");
    }

    /** The mail about an alert, with the example in place as it tells its reader to put it. */
    private String mailWithExample(String device, int port) throws Exception {
        Path routes = copy(Application.ROUTES);
        Path config = copy(Application.CONFIG);
        Files.copy(EXAMPLE, routes.resolve(EXAMPLE.getFileName()));
        append(routes.resolve("enrich-alert.camel.yaml"), """

                        - to:
                            id: call-enrich-from-cmdb
                            uri: direct:enrich-from-cmdb
                """);
        append(config.resolve("guardrails.yaml"), """

                  - rule: finance
                    outcome: never
                    facts: { owner: finance-* }
                """);
        append(config.resolve("application.properties"), "\ncmdb.url = http://127.0.0.1:" + port + "/api/assets\n");
        try (StandIn standIn = StandIn.start()) {
            standIn.tenant()
                    .add(aMachine("d-1").name(device))
                    .add(anAlert("da1_-1").device("d-1"));
            Map<String, String> values = new HashMap<>(standIn.settings());
            values.put("state.url", Application.memory("readme-" + port));
            values.put("mail.severities", "UnSpecified, Informational, Low, Medium, High");
            Settings settings = Settings.load(config, Map.of(), values);
            try (DefenderRoutes app = new DefenderRoutes(settings, routes, Clock.systemUTC())) {
                app.runOnce();
            }
            assertThat(standIn.mails().all()).hasSize(1);
            return standIn.mails().all().get(0).text();
        }
    }

    private Path copy(Path from) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file));
            }
        }
        return folder.resolve(from);
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    /** Whether the command exists and knows the options; values and ids are not looked at. */
    private static void isUnderstood(String... words) {
        assertThat(Stream.of(words).filter(word -> word.startsWith("--")))
                .as("options of %s", words[0])
                .allMatch(help(words[0])::contains);
    }

    private static String help(String command) {
        return HELP.computeIfAbsent(command, name -> {
            CommandLineCall asked = name.isEmpty()
                    ? CommandLineCall.here(Map.of(), "--help")
                    : CommandLineCall.here(Map.of(), name, "--help");
            assertThat(asked).returns(0, CommandLineCall::exitCode).returns("", CommandLineCall::problems);
            return asked.out();
        });
    }

    /** The rows of the first table after a text: first cell without back-ticks, and the whole row. */
    private static Map<String, String> rows(String after) {
        Map<String, String> rows = new LinkedHashMap<>();
        README.substring(README.indexOf(after))
                .lines()
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .forEach(line -> rows.put(line.split("\\|")[1].strip().replace("`", ""), line));
        assertThat(rows).as("table after %s", after).isNotEmpty();
        return rows;
    }

    private static Map<?, ?> yaml(String text) {
        Object yaml = new Load(LoadSettings.builder().build()).loadFromString(text);
        return yaml instanceof List<?> list ? (Map<?, ?>) list.get(0) : (Map<?, ?>) yaml;
    }

    private static String sourceOf(String test) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.endsWith(test + ".java"))
                    .map(ReadmeTest::read)
                    .collect(Collectors.joining());
        }
    }

    private static String allSources() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(Files::isRegularFile).map(ReadmeTest::read).collect(Collectors.joining());
        }
    }

    private static List<String> shellBlocks(String text) {
        return blocks(text, "sh");
    }

    /** The fenced blocks of a language, without the indent they may have inside a list. */
    private static List<String> blocks(String text, String language) {
        return find("(?ms)^ *```" + language + "\n(.*?)^ *```", text).stream()
                .map(block -> block.stripIndent().strip())
                .toList();
    }

    private static List<String> find(String regex, String text) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
