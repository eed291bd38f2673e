package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The dashboard and the alert rules that we ship ask for figures that are really exported. */
class WatchingExamplesTest {
    private static final Path EXAMPLES = Path.of("src/docs/examples");
    private static final Pattern NAME = Pattern.compile("defender_routes_[a-z_]+");

    /** A name, what stands in its braces, and of that each label with the words it may be. */
    private static final Pattern SELECTION = Pattern.compile("(defender_routes_[a-z_]+)\\{([^}]*)}");

    private static final Pattern LABEL = Pattern.compile("([a-z]+)=~?\"([^\"]*)\"");

    private final Installation our = new Installation();
    private List<String> exported;

    @BeforeEach
    void scrape() {
        our.alertOn("d1");
        our.tick().tickAfter(Duration.ofMinutes(1));
        exported = our.app().desk().metrics().scrape().lines().toList();
    }

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void everyNameInTheAlertRulesIsExported() throws IOException {
        assertThat(rules()).hasSizeGreaterThan(9).allSatisfy(this::asksForWhatThereIs);
    }

    @Test
    void everyNameOnTheDashboardIsExportedAndEveryFigureIsOnIt() throws IOException {
        assertThat(onDashboard()).hasSizeGreaterThan(9).allSatisfy(this::asksForWhatThereIs);

        Set<String> shown = onDashboard().stream()
                .flatMap(expression -> find(NAME, expression))
                .map(WatchingExamplesTest::family)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown)
                .isEqualTo(names().stream()
                        .map(WatchingExamplesTest::family)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void everyRuleSaysHowUrgentItIsAndWhatToDo() throws IOException {
        for (Map<?, ?> rule : ruleMaps()) {
            assertThat(String.valueOf(((Map<?, ?>) rule.get("labels")).get("severity")))
                    .isIn("critical", "warning");
            assertThat((Map<?, ?>) rule.get("annotations"))
                    .extracting("summary", "description")
                    .doesNotContainNull();
        }
    }

    private void asksForWhatThereIs(String expression) {
        assertThat(names()).containsAll(find(NAME, expression).toList());
        assertThat(find(NAME, expression)).isNotEmpty();
        SELECTION.matcher(expression).results().forEach(selection -> LABEL.matcher(selection.group(2))
                .results()
                .forEach(label -> Arrays.stream(label.group(2).split("\\|")).forEach(word -> assertThat(exported)
                        .as(expression)
                        .anyMatch(line -> line.startsWith(selection.group(1) + "{")
                                && line.contains("%s=\"%s\"".formatted(label.group(1), word))))));
    }

    /** Of every series that is exported. */
    private Set<String> names() {
        return exported.stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .collect(Collectors.toSet());
    }

    /** The three series of a histogram are one figure. */
    private static String family(String name) {
        return name.replaceFirst("_seconds_(bucket|count|sum)$", "_seconds");
    }

    private static Stream<String> find(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group);
    }

    private static List<String> rules() throws IOException {
        return ruleMaps().stream().map(rule -> String.valueOf(rule.get("expr"))).toList();
    }

    private static List<Map<?, ?>> ruleMaps() throws IOException {
        Object yaml = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(EXAMPLES.resolve("prometheus-alerts.yaml")));
        List<Map<?, ?>> rules = new ArrayList<>();
        for (Object group : (List<?>) ((Map<?, ?>) yaml).get("groups")) {
            for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
                rules.add((Map<?, ?>) rule);
            }
        }
        return rules;
    }

    private static List<String> onDashboard() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(EXAMPLES.resolve("grafana-dashboard.json").toFile());
        return dashboard.findValuesAsText("expr");
    }
}
