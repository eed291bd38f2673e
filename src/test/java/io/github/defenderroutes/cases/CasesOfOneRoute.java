package io.github.defenderroutes.cases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A route that reads an alert and calls another one, and cases beside it. */
abstract class CasesOfOneRoute {
    static final String ROUTE = """
            - route:
                id: look
                from:
                  uri: direct:look
                  steps:
                    - to:
                        id: read-alert
                        uri: kamelet:defender-get-alert-action
                        parameters:
                          alertId: "${body[id]}"
                        variableReceive: alertNow
                    - to:
                        id: call-next
                        uri: direct:next
            """;

    @TempDir
    Path routes;

    @BeforeEach
    void aRouteThatReadsAnAlertAndCallsAnother() throws IOException {
        Files.writeString(routes.resolve("look.camel.yaml"), ROUTE);
    }

    CaseResult run(String cases) throws IOException {
        return runAll(cases).get(0);
    }

    List<CaseResult> runAll(String cases) throws IOException {
        Files.writeString(routes.resolve("look.case.yaml"), cases);
        return runner().run(List.of("look")).results();
    }

    CaseRunner runner() {
        return new CaseRunner(routes, Path.of("config"));
    }
}
