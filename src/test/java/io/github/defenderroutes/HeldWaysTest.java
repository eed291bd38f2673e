package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.defender.Permit;
import io.github.defenderroutes.explain.Entry;
import io.github.defenderroutes.explain.Entry.Kind;
import io.github.defenderroutes.explain.Explainer;
import io.github.defenderroutes.explain.Explanation;
import io.github.defenderroutes.recorded.RecordedFiles;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.standin.Call;
import io.github.defenderroutes.standin.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing leaves a rehearsal, whoever wrote the routes: seen from the other side, by a tenant over TLS and a mail server that
 * would take everything.
 */
class HeldWaysTest {
    private static final String DEVICE = "1111111122222222333333334444444455555555";

    private static final String FOREIGN = """
            - route:
                id: foreign
                from:
                  uri: direct:foreign
                  steps:
                    - setVariable:
                        name: anywhere
                        expression:
                          constant:
                            expression: "https://localhost:%d/api/machines/x/isolate?httpMethod=POST"
            """;

    /** So that what fails does not hide what follows. */
    private static final String CAUGHT = """
                    - doTry:
                        steps:
            %s
                        doCatch:
                          - exception:
                              - java.lang.Exception
                            steps:
                              - log:
                                  message: caught
            """;

    private final StandIn standIn = StandIn.start();

    @TempDir
    private Path folder;

    private Path routes;

