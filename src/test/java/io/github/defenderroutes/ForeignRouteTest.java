package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.Reaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Routes that somebody adds to the folder: they may hand in alerts and ask Defender, but nothing acts past the gate. */
class ForeignRouteTest {
    private static final String CUTS_OFF = """
            - route:
                id: foreign
                from:
                  uri: direct:foreign
                  steps:
                    - to:
                        uri: kamelet:defender-isolate-device-action
                        parameters:
                          machineId: "${body}"
                          comment: from a stranger
            """;
    private static final String RELEASES = CUTS_OFF.replace("isolate-device", "release-device");
    private static final String HANDS_IN = """
            - route:
                id: foreign
                from:
                  uri: direct:foreign
                  steps:
                    - to:
                        uri: direct:alert-pipeline
            """;

    private final Installation our = new Installation();

    @TempDir
    private Path routes;

    @BeforeEach
    void copyTheRoutes() throws IOException {
        try (Stream<Path> files = Files.list(Application.ROUTES)) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        our.withRoutes(routes);
    }

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void inADryRunAStrangersRequestToIsolateIsNotSent() throws IOException {
        our.with("isolation.mode", "dry-run").device("d1");
        add(CUTS_OFF);

        assertThatThrownBy(() -> send("d1")).rootCause().hasMessageContaining("isolation.mode = dry-run");

        assertThat(our.requestsToIsolate()).isEmpty();
    }

    @Test
    void withoutADecisionAStrangersRequestToIsolateIsNotSentInEnforceEither() throws IOException {
        our.device("d1");
        add(CUTS_OFF);

        assertThatThrownBy(() -> send("d1")).rootCause().hasMessageContaining("no decision to isolate this device");

        assertThat(our.requestsToIsolate()).isEmpty();
    }

    @Test
    void aDecisionThatWasCarriedOutDoesNotLetAStrangerAskAgain() throws IOException {
        add(CUTS_OFF);
        our.alertOn("d1");
        our.tick();

        assertThatThrownBy(() -> send("d1")).rootCause().hasMessageContaining("no decision to isolate this device");
        assertThatThrownBy(() -> send("D1")).rootCause().hasMessageContaining("no decision to isolate this device");

        assertThat(our.requestsToIsolate()).hasSize(1);
    }

    @Test
    void aStrangerCannotReleaseADeviceThatWeDidNotCutOff() throws IOException {
        add(RELEASES);
        our.device("d1");
        our.tenant().startAction("Isolate", "d1", "analyst@corp.example", "by hand");

        assertThatThrownBy(() -> send("d1")).rootCause().hasMessageContaining("not isolated by us");

        assertThat(our.standIn.calls("unisolate")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            value = {
                "contain-device,           isolate,                  ",
                "offboard-device,          offboard-device,          ",
                "run-live-response,        run-live-response,        commands: '[{\"type\": \"GetFile\"}]'",
                "stop-and-quarantine-file, stop-and-quarantine-file, sha1: 87662bc3d60e4200ceaf7aae249d1c343f4b83c9"
            })
    void whatCanDoLastingHarmIsNotSentUnlessItIsNamed(String operation, String call, String more) throws IOException {
        our.device("d1");
        add(CUTS_OFF.replace("isolate-device", operation) + (more == null ? "" : "              " + more + "\n"));

        assertThatThrownBy(() -> send("d1"))
                .rootCause()
                .hasMessage("%s was not sent: actions.allow does not name it. To fix: add %s to actions.allow."
                        .formatted(operation, operation));

        assertThat(our.standIn.calls(call)).isEmpty();
    }

    @Test
    void whatIsNamedIsSent() throws IOException {
        our.with("actions.allow", "contain-device, offboard-device").device("d1");
        our.standIn.login().grant("Machine.Offboard");
        add(CUTS_OFF.replace("isolate-device", "offboard-device"));

        send("d1");

        assertThat(our.standIn.calls("offboard-device")).hasSize(1);
    }

    @Test
    void aStrangersRouteMayWaitForWhatItAskedFor() throws IOException {
        our.device("d1");
        our.standIn.login().grant("Machine.Scan");
        our.standIn.login().grant("Machine.ReadWrite.All");
        our.tenant()
                .reactByDefault(Reaction.succeeds().pendingFor(Duration.ZERO).inProgressFor(Duration.ZERO));
        add(CUTS_OFF.replace("isolate-device", "run-antivirus-scan") + """
                        - to:
                            uri: kamelet:defender-wait-for-machine-action-action
                            parameters:
                              actionId: "${body[id]}"
                        - to:
                            uri: kamelet:defender-tag-device-action
                            parameters:
                              machineId: d1
                              tag: "scan-${body[status]}"
                """);

        send("d1");

        assertThat(our.tenant().machine("d1").get("machineTags")).isEqualTo(List.of("scan-Succeeded"));
    }

    @Test
    void anIdThatAStrangersRouteHandsInIsHandledLikeAnyAlert() throws IOException {
        add(HANDS_IN);
        our.alertOn("d1");

        send(Map.of("id", "alert-d1"));
        send(Map.of("id", "alert-d1"));
        our.tick();

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        our.mailAbout("alert-d1");
    }

    @Test
    void whoHandsInAnIdWhileDefenderIsAwayLearnsThatItWasNotTaken() throws IOException {
        add(HANDS_IN);
        our.tick().alertOn("d1");
        our.faults().always("get-alert", Fault.status(503));

        assertThatThrownBy(() -> send(Map.of("id", "alert-d1"))).rootCause().hasMessageContaining("503");
    }

    @Test
    void aStrangersRouteThatFailsByItselfFailsForItsCaller() throws IOException {
        add("""
                - route:
                    id: foreign
                    from:
                      uri: direct:foreign
                      steps:
                        - throwException:
                            exceptionType: java.lang.IllegalStateException
                            message: my own trouble
                """);
        our.tick();

        assertThatThrownBy(() -> send("x")).rootCause().hasMessage("my own trouble");
    }

    @Test
    void aRouteThatHandsInWhatCannotBeReadSaysSoInTheLogOnce() throws IOException {
        Path inbox = Files.createDirectory(routes.resolve("inbox"));
        add("""
                - route:
                    id: foreign
                    from:
                      uri: "file:%s"
                      parameters:
                        moveFailed: .failed
                        initialDelay: 0
                      steps:
                        - removeHeaders:
                            pattern: "*"
                        - unmarshal:
                            json: {}
                        - to:
                            uri: direct:alert-pipeline
                """.formatted(inbox));
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        try {
            our.tick();
            Files.writeString(inbox.resolve("one.json"), "{\"id\": \"no-such-alert\"}");

            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(inbox.resolve(".failed/one.json")));

            assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .filteredOn(line -> line.contains("404") || line.contains("Message History"))
                    .singleElement()
                    .asString()
                    .contains("Not taken; whoever brought it has it back. route=foreign");
        } finally {
            root.detachAppender(log);
        }
    }

    private void add(String yaml) throws IOException {
        Files.writeString(routes.resolve("foreign.camel.yaml"), yaml);
    }

    private void send(Object body) {
        if (our.app().camel() == null) {
            our.tick();
        }
        try (ProducerTemplate caller = our.app().camel().createProducerTemplate()) {
            caller.sendBody("direct:foreign", body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
