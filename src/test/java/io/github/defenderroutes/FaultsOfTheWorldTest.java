package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.ReceivedMail;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong on the way to Defender: no alert is lost, no device is cut off twice, nobody is mailed twice. */
class FaultsOfTheWorldTest {
    private static final Map<String, Fault> EVERY_FAULT = Map.of(
            "500", Fault.status(500),
            "504", Fault.status(504),
            "503 with Retry-After", Fault.status(503).header("Retry-After", "40"),
            "429", Fault.throttled(),
            "reset", Fault.reset(),
            "truncated", Fault.truncated(),
            "broken JSON", Fault.brokenJson(),
            "a gateway's page", Fault.html(502));

    private final Installation our = new Installation();

    @AfterEach
    void stop() {
        our.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "list-alerts", "get-device", "get-alert", "list-machine-actions"})
    void oneFaultAfterTheOtherOnACallLosesNothingAndDoublesNothing(String call) {
        our.with("isolation.fresh", "0s"); // so that every one of these calls is made
        our.faults().always("list-devices", Fault.refusesOr()); // so that devices are read one by one
        threeAlertsOnTwoDevices();
        for (Fault fault : EVERY_FAULT.values()) {
            our.faults().next(call, fault);
            our.standIn.login().revokeAllTokens();
            our.tickAfter(Duration.ofMinutes(1));
        }

        our.ticksUntilQuiet();

        assertTwoDevicesAreIsolatedOnceAndThreeMailsSent();
    }

    static Stream<Arguments> aFaultOfTheRequestToIsolateIsFollowedByALookAndNeverByASecondAction() {
        return EVERY_FAULT.entrySet().stream()
                .flatMap(fault -> Stream.of(
                        Arguments.of(fault.getKey(), fault.getValue()),
                        Arguments.of(
                                fault.getKey() + " but carried out",
                                fault.getValue().butCarriedOut())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aFaultOfTheRequestToIsolateIsFollowedByALookAndNeverByASecondAction(String name, Fault fault) {
        our.faults().next("isolate", fault);
        threeAlertsOnTwoDevices();

        our.ticksUntilQuiet();

        assertTwoDevicesAreIsolatedOnceAndThreeMailsSent();
        assertThat(our.requestsToIsolate()).hasSizeBetween(2, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list-alerts", "list-devices", "get-alert", "isolate"})
    void anOutageOfTenMinutesLosesNothingAndDoublesNothing(String call) {
        our.with("isolation.fresh", "0s");
        our.faults().during(call, Duration.ofMinutes(10), Fault.status(503));
        threeAlertsOnTwoDevices();
        for (int minute = 0; minute < 10; minute++) {
            our.tickAfter(Duration.ofMinutes(1));
        }

        our.ticksUntilQuiet();

        assertTwoDevicesAreIsolatedOnceAndThreeMailsSent();
    }

    @Test
    void anOutageLongerThanAllAttemptsParksNoAlert() {
        our.with("alerts.max-attempts", "2").with("isolation.fresh", "0s");
        our.faults().during("get-alert", Duration.ofHours(3), Fault.status(500));
        threeAlertsOnTwoDevices();
        for (int i = 0; i < 20; i++) {
            our.tickAfter(Duration.ofMinutes(10));
        }

        our.ticksUntilQuiet();

        assertTwoDevicesAreIsolatedOnceAndThreeMailsSent();
        assertThat(our.mails())
                .filteredOn(FaultsOfTheWorldTest::isDelayed)
                .flatExtracting(mail -> mail.headers("X-Defender-Alert-Id"))
                .as("told once that they wait")
                .containsExactlyInAnyOrder("alert-d1", "alert-d2", "second-on-d2");
    }

    @Test
    void theTimeDefenderTellsUsToWaitIsWaited() {
        our.alertOn("d1");
        our.faults().next("get-device", Fault.throttled("90"));

        our.tick().tickAfter(Duration.ofSeconds(80));
        assertThat(our.standIn.calls("get-device")).hasSize(1);
        our.tickAfter(Duration.ofSeconds(20));

        assertThat(our.standIn.calls("get-device")).hasSize(2);
        our.mailAbout("alert-d1");
    }

    @Test
    void aQuotaOfFiveCallsAMinuteDelaysAlertsAndLosesNone() {
        our.with("isolation.fresh", "0s");
        our.faults().quota("get-alert", 5, 1_000).quota("isolate", 3, 1_000).quota("list-machine-actions", 4, 1_000);
        for (int i = 0; i < 15; i++) {
            our.alertOn("d" + i);
        }

        our.ticksUntilQuiet();

        for (int i = 0; i < 15; i++) {
            assertThat(our.acceptedIsolationsOf("d" + i)).isOne();
            our.mailAbout("alert-d" + i);
        }
    }

    @Test
    void tokensThatAreRevokedInTheMiddleAreReplacedUnnoticed() {
        our.alertOn("d1");
        our.tick();
        our.standIn.login().revokeAllTokens();
        our.alertOn("d2");

        our.tick();

        assertThat(our.acceptedIsolationsOf("d2")).isOne();
        our.mailAbout("alert-d2");
        assertThat(our.requestsToIsolate()).hasSize(2);
    }

    @Test
    void a401OnTheRequestToIsolateIsRepeatedWithAFreshTokenAndAcceptedOnce() {
        our.alertOn("d1");
        our.faults().next("isolate", Fault.status(401));

        our.ticksUntilQuiet();

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        our.mailAbout("alert-d1");
    }

    @Test
    void tokensThatLiveOnlySecondsAreRenewed() {
        our.standIn.login().tokenLifetime(Duration.ofSeconds(20));
        our.alertOn("d1");
        our.tick();
        our.alertOn("d2");

        our.tickAfter(Duration.ofMinutes(1));

        assertThat(our.acceptedIsolationsOf("d2")).isOne();
    }

    @Test
    void aRotatedSecretIsSaidOnceAndNothingIsLostUntilItIsRight() {
        String secret = our.standIn.settings().get("defender.client-secret");
        our.tick();
        our.standIn.login().clientSecret("rotated");
        our.standIn.login().revokeAllTokens();
        our.alertOn("d1");
        try (LogProbe log = new LogProbe()) {
            our.tickAfter(Duration.ofMinutes(1)).tickAfter(Duration.ofMinutes(1));

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("DEFENDER_CLIENT_SECRET"))
                    .hasSize(1);
            assertThat(log.lines().toString()).doesNotContain(secret);
        }
        our.standIn.login().clientSecret(secret);

        our.tickAfter(Duration.ofMinutes(1));

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
    }

    @Test
    void withoutTheRoleToIsolateTheMailNamesItAndTheDeviceIsNotCalledIsolated() {
        our.standIn.login().withdraw("Machine.Isolate");
        our.alertOn("d1");

        our.tick().tick();

        ReceivedMail mail = our.mailAbout("alert-d1");
        assertThat(mail.subject()).startsWith("High: isolation REFUSED");
        assertThat(mail.text()).contains("Machine.Isolate");
        assertThat(our.requestsToIsolate()).hasSize(1);
    }

    @Test
    void aDryRunDoesNotNeedTheRoleToIsolate() {
        our.standIn.login().withdraw("Machine.Isolate");
        our.with("isolation.mode", "dry-run").alertOn("d1");

        our.tick();

        assertThat(our.mailAbout("alert-d1").subject()).startsWith("[DRY RUN] High: would isolate");
    }

    @Test
    void withoutTheRoleToReadAlertsTheLogNamesItAndAllIsHandledOnceItIsGranted() {
        our.standIn.login().roles(Set.of("Machine.Read.All", "Machine.Isolate"));
        our.alertOn("d1");
        try (LogProbe log = new LogProbe()) {
            our.tick().tick();

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("Alert.Read.All"))
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("list-alerts", "admin consent", "nothing is lost"));
        }
        our.standIn.login().grant("Alert.Read.All");

        our.tickAfter(Duration.ofHours(1));

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        our.mailAbout("alert-d1");
    }

    @Test
    void withoutTheRoleToReadMachinesNothingIsIsolatedAndEveryAlertIsMailed() {
        our.standIn.login().withdraw("Machine.Read.All");
        threeAlertsOnTwoDevices();

        our.tick();

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.mails()).hasSize(3).allSatisfy(mail -> assertThat(mail.text())
                .contains("Machine.Read.All"));
    }

    @Test
    void anOutageIsSaidOnceItsEndIsSaidAndTheNextOneIsSaidAgain() {
        try (LogProbe log = new LogProbe()) {
            for (int outage = 0; outage < 2; outage++) {
                our.faults().always("list-alerts", Fault.status(503));
                our.tick().tick();
                our.faults().clear();
                our.tick().tick();
            }

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("503"))
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line).endsWith("route=poll-alerts"));
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("It works again"))
                    .hasSize(2);
            assertThat(log.errors()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-3 * 3600, -600, 600, 3 * 3600})
    void aClockThatDiffersFromDefendersLosesNoAlert(long seconds) {
        our.faults().clockSkew(Duration.ofSeconds(seconds));
        try (LogProbe log = new LogProbe()) {
            threeAlertsOnTwoDevices();
            our.tick();
            our.tenant().add(anAlert("next").severity("Medium"));
            our.tickAfter(Duration.ofMinutes(1)).tickAfter(Duration.ofMinutes(6));

            assertThat(log.lines()).filteredOn(line -> line.contains("clock")).isNotEmpty();
        }
        our.mailAbout("next");
        assertThat(our.mails()).hasSize(4);
        assertThat(our.requestsToIsolate()).hasSize(2);
    }

    @Test
    void aServiceThatDoesNotAcceptOrIsAskedForEachDeviceAlone() {
        our.faults().always("list-devices", Fault.refusesOr());
        threeAlertsOnTwoDevices();

        our.tick();

        assertTwoDevicesAreIsolatedOnceAndThreeMailsSent();
    }

    private void threeAlertsOnTwoDevices() {
        our.alertOn("d1");
        our.alertOn("d2");
        our.tenant().add(anAlert("second-on-d2").device("d2"));
    }

    private void assertTwoDevicesAreIsolatedOnceAndThreeMailsSent() {
        assertThat(our.tenant().actions()).extracting("machineId").containsExactlyInAnyOrder("d1", "d2");
        List<ReceivedMail> mails =
                our.mails().stream().filter(mail -> !isDelayed(mail)).toList();
        assertThat(mails)
                .extracting(mail -> mail.headers("X-Defender-Alert-Id").get(0))
                .containsExactlyInAnyOrder("alert-d1", "alert-d2", "second-on-d2");
        assertThat(mails)
                .extracting(ReceivedMail::subject)
                .allMatch(subject ->
                        subject.matches("High: (isolation requested|isolation already under way|already isolated) .*"));
    }

    /** Whether it only says that an alert waits for too long. */
    private static boolean isDelayed(ReceivedMail mail) {
        return mail.headers("X-Defender-Routes-Kind").contains("delayed");
    }
}