    @BeforeEach
    void aTenantWithAnAlert() throws IOException {
        routes = Files.createDirectory(folder.resolve("routes"));
        try (Stream<Path> files = Files.list(Application.ROUTES)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".camel.yaml")).toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        standIn.tenant().add(aMachine(DEVICE).name("ws-1"));
        standIn.tenant().add(anAlert("a1").device(DEVICE));
    }

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void explainingAnAlertOfTheTenantOnlyReads() {
        Explanation explanation = live("enforce");

        assertThat(explanation.result()).isEqualTo("requested");
        assertThat(explanation.letters()).hasSize(1);
        assertThat(held(explanation)).anyMatch(text -> text.contains("POST /api/machines/" + DEVICE + "/isolate"));
        assertThat(asked()).extracting(Call::method).isNotEmpty().containsOnly("GET");
        assertThat(standIn.tenant().actions()).isEmpty();
        assertThat(standIn.mails().all()).isEmpty();
    }

    @Test
    void explainingAFileReachesNobody() throws IOException {
        Explanation explanation = offline("enforce");

        assertThat(explanation.result()).isEqualTo("requested");
        assertThat(explanation.letters()).hasSize(1);
        assertNothingArrived();
    }

    @Test
    void mailsByGraphAreHeldToo() throws IOException {
        Explanation explanation = offline("enforce", "mail.send-by", "graph");

        assertThat(explanation.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.by()).isEqualTo("graph");
            assertThat(letter.subject()).contains("isolation requested");
            assertThat(letter.text()).contains("ISOLATION");
        });
        assertNothingArrived();
    }

    @Test
    void noWayOutOfAForeignRouteIsOpen() throws IOException {
        Path written = folder.resolve("out");
        foreign(
                to("https:localhost:%d/api/alerts?httpMethod=POST"
                        .formatted(standIn.url().getPort())),
                to("http:localhost:%d/x".formatted(standIn.url().getPort())),
                to("smtp:localhost:%d?to=a@example.org&from=b@example.org".formatted(standIn.smtpPort())),
                to("smtp:mail-server?javaMailSender=#bean:smtp&to=a@example.org&from=b@example.org"),
                to("file:" + written),
                to("seda:elsewhere"),
                to("kamelet:defender-isolate-device-action?machineId=" + DEVICE + "&comment=x"),
                to("kamelet:defender-update-alert-action?alertId=a1&status=Resolved"),
                step("toD", "uri: \"${variable.anywhere}\""),
                step("wireTap", "uri: \"${variable.anywhere}\""),
                step("recipientList", "expression:", "  simple:", "    expression: \"${variable.anywhere}\""),
                step("enrich", "expression:", "  simple:", "    expression: \"${variable.anywhere}\""),
                step("pollEnrich", "expression:", "  constant:", "    expression: \"file:" + folder + "\""),
                to("language:simple:resource:https://localhost:%d/x"
                        .formatted(standIn.url().getPort())),
                step("bean", "ref: smtp", "method: signIn"),
                step("bean", "ref: alarmSmtp", "method: signIn"));

        Explanation explanation = live("enforce");

        assertThat(held(explanation))
                .anyMatch(text -> text.contains("https://localhost"))
                .anyMatch(text -> text.contains("http://localhost"))
                .anyMatch(text -> text.contains("file://"))
                .anyMatch(text -> text.contains("seda://elsewhere"))
                .anyMatch(text -> text.contains("language://simple"))
                .anyMatch(text -> text.contains("PATCH /api/alerts/a1"));
        assertThat(explanation.letters()).hasSizeGreaterThanOrEqualTo(3); // two of the stranger's, one of ours
        assertThat(asked()).extracting(Call::method).containsOnly("GET");
        assertThat(asked()).extracting(Call::operation).doesNotContain("unknown");
        assertThat(standIn.mails().all()).isEmpty();
        assertThat(written).doesNotExist();
    }

    @Test
    void nothingIsTakenInByARouteThatBeginsByItself() throws IOException {
        Path inbox = Files.createDirectory(folder.resolve("inbox"));
        Files.writeString(inbox.resolve("a.json"), "{\"id\": \"a1\"}");
        Files.writeString(routes.resolve("hand-in.camel.yaml"), """
                - route:
                    id: hand-in
                    from:
                      uri: file:%s?initialDelay=0&delay=10
                      steps:
                        - to:
                            uri: direct:alert-pipeline
                """.formatted(inbox));

        live("enforce");

        assertThat(inbox.resolve("a.json")).exists();
        assertThat(inbox.resolve(".camel")).doesNotExist();
    }

    /** What was asked of the APIs; signing in is none of it. */
    private List<Call> asked() {
        return standIn.calls().stream()
                .filter(call -> !call.path().contains("/oauth2/"))
                .toList();
    }

    private void assertNothingArrived() {
        assertThat(standIn.calls()).isEmpty();
        assertThat(standIn.mails().all()).isEmpty();
    }

    private static List<String> held(Explanation explanation) {
        return explanation.way().stream()
                .filter(entry -> entry.kind() == Kind.HELD)
                .map(Entry::text)
                .toList();
    }

    private Explanation live(String mode) {
        try (Explainer explainer =
                Explainer.live(settings(mode), routes, (operation, quotaClass, quota) -> Permit.UNCOUNTED)) {
            return explainer.explain("a1", Instant.now());
        }
    }

    private Explanation offline(String mode, String... more) throws IOException {
        Path alert = Files.writeString(
                folder.resolve("alert.json"), json(standIn.tenant().alert("a1")));
        Files.writeString(folder.resolve("machines.json"), json(standIn.tenant().machine(DEVICE)));
        RecordedFiles files = RecordedFiles.at(alert, null);
        List<Explanation> explained = new ArrayList<>();
        try (Explainer explainer = Explainer.offline(settings(mode, more), routes, files.known())) {
            files.each(one -> explained.add(explainer.explain(one)));
        }
        return explained.get(0);
    }

    private static String json(Object object) throws IOException {
        return new ObjectMapper().writeValueAsString(object);
    }

    private Settings settings(String mode, String... more) {
        List<String> all = new ArrayList<>(List.of("isolation.mode", mode));
        all.addAll(List.of(more));
        return Application.settings(standIn, Application.memory("never-opened"), all.toArray(String[]::new));
    }

    /** A route with these steps, called after an alert was taken. */
    private void foreign(String... steps) throws IOException {
        StringBuilder route = new StringBuilder(FOREIGN.formatted(standIn.url().getPort()));
        for (String step : steps) {
            route.append(CAUGHT.formatted(step));
        }
        Files.writeString(routes.resolve("foreign.camel.yaml"), route);
        Path pipeline = routes.resolve("enrich-alert.camel.yaml");
        Files.writeString(pipeline, Files.readString(pipeline).replaceFirst("(?m)^      steps:$", """
                      steps:
                        - to:
                            uri: direct:foreign
                """.stripTrailing()));
    }

    private static String to(String uri) {
        return step("to", "uri: \"%s\"".formatted(uri));
    }

    private static String step(String name, String... lines) {
        String inside = String.join("\n" + " ".repeat(20), lines);
        return " ".repeat(16) + "- %s:\n".formatted(name) + " ".repeat(20) + inside;
    }
}
