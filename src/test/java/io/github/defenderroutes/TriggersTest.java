package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.Records;
import io.github.defenderroutes.standin.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A route of one's own that begins with a trigger, beside the shipped ones: it gets each new thing once. */
class TriggersTest {
    private final StandIn standIn = StandIn.start();
    private final String memory = Application.memory(UUID.randomUUID().toString());

    @TempDir
    private Path routes;

    private DefenderRoutes app;

    @BeforeEach
    void copyTheRoutes() throws IOException {
        try (Stream<Path> files = Files.list(Application.ROUTES)) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
    }

    @AfterEach
    void close() {
        stop();
        standIn.close();
    }

    @Test
    void eachNewAlertBeginsTheRouteOnceAndOldOnesDoNot() throws Exception {
        standIn.tenant()
                .add(anAlert("new"))
                .add(anAlert("low").severity("Low"))
                .add(anAlert("old").createdAt(Instant.now().minus(Duration.ofHours(2))));
        startAlerts();
        await().untilAsserted(() -> assertThat(given("get-alert")).containsExactly("new"));

        standIn.tenant().comment("new", "changed meanwhile");
        standIn.tenant().add(anAlert("newer"));

        await().untilAsserted(() -> assertThat(given("get-alert")).containsExactly("new", "newer"));
    }

    @Test
    void whatTheRouteIsDoneWithIsNotGivenAgainAfterARestart() throws Exception {
        standIn.tenant().add(anAlert("first"));
        startAlerts();
        await().untilAsserted(() -> assertThat(given("get-alert")).containsExactly("first"));
        stop();

        standIn.tenant().add(anAlert("second"));
        startAlerts();

        await().untilAsserted(() -> assertThat(given("get-alert")).containsExactly("first", "second"));
    }

    @Test
    void whatTheRouteFailedWithIsGivenAgain() throws Exception {
        standIn.faults().next("get-alert", Fault.status(500));
        standIn.tenant().add(anAlert("a"));

        startAlerts();

        await().untilAsserted(() -> assertThat(given("get-alert")).containsExactly("a", "a"));
        standIn.tenant().add(anAlert("b"));
        await().untilAsserted(() -> assertThat(given("get-alert")).containsExactly("a", "a", "b"));
    }

    @Test
    void whileDefenderIsAwayNothingIsGivenAndAllIsAfterwards() throws Exception {
        standIn.faults().next("list-alerts", Fault.status(503), Fault.reset(), Fault.status(503));
        standIn.tenant().add(anAlert("a"));

        startAlerts();

        await().untilAsserted(() -> assertThat(given("get-alert")).containsExactly("a"));
    }

    @Test
    void eachNewRemediationActivityBeginsTheRouteOnce() throws Exception {
        standIn.login().grant("RemediationTasks.Read.All");
        activity("ra-0", Instant.now().minus(Duration.ofDays(2)));
        activity("ra-1", Instant.now());
        start("defender-new-remediation-activity-source", "defender-get-remediation-activity-action", "activityId", "");
        String read = "get-remediation-activity";
        await().untilAsserted(() -> assertThat(given(read)).containsExactly("ra-1"));

        activity("ra-2", Instant.now());

        await().untilAsserted(() -> assertThat(given(read)).containsExactly("ra-1", "ra-2"));
    }

    private void activity(String id, Instant created) {
        standIn.records()
                .add(
                        Records.Kind.REMEDIATION_ACTIVITY,
                        Map.of("id", id, "status", "Active", "createdOn", created.toString()));
    }

    /** What the route of one's own was given: it reads each thing once more. */
    private List<String> given(String operation) {
        return standIn.calls(operation).stream()
                .map(call -> call.path().replaceFirst("^.*/", ""))
                .toList();
    }

    private void startAlerts() throws IOException {
        start("defender-new-alert-source", "defender-get-alert-action", "alertId", "severity eq 'High'");
    }

    private void start(String trigger, String action, String parameter, String filter) throws IOException {
        Files.writeString(routes.resolve("mine.camel.yaml"), """
                - route:
                    id: mine
                    from:
                      uri: kamelet:%s
                      parameters:
                        name: mine
                        cron: "* * * * * ?"
                        filter: "%s"
                      steps:
                        - to:
                            id: read-once-more
                            uri: kamelet:%s
                            parameters:
                              %s: "${body[id]}"
                """.formatted(trigger, filter, action, parameter));
        app = new DefenderRoutes(
                Application.settings(standIn, memory, "isolation.mode", "off"), routes, Clock.systemUTC());
        app.start();
    }

    private void stop() {
        if (app != null) {
            app.close();
            app = null;
        }
    }
}
