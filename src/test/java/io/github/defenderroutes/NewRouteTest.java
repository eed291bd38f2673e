package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.cases.CaseResult;
import io.github.defenderroutes.cases.CaseRunner;
import io.github.defenderroutes.scaffold.Beginning;
import io.github.defenderroutes.scaffold.NewRoute;
import io.github.defenderroutes.scaffold.NewRouteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code new route} writes is a route as ours are, and its cases pass. */
class NewRouteTest {
    @TempDir
    private Path routes;

    static Stream<Arguments> everyVariant() {
        return Stream.of(Beginning.values())
                .flatMap(from ->
                        Stream.of(Arguments.of(from, Optional.empty()), Arguments.of(from, Optional.of("notify-soc"))));
    }

    @BeforeEach
    void theShippedRoutes() throws IOException {
        for (String file : List.of("notify-soc", "error-handling", "alert-pipeline")) {
            Files.copy(Application.ROUTES.resolve(file + ".camel.yaml"), routes.resolve(file + ".camel.yaml"));
        }
    }

    @ParameterizedTest
    @MethodSource("everyVariant")
    void itKeepsOurConventions(Beginning from, Optional<String> to) throws IOException {
        Path file = written("tag-visitors", from, to).file();
        RouteFilesTest conventions = new RouteFilesTest();

        conventions.theHeaderSaysWhatItIsForAndAnswersTheFiveQuestions(file);
        conventions.definesTheOneRouteItIsNamedAfter(file);
        conventions.hasCasesBesideIt(file);
        conventions.theHeaderNamesOnlySettingsThatExist(file);
        conventions.theHeaderNamesEverySettingTheRouteUses(file);
        conventions.goesNowhereByAnAddressFromAMessage(file);
        assertThat(Files.readString(file)).doesNotContain("{NAME}", "{TITLE}", "{CALLS}", "{REACHED}");
    }

    @ParameterizedTest
    @MethodSource("everyVariant")
    void itsCasesPass(Beginning from, Optional<String> to) {
        written("tag-visitors", from, to);

        List<CaseResult> results = new CaseRunner(routes, Application.CONFIG)
                .run(List.of("tag-visitors"))
                .results();

        assertThat(results).isNotEmpty().allMatch(CaseResult::passed, "passes");
    }

    @ParameterizedTest
    @MethodSource("everyVariant")
    void lintFindsNoMistakeInIt(Beginning from, Optional<String> to) {
        Path file = written("tag-visitors", from, to).file();

        assertThat(Application.lint(Application.CONFIG, routes, file)).isEmpty();
    }

    @Test
    void itSaysNothingOfARouteThatItDoesNotCall() throws IOException {
        NewRoute route = written("tag-visitors", Beginning.DIRECT, Optional.empty());

        assertThat(Files.readString(route.file()))
                .startsWith("# Tag visitors: ")
                .doesNotContain("calls");
        assertThat(route.callOfThis()).isEqualTo("""
                        - to:
                            id: call-tag-visitors
                            uri: direct:tag-visitors
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Tag",
                "tag_visitors",
                "1st",
                "tag--visitors",
                "tag-",
                "../tag",
                "tag/visitors",
                "a b",
                "nul",
                "com1",
                "a\nb",
                "äpfel",
                "a23456789012345678901234567890123456789012345678901234567890x"
            })
    void aBadNameIsRefused(String name) throws IOException {
        refused(name, Optional.empty(), "is no name for a route. To fix: use small letters");
    }

    @Test
    void aNameThatIsTakenIsRefused() throws IOException {
        refused("notify-soc", Optional.empty(), "notify-soc.camel.yaml exists already. To fix: choose another name.");
        refused("take-each-alert-once", Optional.empty(), "A route or a step of ");
        Files.writeString(routes.resolve("tag-visitors.case.yaml"), "mine");
        refused("tag-visitors", Optional.empty(), "tag-visitors.case.yaml exists already");
        assertThat(routes.resolve("tag-visitors.case.yaml")).hasContent("mine");
    }

    @Test
    void aRouteThatIsNotThereCannotBeCalled() throws IOException {
        refused("tag-visitors", Optional.of("notify-soq"), "Did you mean notify-soc?");
        refused("tag-visitors", Optional.of("tag-visitors"), "There is no route tag-visitors");
    }

    @Test
    void aFolderThatIsNotThereIsNotMade() {
        assertThatThrownBy(() -> new NewRoute(routes.resolve("no"), "tag", Beginning.DIRECT, Optional.empty()))
                .isInstanceOf(NewRouteException.class)
                .hasMessageContaining("is no folder. To fix: ");
    }

    @Test
    void whoComesBetweenKeepsHisFileAndNothingIsWrittenInPart() throws IOException {
        NewRoute route = new NewRoute(routes, "tag-visitors", Beginning.DIRECT, Optional.empty());
        Files.writeString(route.file(), "somebody's");

        assertThatThrownBy(route::write).isInstanceOf(NewRouteException.class).hasMessageContaining("exists already");

        assertThat(route.file()).hasContent("somebody's");
        assertThat(route.cases()).doesNotExist();
    }

    private void refused(String name, Optional<String> to, String why) throws IOException {
        List<Path> before = files();
        assertThatThrownBy(() -> new NewRoute(routes, name, Beginning.DIRECT, to))
                .isInstanceOf(NewRouteException.class)
                .hasMessageContaining(why);
        assertThat(files()).isEqualTo(before);
    }

    private NewRoute written(String name, Beginning from, Optional<String> to) {
        NewRoute route = new NewRoute(routes, name, from, to);
        route.write();
        return route;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(routes)) {
            return files.sorted().toList();
        }
    }
}
