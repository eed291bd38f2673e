package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.diagram.Diagram;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.web.Chromium;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.JavascriptExecutor;

/** The pictures of routes: what they show, that they are current, and that nothing written in a route breaks one. */
class DiagramTest {
    private static final String MERMAID = "META-INF/resources/webjars/mermaid/11.6.0/dist/mermaid.min.js";
    private static final Pattern PICTURE = Pattern.compile("(?ms)^```mermaid\\n(.*?)^```$");
    private static final String HOSTILE =
            "\"]:::act; click n1 call alert() %%{init: {}}%% <img src=x onerror=alert(1)> `end` $$x$$ #quot; ]} end";

    /** All that a line of ours may be; a text in it is letters, digits, harmless signs and numbers of characters. */
    private static final String TEXT = "\"(?:[\\p{L}0-9 .,\\-_/()=+!?'…]|<br>|#\\d+;)*\"";

    private static final Pattern LINE = Pattern.compile("flowchart (?:LR|TD)"
            + "|\\s+n\\d+[\\[({/]{1,2}" + TEXT + "[\\])}/]{1,2}(?::::(?:act|mail|absent))?"
            + "|\\s+n\\d+ -(?:-|\\.-)>(?:\\|" + TEXT + "\\|)? n\\d+"
            + "|\\s+subgraph f\\d+ \\[" + TEXT + "]|\\s+end|\\s+classDef (?:act|mail|absent) [a-z0-9:#, -]+");

    @TempDir
    private Path folder;

    @Test
    void thePictureInReadmeIsCurrent() throws IOException {
        Matcher picture = PICTURE.matcher(Files.readString(Path.of("README.md")));

        assertThat(picture.find()).as("README.md has a picture").isTrue();
        assertThat(picture.group(1))
                .as("To renew it: java -Dhunting.queries=* -Dalerts.write-back=comment -jar target/defender-routes.jar"
                        + " diagram --out README.md")
                .isEqualTo(shipped(diagram -> diagram.overview(false)));
    }

    @Test
    void theOverviewSaysWhenARouteBeginsWhatItCallsAndWhatItDoes() {
        String picture = shipped(diagram -> diagram.overview(false));

        assertThat(picture)
                .contains("([\"poll-alerts<br>at 0/30 #42; #42; #42; #42; ?<br>reads list-alerts\"])")
                .contains("[\"isolate-device<br>acts isolate-device<br>reads get-alert")
                .contains(
                        "([\"send-mail<br>at 0/5 #42; #42; #42; #42; ?<br>mails send-mail<br>mails by smtp\"]):::mail")
                .contains("<br>to #123;#123;alarm.route#125;#125;\"")
                .contains("{{\"error-handling<br>when a step of any route fails\"}}");
        assertThat(arrow(picture, "respond-to-alert", "isolate-device")).isEqualTo(" --> ");
        assertThat(arrow(picture, "hunt-threats", "respond-to-finding")).isEqualTo(" --> ");
        assertThat(arrow(picture, "error-handling", "park-alert")).isEqualTo(" -.-> ");
    }

    @Test
    void withBranchesAnArrowSaysWhenItIsTaken() {
        String picture = shipped(diagram -> diagram.overview(true));

        assertThat(arrow(picture, "respond-to-alert", "isolate-device"))
                .contains("variable.decision.outcome#125; == #39;isolate#39;".replace("#39;", "'"));
        assertThat(arrow(picture, "alert-pipeline", "enrich-alert")).isEqualTo(" --> ");
    }

    @Test
    void aRouteStepByStepHasItsBranchesItsStepsIdsAndItsErrorHandling() {
        String picture = shipped(diagram -> diagram.steps(List.of("isolate-device", "error-handling")));

        assertThat(picture)
                .contains("request-isolation<br>acts isolate-device\"/]:::act")
                .contains("look-at-device-again<br>reads get-device")
                .contains("variable.isolation.state")
                .contains("-.->|\"DefenderThrottledException\"|")
                .contains("{{\"error-handling<br>when a step of any route fails\"}}")
                .contains("[[\"park-alert\"]]");
    }

    @Test
    void whatStandsInARouteStaysText() throws IOException {
        hostileRoute();

        for (String picture : List.of(own(d -> d.overview(true)), own(d -> d.steps(List.copyOf(d.names()))))) {
            assertThat(picture.lines()).allMatch(line -> LINE.matcher(line).matches(), "is a line of ours");
        }
    }

