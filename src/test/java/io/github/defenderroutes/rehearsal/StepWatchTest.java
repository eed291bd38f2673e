package io.github.defenderroutes.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.rehearsal.RouteNode.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepWatchTest {
    @TempDir
    Path routes;

    private final DefaultCamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void watch() {
        camel.setSourceLocationEnabled(true);
        camel.getCamelContextExtension().addInterceptStrategy(new StepWatch(null));
    }

    @AfterEach
    void close() throws IOException {
        camel.close();
    }

    @Test
    void thePassageNamesStepsAndBranchesInOrderWithFileAndLine() throws Exception {
        load("decide", """
                - route:
                    id: decide
                    from:
                      uri: direct:decide
                      steps:
                        - setVariable:
                            id: remember
                            name: seen
                            expression:
                              constant:
                                expression: "yes"
                        - choice:
                            id: by-severity
                            when:
                              - expression:
                                  simple:
                                    expression: "${body} == 'High'"
                                steps:
                                  - to:
                                      id: call-other
                                      uri: direct:other
                              - expression:
                                  simple:
                                    expression: "${body} == 'Low'"
                                steps:
                                  - log:
                                      message: low
                """);
        load("other", """
                - route:
                    id: other
                    from:
                      uri: direct:other
                      steps:
                        - log:
                            id: tell
                            message: "isolated"
                """);

        assertThat(passed("decide", "High"))
                .containsExactly(
                        "decide.camel.yaml:6: setVariable",
                        "decide.camel.yaml:12: choice",
                        "decide.camel.yaml:14: when ${body} == 'High'",
                        "decide.camel.yaml:19: to",
                        "other.camel.yaml:6: log");
        assertThat(passed("decide", "Medium"))
                .containsExactly(
                        "decide.camel.yaml:6: setVariable",
                        "decide.camel.yaml:12: choice",
                        "decide.camel.yaml:12: choice no when fits");
    }

    @Test
    void aFilterLetsThroughOrNot() throws Exception {
        load("guard", """
                - route:
                    id: guard
                    from:
                      uri: direct:guard
                      steps:
                        - filter:
                            expression:
                              simple:
                                expression: "${body} == 'High'"
                            steps:
                              - log:
                                  message: through
                        - log:
                            message: after
                """);

        assertThat(branches("guard", "High")).containsExactly("guard.camel.yaml:6: filter ${body} == 'High'");
        assertThat(branches("guard", "Low")).containsExactly("guard.camel.yaml:6: filter not: ${body} == 'High'");
    }

    @Test
    void whatIsCaughtIsABranchAndSoIsNothing() throws Exception {
        load("try", """
                - route:
                    id: try
                    from:
                      uri: direct:try
                      steps:
                        - doTry:
                            steps:
                              - filter:
                                  expression:
                                    simple:
                                      expression: "${body} == 'bad'"
                                  steps:
                                    - throwException:
                                        exceptionType: java.io.IOException
                                        message: away
                            doCatch:
                              - exception:
                                  - java.io.IOException
                                steps:
                                  - log:
                                      message: caught
                """);

        assertThat(branches("try", "bad"))
                .containsExactly("try.camel.yaml:8: filter ${body} == 'bad'", "try.camel.yaml:16: doCatch IOException");
        assertThat(branches("try", "good"))
                .containsExactly(
                        "try.camel.yaml:8: filter not: ${body} == 'bad'", "try.camel.yaml:6: doTry nothing is caught");
        assertThat(passed("try", "good"))
                .containsExactly(
                        "try.camel.yaml:6: doTry",
                        "try.camel.yaml:8: filter",
                        "try.camel.yaml:8: filter not: ${body} == 'bad'",
                        "try.camel.yaml:6: doTry nothing is caught");
    }

    @Test
    void aBranchThatBeginsWithDoTryIsSeen() throws Exception {
        load("guarded", """
                - route:
                    id: guarded
                    from:
                      uri: direct:guarded
                      steps:
                        - choice:
                            when:
                              - expression:
                                  simple:
                                    expression: "${body} == 'High'"
                                steps:
                                  - doTry:
                                      steps:
                                        - log:
                                            id: tell
                                            message: high
                                      doCatch:
                                        - exception:
                                            - java.io.IOException
                                          steps:
                                            - log:
                                                message: caught
                """);

        assertThat(passed("guarded", "High"))
                .containsExactly(
                        "guarded.camel.yaml:6: choice",
                        "guarded.camel.yaml:7: when ${body} == 'High'",
                        "guarded.camel.yaml:12: doTry",
                        "guarded.camel.yaml:14: log",
                        "guarded.camel.yaml:12: doTry nothing is caught");
        assertThat(nodes("guarded", "High")).extracting(RouteNode::id).containsOnly("", "tell");
    }

    @Test
    void theErrorHandlingThatAllRoutesShareGoesByItsFile() throws Exception {
        load("error-handling", """
                - routeConfiguration:
                    onException:
                      - onException:
                          exception:
                            - java.io.IOException
                          handled:
                            constant:
                              expression: "true"
                          steps:
                            - log:
                                message: away
                """);
        load("fail", """
                - route:
                    id: fail
                    from:
                      uri: direct:fail
                      steps:
                        - throwException:
                            exceptionType: java.io.IOException
                            message: away
                """);

        assertThat(branches("fail", "")).containsExactly("error-handling.camel.yaml:3: onException IOException");
        assertThat(nodes("fail", "")).extracting(RouteNode::route).contains("error-handling");
    }

    @Test
    void thePartsOfASplitAreInThePassageOfTheWhole() throws Exception {
        load("each", """
                - route:
                    id: each
                    from:
                      uri: direct:each
                      steps:
                        - split:
                            parallelProcessing: true
                            expression:
                              tokenize:
                                token: ","
                            steps:
                              - filter:
                                  expression:
                                    simple:
                                      expression: "${body} == 'High'"
                                  steps:
                                    - log:
                                        message: high
                """);

        assertThat(branches("each", "High,Low"))
                .containsExactlyInAnyOrder(
                        "each.camel.yaml:12: filter ${body} == 'High'",
                        "each.camel.yaml:12: filter not: ${body} == 'High'");
    }

    @Test
    void theMapOfRoutesHoldsEveryPlaceThatAnExchangeCanPass() throws Exception {
        load("guard", """
                - route:
                    id: guard
                    from:
                      uri: direct:guard
                      steps:
                        - doTry:
                            steps:
                              - choice:
                                  when:
                                    - expression:
                                        simple:
                                          expression: "${body} == 'High'"
                                      steps:
                                        - log:
                                            message: high
                                  otherwise:
                                    steps:
                                      - log:
                                          message: low
                            doCatch:
                              - exception:
                                  - java.lang.Exception
                                steps:
                                  - log:
                                      message: caught
                        - filter:
                            expression:
                              simple:
                                expression: "${body} == 'High'"
                            steps:
                              - log:
                                  message: through
                """);

        RouteMap map = RouteMap.of(camel);

        assertThat(map.nodes().stream().map(this::shown))
                .containsExactly(
                        "guard.camel.yaml:6: doTry",
                        "guard.camel.yaml:8: choice",
                        "guard.camel.yaml:9: when ${body} == 'High'",
                        "guard.camel.yaml:14: log",
                        "guard.camel.yaml:16: otherwise ",
                        "guard.camel.yaml:18: log",
                        "guard.camel.yaml:20: doCatch Exception",
                        "guard.camel.yaml:24: log",
                        "guard.camel.yaml:6: doTry nothing is caught",
                        "guard.camel.yaml:26: filter",
                        "guard.camel.yaml:26: filter ${body} == 'High'",
                        "guard.camel.yaml:31: log",
                        "guard.camel.yaml:26: filter not: ${body} == 'High'");
        Set<Place> passed =
                nodes("guard", "High").stream().map(RouteNode::where).collect(Collectors.toSet());
        assertThat(map.without(passed).stream().map(this::shown))
                .as("of a branch not taken only the branch")
                .containsExactly(
                        "guard.camel.yaml:16: otherwise ",
                        "guard.camel.yaml:20: doCatch Exception",
                        "guard.camel.yaml:26: filter not: ${body} == 'High'");
    }

    private void load(String name, String yaml) throws Exception {
        Path file = Files.writeString(routes.resolve(name + ".camel.yaml"), yaml);
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(PluginHelper.getResourceLoader(camel).resolveResource("file:" + file));
    }

    private List<String> passed(String route, String body) {
        return nodes(route, body).stream().map(this::shown).toList();
    }

    private List<String> branches(String route, String body) {
        return nodes(route, body).stream()
                .filter(RouteNode::isBranch)
                .map(this::shown)
                .toList();
    }

    private List<RouteNode> nodes(String route, String body) {
        camel.start();
        Exchange done = camel.createProducerTemplate()
                .send("direct:" + route, exchange -> exchange.getMessage().setBody(body));
        return Passage.of(done).nodes();
    }

    /** Without the folder, and without what a step is about. */
    private String shown(RouteNode node) {
        String place = Path.of(node.file()).getFileName() + ":" + node.line() + ": " + node.kind();
        return node.isBranch() ? place + " " + node.label() : place;
    }
}
