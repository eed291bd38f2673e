package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The conventions of our own routes/ and Kamelets, so that a name leads to one file and a header tells the truth. What holds
 * for the routes of others too, the linter looks at: LintTest.
 */
class RouteFilesTest {
    private static final Path ROUTES = Path.of("routes");
    private static final Path KAMELETS = Path.of("src/main/resources/kamelets");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([\\w.-]+)}}");
    private static final Pattern SETTINGS_LINE = Pattern.compile("(?m)^# Settings: (.*(?:\\n#           .*)*)");
    private static final Pattern KEY = Pattern.compile("[a-z]+(?:[.-][a-z]+)*\\.(?:[a-z-]+(?:\\.[a-z-]+)*|\\*)");
    private static final Set<String> SETTINGS = Settings.of(Map.of(
                    "defender.tenant-id", "00000000-0000-4000-8000-000000000001",
                    "defender.client-id", "00000000-0000-4000-8000-00000000c0de",
                    "defender.client-secret", "not used",
                    "mail.host", "mail.example.org",
                    "mail.from", "defender@example.org",
                    "mail.to", "soc@example.org"))
            .placeholders()
            .keySet();

    static List<Path> routeFiles() throws IOException {
        return files(ROUTES, ".camel.yaml");
    }

    static List<Path> kamelets() throws IOException {
        return files(KAMELETS, ".kamelet.yaml");
    }

    // ---- Routes

    @ParameterizedTest
    @MethodSource("routeFiles")
    void theHeaderSaysWhatItIsForAndAnswersTheFiveQuestions(Path file) throws IOException {
        String header = header(file);

        assertThat(header).as("%s opens with '# Name: what it does'", file).matches("(?s)# [A-Z][^\\n]*[:,].*");
        assertThat(header).as("%s names its settings, or none", file).contains("\n# Settings: ");
        if (routes(file).isEmpty()) {
            return; // error handling has neither input nor output of its own
        }
        assertThat(header)
                .as("%s says what comes in and goes out, and where its cases are", file)
                .contains("\n# In: ", "\n# Out: ", "\n# Tests:    " + name(file) + ".case.yaml");
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void definesTheOneRouteItIsNamedAfter(Path file) throws IOException {
        List<Map<String, Object>> routes = routes(file);

        if (routes.isEmpty()) {
            assertThat(entries(file, "routeConfiguration"))
                    .as("%s: with an id, which visual editors add, it would hold for no route", file)
                    .singleElement()
                    .satisfies(shared -> assertThat(shared).doesNotContainKey("id"));
            return;
        }
        assertThat(routes).as("%s: one route per file", file).hasSize(1);
        Map<String, Object> route = routes.get(0);
        String from = String.valueOf(map(route.get("from")).get("uri"));
        assertThat(route.get("id"))
                .as("%s: the route's id is the file's name", file)
                .isEqualTo(name(file));
        assertThat(route.get("description"))
                .as("%s: the route has a description", file)
                .isInstanceOf(String.class);
        assertThat(from)
                .as(
                        "%s: it is called by the file's name, scheduled under it, or begins with what comes from outside",
                        file)
                .isIn(
                        "direct:" + name(file),
                        "quartz:defender/" + name(file),
                        "kamelet:defender-new-alert-source",
                        "{{alerts.hand-over}}");
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void hasCasesBesideIt(Path file) {
        assertThat(file.resolveSibling(name(file) + ".case.yaml")).exists();
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void theHeaderNamesOnlySettingsThatExist(Path file) throws IOException {
        assertThat(settingsInHeader(file)).as("%s, line 'Settings:'", file).allSatisfy(key -> assertThat(SETTINGS)
                .as("the setting %s", key)
                .anyMatch(known -> key.endsWith("*") ? known.startsWith(key.replace("*", "")) : known.equals(key)));
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void theHeaderNamesEverySettingTheRouteUses(Path file) throws IOException {
        assertThat(settingsInHeader(file))
                .as("%s, line 'Settings:'", file)
                .containsAll(placeholders(Files.readString(file)));
        assertThat(header(file).contains("\n# Settings: none"))
                .as("%s: the header says 'none' when it names no setting", file)
                .isEqualTo(settingsInHeader(file).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void goesNowhereByAnAddressFromAMessage(Path file) throws IOException {
        Object yaml = load(file);

        assertThat(steps(yaml, "toD")).as("%s: toD", file).isEmpty();
        assertThat(steps(yaml, "to"))
                .as("%s: options stand under parameters, values never in the address", file)
                .noneMatch(step -> String.valueOf(step.get("uri")).matches(".*[?].*|.*\\$\\{.*"));
    }

    @Test
    void everyCaseFileStandsBesideItsRoute() throws IOException {
        assertThat(files(ROUTES, ".case.yaml"))
                .allSatisfy(file ->
                        assertThat(ROUTES.resolve(name(file) + ".camel.yaml")).exists());
    }

    // ---- Kamelets

    @ParameterizedTest
    @MethodSource("kamelets")
    void aKameletIsNamedAfterItsFileAndEndsInItsType(Path file) throws IOException {
        Map<String, Object> metadata = map(map(load(file)).get("metadata"));
        Object type = map(metadata.get("labels")).get("camel.apache.org/kamelet.type");

        assertThat(metadata.get("name")).as(file.toString()).isEqualTo(name(file));
        assertThat(name(file)).as(file.toString()).endsWith("-" + type);
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void aKameletOpensWithTheCallItMakesAndSaysWhatItIs(Path file) throws IOException {
        Map<String, Object> definition = map(map(map(load(file)).get("spec")).get("definition"));

        assertThat(Files.readString(file)).as("%s opens with a comment", file).startsWith("# ");
        assertThat(definition).as(file.toString()).containsKeys("title", "description", "type");
        if (!isShared(file)) {
            assertThat(header(file))
                    .as("%s: '# Name: what it calls. What comes back'", file)
                    .matches("(?s)# [A-Z][^:]*: \\S.*\\..*");
            assertThat(String.valueOf(definition.get("description")))
                    .as("%s: the description says what comes out", file)
                    .containsPattern("(?i)body out is ");
        }
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void aKameletTellsVisualToolsWhoMadeItAndHowToShowIt(Path file) throws IOException {
        String version = Files.readString(Path.of("pom.xml"))
                .replaceFirst("(?s).*?<artifactId>defender-routes</artifactId>\\s*<version>([\\d.]+).*", "$1");

        assertThat(annotations(file))
                .as(file.toString())
                .containsEntry("camel.apache.org/provider", "Defender Routes")
                .containsEntry("camel.apache.org/kamelet.group", "Microsoft Defender")
                .containsEntry("camel.apache.org/kamelet.namespace", "Security")
                .containsEntry("camel.apache.org/kamelet.support.level", "Preview")
                .containsEntry("camel.apache.org/catalog.version", version)
                .containsEntry(
                        "camel.apache.org/kamelet.icon",
                        annotations(KAMELETS.resolve("defender-call-action.kamelet.yaml"))
                                .get("camel.apache.org/kamelet.icon"))
                .extractingByKey("camel.apache.org/kamelet.icon")
                .asString()
                .startsWith("data:image/svg+xml;base64,");
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void aKameletSaysWhatItDoesToTheTenantWhichPermissionItNeedsAndWhichQuotaItSpends(Path file) throws IOException {
        if (isShared(file)) {
            return;
        }
        assertThat(annotations(file))
                .as(file.toString())
                .containsKeys("defender-routes/permission", "defender-routes/quota")
                .extractingByKey("defender-routes/effect")
                .isIn("read", "act", "mail");
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void whatAKameletSaysOfItsEffectFitsItsCall(Path file) throws IOException {
        if (isShared(file)) {
            return;
        }
        String text = Files.readString(file);
        boolean reads = text.contains("request: GET ")
                || text.contains("/runHuntingQuery\n")
                || text.contains("/advancedqueries/run\n")
                || !text.contains("request: ") && text.contains("uri: kamelet:defender-get-");

        assertThat(annotations(file).get("defender-routes/effect"))
                .as(file.toString())
                .isEqualTo(text.contains("/sendMail\n") ? "mail" : reads ? "read" : "act");
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void everyParameterOfAKameletHasATitleADescriptionAndAType(Path file) throws IOException {
        properties(file).forEach((parameter, schema) -> assertThat(map(schema))
                .as("%s: the parameter %s", file, parameter)
                .containsKeys("title", "description", "type"));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void aKameletUsesEveryParameterItDeclaresAndDeclaresEveryOneItUses(Path file) throws IOException {
        Map<String, Object> template = map(map(map(load(file)).get("spec")).get("template"));
        Set<String> used = placeholders(template.toString());
        beans(template).forEach(used::remove);
        used.removeIf(SETTINGS::contains);

        assertThat(used).as(file.toString()).isEqualTo(properties(file).keySet());
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void aRequiredParameterHasNoDefaultAndEveryOtherHasOne(Path file) throws IOException {
        Map<String, Object> definition = map(map(map(load(file)).get("spec")).get("definition"));
        Collection<String> required = strings(definition.get("required"));

        assertThat(properties(file).keySet()).as("%s: required", file).containsAll(required);
        properties(file).forEach((parameter, schema) -> assertThat(map(schema).containsKey("default"))
                .as("%s: the parameter %s has a default", file, parameter)
                .isEqualTo(!required.contains(parameter)));
    }

    /** The one Kamelet that is no operation but makes the calls of all the others. */
    private static boolean isShared(Path file) {
        return name(file).equals("defender-call-action");
    }

    private static Map<String, Object> annotations(Path file) throws IOException {
        return map(map(map(load(file)).get("metadata")).get("annotations"));
    }

    private static Map<String, Object> properties(Path file) throws IOException {
        return map(map(map(map(load(file)).get("spec")).get("definition")).get("properties"));
    }

    private static List<String> beans(Map<String, Object> template) {
        return template.get("beans") instanceof List<?> beans
                ? beans.stream()
                        .map(bean -> String.valueOf(map(bean).get("name")))
                        .toList()
                : List.of();
    }

    private static Set<String> settingsInHeader(Path file) throws IOException {
        Set<String> keys = new TreeSet<>();
        String line = SETTINGS_LINE
                .matcher(header(file))
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElse("");
        KEY.matcher(line).results().map(MatchResult::group).forEach(keys::add);
        return keys;
    }

    private static Set<String> placeholders(String text) {
        Set<String> names = new TreeSet<>();
        PLACEHOLDER.matcher(text).results().forEach(found -> names.add(found.group(1)));
        return names;
    }

    /** The comment a file begins with. */
    private static String header(Path file) throws IOException {
        return String.join(
                "\n",
                Files.readAllLines(file).stream()
                        .takeWhile(line -> line.startsWith("#"))
                        .toList());
    }

    private static List<Map<String, Object>> routes(Path file) throws IOException {
        return entries(file, "route");
    }

    private static List<Map<String, Object>> entries(Path file, String kind) throws IOException {
        return ((List<?>) load(file))
                .stream()
                        .map(RouteFilesTest::map)
                        .filter(entry -> entry.containsKey(kind))
                        .map(entry -> map(entry.get(kind)))
                        .toList();
    }

    /** Every step of a kind, however deep. */
    private static List<Map<String, Object>> steps(Object yaml, String kind) {
        List<Map<String, Object>> found = new ArrayList<>();
        if (yaml instanceof List<?> list) {
            list.forEach(one -> found.addAll(steps(one, kind)));
        } else if (yaml instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (key.equals(kind) && value instanceof Map<?, ?>) {
                    found.add(map(value));
                }
                found.addAll(steps(value, kind));
            });
        }
        return found;
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\.(camel|kamelet|case)\\.yaml$", "");
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static Object load(Path file) throws IOException {
        return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    }

    private static Collection<String> strings(Object list) {
        Set<String> strings = new LinkedHashSet<>();
        if (list instanceof List<?> several) {
            several.forEach(one -> strings.add(String.valueOf(one)));
        }
        return strings;
    }

    @SuppressWarnings("unchecked") // keys are texts in all these files
    private static Map<String, Object> map(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