    @Test
    void whatMayBeSecretIsNotShown() throws IOException {
        Files.writeString(folder.resolve("tell.camel.yaml"), """
                - route:
                    id: tell
                    from:
                      uri: direct:tell
                      steps:
                        - to: https://user:secret1@chat.example.org/hooks/secret2?sig=secret3
                        - toD: "http://chat.example.org/secret4"
                        - toD: "ftp:user:secret5@files.example.org"
                        - toD: "ftp:user:se/cret6@files.example.org"
                        - toD: "netty-http:https://user@hook.example.org/secret7"
                        - toD: "http://user:secret8@{{mail.host}}/secret9"
                        - toD: "{{tell.where:https://chat.example.org/secret10}}"
                """);

        for (String picture : List.of(own(d -> d.overview(true)), own(d -> d.steps(List.of("tell"))))) {
            assertThat(picture)
                    .contains(
                            "to https#58;chat.example.org",
                            "to ftp#58;files.example.org",
                            "to netty-http#58;https#58;hook.example.org",
                            "to http#58;#123;#123;mail.host#125;#125;",
                            "to #123;#123;tell.where#125;#125;")
                    .doesNotContain("secret", "cret6", "user");
        }
    }

    @Test
    void mermaidDrawsAllOfThem() throws IOException {
        List<String> pictures = new ArrayList<>();
        pictures.add(shipped(diagram -> diagram.overview(true)));
        pictures.addAll(shipped(diagram -> {
            List<String> all = new ArrayList<>();
            diagram.names().forEach(name -> all.add(diagram.steps(List.of(name))));
            return all;
        }));
        hostileRoute();
        pictures.add(own(diagram -> diagram.steps(List.of("end"))));
        Path page = page();
        try (Chromium browser = Chromium.open()) {
            browser.go(page.toUri().toString());
            JavascriptExecutor scripts = browser.driver();
            for (String picture : pictures) {
                assertThat(scripts.executeAsyncScript("draw(arguments[0], arguments[1])", picture))
                        .as(picture)
                        .isEqualTo("drawn");
            }
            assertThat(browser.find("#picture").getText())
                    .contains("click n1 call alert() %%{init: {}}%%")
                    .contains("<img src=x onerror=alert(1)>");
            assertThat(scripts.executeScript("return document.querySelectorAll('#picture img, #picture a').length"))
                    .isEqualTo(0L);
        }
    }

    /** A page that has Mermaid, as it is released, and nothing from the network. */
    private Path page() throws IOException {
        try (InputStream released = getClass().getClassLoader().getResourceAsStream(MERMAID)) {
            Files.copy(released, folder.resolve("mermaid.js"), StandardCopyOption.REPLACE_EXISTING);
        }
        return Files.writeString(folder.resolve("page.html"), """
                <meta charset="utf-8"><div id="picture"></div><script src="mermaid.js"></script><script>
                mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });
                async function draw(text, done) {
                  try {
                    const drawn = await mermaid.render('one', text);
                    document.getElementById('picture').innerHTML = drawn.svg;
                    done('drawn');
                  } catch (e) { done(String(e)); }
                }
                </script>
                """);
    }

    private void hostileRoute() throws IOException {
        Files.writeString(folder.resolve("end.camel.yaml"), """
                - route:
                    id: end
                    description: '%1$s'
                    from:
                      uri: direct:end
                      steps:
                        - choice:
                            id: 'subgraph'
                            when:
                              - expression:
                                  constant:
                                    expression: '%1$s'
                                steps:
                                  - to:
                                      id: '%1$s'
                                      uri: direct:default
                        - log:
                            id: '1. - class'
                            message: '%1$s'
                        - to:
                            id: graph
                            uri: 'direct:]"'
                """.formatted(HOSTILE));
    }

    /** What stands between two routes of a picture. */
    private static String arrow(String picture, String from, String to) {
        Matcher arrow = Pattern.compile(node(picture, from) + "( -.*?> |.*\\| )" + node(picture, to) + "\\b")
                .matcher(picture);
        assertThat(arrow.find()).as("%s calls %s in %s", from, to, picture).isTrue();
        return arrow.group(1);
    }

    private static String node(String picture, String route) {
        Matcher node = Pattern.compile("(n\\d+)\\S?\\S?\"" + route + "[<\"]").matcher(picture);
        assertThat(node.find()).as("%s in %s", route, picture).isTrue();
        return node.group(1);
    }

    private static <T> T shipped(Function<Diagram, T> drawing) {
        return draw(Application.ROUTES, Map.of("hunting.queries", "*", "alerts.write-back", "comment"), drawing);
    }

    private <T> T own(Function<Diagram, T> drawing) {
        return draw(folder, Map.of(), drawing);
    }

    private static <T> T draw(Path routes, Map<String, String> own, Function<Diagram, T> drawing) {
        Settings settings = Application.withoutAccount(Application.CONFIG, own);
        try (DefenderRoutes app = new DefenderRoutes(settings, routes, Clock.systemUTC())) {
            return app.links().look(camel -> drawing.apply(new Diagram(camel)));
        }
    }

    @Test
    void theSameRoutesGiveTheSameTextAndCanBeDrawnByName() {
        assertThat(shipped(Diagram::names)).contains("alert-pipeline", "error-handling", "hunt-threats");
        String picture = shipped(diagram -> diagram.overview(true));
        assertThat(picture).isEqualTo(shipped(diagram -> diagram.overview(true)));
    }
}
