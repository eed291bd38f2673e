package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.defender.BudgetExhaustedException;
import io.github.defenderroutes.defender.DefenderThrottledException;
import io.github.defenderroutes.standin.Call;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tenant's quota: never knowingly more than it allows, and what responds goes first. */
class QuotaTest {
    private static final String FOREIGN = """
            - route:
                id: %s
                from:
                  uri: direct:%s
                  steps:
                    - setVariable:
                        name: quota
                        expression:
                          constant:
                            expression: "%s"
                    - to:
                        uri: kamelet:defender-%s-action
                        parameters: {%s}
            """;

    private final Installation our = new Installation()
            .with("alerts.poll.cron", "0/30 * * * * ?")
            .with("defender.quota.per-minute", "100")
            .with("defender.quota.per-hour", "1500");

    @TempDir
    private Path routes;

    @BeforeEach
    void foreignRoutesBesideOurs() throws IOException {
        try (Stream<Path> files = Files.list(Application.ROUTES)) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        foreign("look-up", "rest", "get-device", "machineId: d1");
        foreign("ask-for-alerts", "poll", "list-alerts", "top: 1");
        foreign("last-look", "respond", "get-device", "machineId: d1");
        foreign("cut-off", "rest", "isolate-device", "machineId: \"${body}\", comment: why");
        foreign("misspelt", "urgent", "get-device", "machineId: d1");
        our.withRoutes(routes);
    }

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void aBurstOfWorkStaysWithinTheQuotaAndIsDoneInTheEnd() {
        our.faults().quota(Faults.ANY, 100, 1_500);
        alertsOn(120);
        try (LogProbe log = new LogProbe()) {
            our.ticksUntilQuiet();

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("must wait until"))
                    .as("said once for each class that waits")
                    .hasSizeBetween(1, 3);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("Tried again"))
                    .isEmpty();
        }

        assertAllIsolatedAndMailed(120);
        assertThat(apiCalls()).extracting(Call::status).doesNotContain(429);
        assertThat(most(Duration.ofMinutes(1))).isBetween(50, 100);
        assertThat(most(Duration.ofHours(1))).isLessThanOrEqualTo(1_500);
    }

    @Test
    void aRestartInTheMiddleOfAMinuteMakesNoMoreCallsThanTheMinuteAllows() {
        our.with("defender.quota.per-minute", "30");
        alertsOn(20);
        for (int start = 0; start < 3; start++) {
            our.tick().stop();
        }

        assertThat(most(Duration.ofMinutes(1))).isBetween(15, 30);
        our.ticksUntilQuiet();
        assertAllIsolatedAndMailed(20);
    }

    @Test
    void aServiceThatIsStricterThanWeBelieveIsLearnedFromAndAllIsDoneInTheEnd() {
        our.faults().quota(Faults.ANY, 10, 1_500);
        alertsOn(60);
        try (LogProbe log = new LogProbe()) {
            our.ticksUntilQuiet();

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("Defender is throttling"))
                    .hasSizeBetween(1, 6);
        }

        assertAllIsolatedAndMailed(60);
        List<Integer> statuses = apiCalls().stream().map(Call::status).toList();
        assertThat(statuses.stream().filter(status -> status == 429).count())
                .as("refused of %d", statuses.size())
                .isBetween(1L, statuses.size() / 10L);
    }

    @Test
    void aThrottledRequestToIsolateIsSentAgainWhenDefenderSaysAndNotOnlyAfterSettling() {
        our.with("isolation.settle", "30m").alertOn("d1");
        our.faults().next("isolate", Fault.throttled("40.5"));

        our.tick().tickAfter(Duration.ofSeconds(20));
        assertThat(our.requestsToIsolate()).hasSize(1);
        our.tickAfter(Duration.ofSeconds(25));

        assertThat(our.requestsToIsolate()).extracting(Call::status).containsExactly(429, 201);
        our.mailAbout("alert-d1");
    }

    @Test
    void aPauseThatDefenderAskedForOutlivesARestart() {
        our.alertOn("d1");
        our.faults().next("isolate", Fault.throttled("300"));
        our.tick().stop();
        our.alertOn("d2");

        our.tickAfter(Duration.ofSeconds(200));
        assertThat(our.requestsToIsolate()).hasSize(1);
        our.tickAfter(Duration.ofSeconds(110));

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.acceptedIsolationsOf("d2")).isOne();
    }

    @Test
    void anIsolationThatWeOurselvesHoldBackIsNotNotedAsSent() {
        our.with("defender.quota.per-minute", "30").device("d1").tick();
        our.app().ledger().isolations().request("d1", "a", "Full", List.of());
        useUp("last-look", "");

        assertThatThrownBy(() -> send("cut-off", "d1")).isInstanceOf(BudgetExhaustedException.class);

        assertThat(our.app().ledger().isolations().open("d1").orElseThrow().state())
                .isEqualTo("requesting");
    }

    @Test
    void whileLookUpsWaitPollingGoesOnAndWhilePollingWaitsIsolatingGoesOn() {
        our.with("defender.quota.per-minute", "40").device("d1").tick();
        our.app().ledger().isolations().request("d1", "a", "Full", List.of());

        useUp("look-up", "");
        send("ask-for-alerts", "");
        useUp("ask-for-alerts", "");
        send("cut-off", "d1");

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(apiCalls().size()).isEqualTo(33); // the reserve of 20% is 8
    }

    @Test
    void theLogSaysOnceThatLookUpsWaitAndOnceThatTheyGoOn() {
        our.device("d1").tick();
        try (LogProbe log = new LogProbe()) {
            useUp("look-up", "");
            for (int i = 0; i < 100; i++) {
                assertThatThrownBy(() -> send("look-up", "")).isInstanceOf(BudgetExhaustedException.class);
            }
            our.tickAfter(Duration.ofMinutes(3)).tickAfter(Duration.ofMinutes(1));

            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("Look-ups"))
                    .hasSize(2)
                    .satisfiesExactly(
                            waits -> assertThat(waits)
                                    .matches(
                                            "Look-ups must wait until \\S+Z\\. Calls in the last minute: 78; the limit:"
                                                    + " defender\\.quota\\.per-minute = 100, the rest of it is for responding and"
                                                    + " polling\\. Nothing to do; what waits is done then\\."),
                            over -> assertThat(over).matches("Look-ups: the wait that began at \\S+Z is over\\."));
        }
    }

    @Test
    void aPollThatIsThrottledIsSaidOnceAndSoIsItsEnd() {
        our.tick();
        our.faults().during("list-alerts", Duration.ofMinutes(5), Fault.throttled("90"));
        try (LogProbe log = new LogProbe()) {
            for (int minute = 0; minute < 10; minute++) {
                our.tickAfter(Duration.ofMinutes(1));
            }

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("list-alerts") || line.contains("works again"))
                    .satisfiesExactly(
                            begins -> assertThat(begins).startsWith("Defender is throttling: no list-alerts before "),
                            ends -> assertThat(ends).startsWith("list-alerts: the wait that began at "));
            assertThat(our.app().hasProblems()).isFalse();
        }
    }

    @Test
    void aRouteThatMisspellsTheClassOfItsCallIsTold() {
        our.device("d1").tick();

        assertThatThrownBy(() -> send("misspelt", ""))
                .hasMessage(
                        "get-device was not sent: the variable quota is 'urgent'. To fix: set it to respond, poll or"
                                + " rest.");
    }

    private void alertsOn(int devices) {
        for (int i = 0; i < devices; i++) {
            our.alertOn("d" + i);
        }
    }

    private void assertAllIsolatedAndMailed(int devices) {
        for (int i = 0; i < devices; i++) {
            assertThat(our.acceptedIsolationsOf("d" + i)).isOne();
        }
        assertThat(our.mails().stream()
                        .flatMap(mail -> mail.headers("X-Defender-Alert-Id").stream())
                        .distinct())
                .hasSize(devices);
    }

    private List<Call> apiCalls() {
        return our.standIn.calls().stream()
                .filter(call -> !call.operation().equals("token"))
                .toList();
    }

    /** The most calls that any such span of time saw, by the stand-in's own record. */
    private int most(Duration span) {
        List<Instant> times = apiCalls().stream().map(Call::at).sorted().toList();
        int most = 0;
        int first = 0;
        for (int last = 0; last < times.size(); last++) {
            while (!times.get(first).isAfter(times.get(last).minus(span))) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    private void foreign(String id, String quota, String operation, String parameters) throws IOException {
        Files.writeString(routes.resolve(id + ".camel.yaml"), FOREIGN.formatted(id, id, quota, operation, parameters));
    }

    /** Sends until there is no room left. */
    private void useUp(String route, String body) {
        for (int i = 0; i < 200; i++) {
            try {
                send(route, body);
            } catch (DefenderThrottledException full) {
                return;
            } catch (RuntimeException other) {
                continue; // it was sent, and counts
            }
        }
        throw new AssertionError("There is always room for " + route);
    }

    private void send(String route, String body) {
        try (ProducerTemplate caller = our.app().camel().createProducerTemplate()) {
            caller.sendBody("direct:" + route, body);
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
