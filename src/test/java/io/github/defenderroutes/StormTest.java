package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.standin.Call;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many alerts at once and few calls: the devices in danger come first, and nothing is asked that isolating does not need. */
class StormTest {
    private static final Logger LOG = LoggerFactory.getLogger(StormTest.class);
    private static final int DEVICES = 500;
    private static final int IN_DANGER = 60;

    private final Installation our = new Installation()
            .with("isolation.cap.per-hour", "off")
            .with("isolation.cap.per-day", "off")
            .with(
                    "isolation.settle",
                    "60s") // as shipped: what another alert learnt counts for longer than a test takes
            .with("mail.severities", "High");

    @BeforeEach
    void grantOnlyTheDocumentedQuota() {
        our.faults().quota(Faults.ANY, 100, 1_500);
    }

    @AfterEach
    void stop() {
        our.close();
    }

    // ---- the storm

    @Test
    void tenThousandAlertsAtOnceAreAllHandledAndSixtyDevicesIsolatedInsideTheFirstQuotaMinute() {
        List<String> ids = storm(10_000, Duration.ofMillis(2));
        Instant begin = our.clock.instant();

        our.tick();
        Duration took = Duration.between(begin, our.clock.instant());

        LOG.warn("10,000 alerts in {} ms, calls {}", took.toMillis(), byOperation());
        assertAllHandled(ids);
        assertEveryDeviceInDangerIsIsolatedOnce();
        assertThat(our.requestsToIsolate()).extracting(Call::at).allSatisfy(at -> assertThat(at)
                .isBefore(firstCall().plusSeconds(60)));
        assertThat(calls()).as("all calls: %s", byOperation()).hasSizeLessThanOrEqualTo(90);
        assertThat(calls().size() - our.standIn.calls("list-alerts").size())
                .as("calls that serve isolating: %s", byOperation())
                .isLessThanOrEqualTo(IN_DANGER * 14 / 10);
    }

    @Test
    void tenThousandAlertsOfOneInstantCostTenCallsMoreSincePagesOverlapByHalf() {
        List<String> ids = storm(10_000, Duration.ZERO);

        our.tick();

        assertAllHandled(ids);
        assertEveryDeviceInDangerIsIsolatedOnce();
        assertThat(calls()).as("all calls: %s", byOperation()).hasSizeLessThan(100);
    }

    @Test
    void theDevicesInDangerAreIsolatedBeforeTheSecondPageIsAskedFor() {
        our.with("alerts.page-size", "50");
        storm(400, Duration.ofSeconds(1));

        our.tick();

        List<String> order = calls().stream().map(Call::operation).toList();
        int lastIsolation = order.lastIndexOf("isolate");
        assertThat(order.subList(0, lastIsolation))
                .filteredOn("list-alerts"::equals)
                .hasSizeLessThanOrEqualTo(3); // the first page, and those that may isolate
        assertEveryDeviceInDangerIsIsolatedOnce();
    }

    @Test
    void severeAlertsThatFillAPageThemselvesAreReadToTheEndBeforeTheOthers() {
        our.with("alerts.page-size", "40");
        List<String> ids = storm(1_000, Duration.ofSeconds(1)); // 60 of them High

        our.tick();

        assertAllHandled(ids);
        List<Call> lists = our.standIn.calls("list-alerts");
        assertThat(lists.get(0).query().get("$filter")).doesNotContain("severity");
        assertThat(lists.subList(1, 3))
                .allSatisfy(call -> assertThat(call.query().get("$filter")).contains("severity eq 'High'"));
        assertThat(lists.subList(3, lists.size()))
                .allSatisfy(call -> assertThat(call.query().get("$filter")).doesNotContain("severity"));
    }

    @Test
    void aStormLeavesTheCursorToTheOrdinaryPages() {
        our.with("alerts.page-size", "40");
        List<String> ids = storm(200, Duration.ofSeconds(1));
        our.faults().next("list-alerts", Fault.none(), Fault.none(), Fault.status(503));

        our.tick(); // the first page and the High ones; the second page fails
        our.tickAfter(Duration.ofMinutes(1));

        assertAllHandled(ids);
        assertEveryDeviceInDangerIsIsolatedOnce();
    }

    @Test
    void whereTheQuestionForSevereAlertsIsRefusedTheWalkGoesOnWithoutIt() {
        our.with("alerts.page-size", "40");
        List<String> ids = storm(200, Duration.ofSeconds(1));
        our.faults().next("list-alerts", Fault.none(), Fault.status(400));

        our.tick();

        assertAllHandled(ids);
        assertEveryDeviceInDangerIsIsolatedOnce();
    }

    @Test
    void inAStormAlertsThatIsolateNothingAreToldWithoutDeviceFactsAndTheReason() {
        our.with("alerts.page-size", "2").with("mail.severities", "High, Medium");
        medium("m1", "d1");
        medium("m2", "d2");
        medium("m3", "d3");

        our.tick();

        assertThat(our.standIn.calls("get-device")).isEmpty();
        assertThat(our.standIn.calls("list-devices")).isEmpty();
        assertThat(our.mailAbout("m2").text())
                .contains("No facts about the device: not asked for, since more than 2 alerts wait");
    }

    @Test
    void inQuietTimesAlertsThatIsolateNothingAreToldWithTheirDevice() {
        our.with("mail.severities", "High, Medium");
        medium("m1", "d1");
        medium("m2", "d2");

        our.tick();

        assertThat(our.standIn.calls("list-devices")).hasSize(1);
        assertThat(looks()).isEmpty();
        assertThat(our.mailAbout("m2").text()).contains("Windows11").doesNotContain("No facts");
    }

    // ---- the look ahead and the world

    @Test
    void whereSeveralIdsAreRefusedEachDeviceIsLookedAtAlone() {
        our.faults().always("list-devices", Fault.refusesOr()).always("list-machine-actions", Fault.refusesOr());
        highAlerts(5);

        our.tick();

        assertIsolatedOnce(5);
        assertThat(our.standIn.calls("get-device")).hasSize(5);
        assertThat(looks()).hasSize(5);
    }

    @Test
    void aDeviceThatIsMissingInTheAnswerForAllIsReadAlone() {
        our.faults().always("list-devices", Fault.pageCap(3));
        highAlerts(5);

        our.tick();

        assertIsolatedOnce(5);
        assertThat(our.standIn.calls("get-device")).hasSize(2);
    }

    @Test
    void machineActionsThatAreNotAllInTheAnswerForAllAreReadForEachDeviceAlone() {
        highAlerts(5);
        for (int i = 0; i < 5; i++) {
            finish(our.tenant().startAction("Isolate", "d" + i, "analyst@corp.example", "by hand"));
        }
        our.faults().next("list-machine-actions", Fault.pageCap(3));

        our.tick();

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(looks()).hasSize(6);
        assertThat(our.mails()).hasSize(5).allSatisfy(mail -> assertThat(mail.subject())
                .startsWith("High: already isolated"));
    }

    @Test
    void whenTheQuestionForAllIsThrottledTheAlertsWaitAndNoneIsAskedForAlone() {
        highAlerts(20);
        our.faults().next("list-devices", Fault.throttled("40"));

        our.tick();
        assertThat(our.standIn.calls("get-device")).isEmpty();
        assertThat(our.requestsToIsolate()).isEmpty();
        our.tickAfter(Duration.ofSeconds(41));

        assertIsolatedOnce(20);
        assertThat(our.standIn.calls("get-device")).isEmpty();
    }

    @Test
    void whenTheMachineActionsOfAllCannotBeReadTheAlertsWaitAndNoneIsAskedForAlone() {
        highAlerts(20);
        our.faults().next("list-machine-actions", Fault.reset());

        our.tick();
        assertThat(looks()).hasSize(1);
        assertThat(our.requestsToIsolate()).isEmpty();
        our.tickAfter(Duration.ofMinutes(1));

        assertIsolatedOnce(20);
    }

    @Test
    void whenNoDeviceCanBeReadAlertsThatIsolateNothingAreToldAllTheSame() {
        our.with("mail.severities", "High, Medium");
        our.faults().always("list-devices", Fault.status(503)).always("get-device", Fault.reset());
        medium("m1", "d1");
        medium("m2", "d2");
        our.tick();
        medium("alone", "d3");

        our.tick();

        assertThat(our.mailAbout("m1").text())
                .contains("No facts about the device: Defender failed at list-devices: 503");
        assertThat(our.mailAbout("alone").text()).contains("No facts about the device: ");
        assertThat(our.standIn.calls("get-device")).hasSize(1);
    }

    @Test
    void afterAnOutageDueAlertsAreReadAndLookedAtTogether() {
        highAlerts(60);
        our.faults().during("list-devices", Duration.ofMinutes(20), Fault.status(503));
        our.tick();
        medium("later", "elsewhere"); // moves the poll on
        our.clock.advance(Duration.ofMinutes(25));
        medium("much-later", "elsewhere");
        our.tick();
        our.standIn.forgetCalls();

        our.tickAfter(Duration.ofMinutes(1)).tickAfter(Duration.ofMinutes(1));

        assertIsolatedOnce(60);
        assertThat(calls()).as("calls: %s", byOperation()).hasSizeLessThanOrEqualTo(60 * 14 / 10);
        assertThat(our.standIn.calls("get-alert")).isEmpty();
    }

    @Test
    void whereSeveralDueAlertsCannotBeAskedForTogetherEachIsReadAlone() {
        our.faults().during("list-devices", Duration.ofMinutes(5), Fault.status(503));
        highAlerts(3);
        our.tick();
        medium("later", "elsewhere"); // moves the poll on
        our.tickAfter(Duration.ofMinutes(25));
        our.faults().always("list-alerts", Fault.refusesOr());

        our.ticksUntilQuiet();

        assertIsolatedOnce(3);
    }

    @Test
    void dueAlertsThatTheAnswerForAllDoesNotShowAreReadAloneAndParkedIfTheyAreGone() {
        our.faults().during("list-devices", Duration.ofMinutes(5), Fault.status(503));
        highAlerts(3);
        our.tick();
        our.tenant()
                .add(anAlert("alert-1")
                        .device("d1")
                        .visibleFrom(our.clock.instant().plus(Duration.ofDays(1))));

        our.tickAfter(Duration.ofMinutes(30)).tickAfter(Duration.ofMinutes(10)).ticksUntilQuiet();

        assertThat(our.mailsAbout("alert-1")).singleElement().satisfies(mail -> assertThat(
                        mail.headers("X-Defender-Routes-Kind"))
                .containsExactly("parked"));
        assertThat(our.acceptedIsolationsOf("d1")).isZero();
        assertThat(our.acceptedIsolationsOf("d2")).isOne();
    }

    // ---- fresh

    @Test
    void withFreshZeroEverythingIsReadAgainBeforeEachRequest() {
        our.with("isolation.fresh", "0s");
        highAlerts(3);

        our.tick();

        assertIsolatedOnce(3);
        assertThat(our.standIn.calls("get-alert")).hasSize(3);
        assertThat(our.standIn.calls("get-device")).hasSize(3);
        assertThat(looks()).hasSize(3);
    }

    @Test
    void anIsolationCostsNoReadMoreThanItNeeds() {
        our.alertOn("d1");

        our.tick();

        assertThat(byOperation())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "follow", 1L, "list-alerts", 1L, "get-device", 1L, "list-machine-actions", 1L, "isolate", 1L));
    }

    @Test
    void whatHappenedToDeviceOrAlertSinceALookThatIsNotFreshAnyMoreIsSeen() {
        highAlerts(4);
        duringTheFirst("list-machine-actions", () -> {
            our.clock.advance(Duration.ofSeconds(31));
            our.tenant().add(aMachine("d0").tags("no-isolation"));
            our.tenant().resolve("alert-1");
            finish(our.tenant().startAction("Unisolate", "d2", "analyst@corp.example", "false alarm"));
        });

        assertThat(our.tenant().actions())
                .filteredOn(action -> action.get("type").equals("Isolate"))
                .extracting(action -> action.get("machineId"))
                .containsExactly("d3");
        assertThat(our.mailAbout("alert-0").text()).contains("The device carries the tag no-isolation");
        assertThat(our.mailAbout("alert-1").text()).contains("The alert is already resolved");
        assertThat(our.mailAbout("alert-2").text()).contains("released");
    }

    @Test
    void whatHappenedToDeviceOrAlertWithinIsolationFreshIsNotLookedFor() {
        highAlerts(2);
        duringTheFirst("list-machine-actions", () -> our.clock.advance(Duration.ofSeconds(20)));

        assertIsolatedOnce(2);
        assertThat(byOperation())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "follow",
                        1L,
                        "list-alerts",
                        1L,
                        "list-devices",
                        1L,
                        "list-machine-actions",
                        1L,
                        "isolate",
                        2L));
    }

    @Test
    void alertsWhoseTurnComesLateAreReadAgainTogether() {
        highAlerts(24);
        duringTheFirst("isolate", () -> {
            our.clock.advance(Duration.ofSeconds(31));
            our.tenant().resolve("alert-23");
        });

        assertThat(our.tenant().actions()).hasSize(23);
        assertThat(our.mailAbout("alert-23").text()).contains("The alert is already resolved");
        assertThat(our.standIn.calls("list-alerts"))
                .filteredOn(call -> call.query().get("$filter").contains("id eq 'alert-23'"))
                .hasSize(1);
    }

    @Test
    void inADryRunMachineActionsAreNotAskedFor() {
        our.with("isolation.mode", "dry-run");
        highAlerts(5);

        our.tick();

        assertThat(looks()).isEmpty();
        assertThat(our.standIn.calls("list-devices")).hasSize(1);
        assertThat(our.mails()).hasSize(5).allSatisfy(mail -> assertThat(mail.subject())
                .startsWith("[DRY RUN] High: would isolate"));
    }

    /** Ticks, and lets something happen while the first call of this operation is under way. */
    private void duringTheFirst(String operation, Runnable event) {
        our.faults().next(operation, Fault.slow(Duration.ofSeconds(2)));
        CompletableFuture<Void> tick = CompletableFuture.runAsync(our::tick);
        await().until(() -> !our.standIn.calls(operation).isEmpty());
        event.run();
        tick.join();
    }

    // ---- how the tenant looks

    /** Every tenth alert of the given, but at least 60, is High, and all of these are on 60 of the 500 devices. */
    private List<String> storm(int alerts, Duration apart) {
        for (int i = 0; i < DEVICES; i++) {
            our.device("d" + i);
        }
        int high = Math.max(IN_DANGER, alerts * 6 / 100);
        Instant first = our.clock.instant().minus(apart.multipliedBy(alerts)).minusSeconds(1);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < alerts; i++) {
            boolean isHigh = (long) i * high / alerts != (long) (i + 1) * high / alerts;
            int device = isHigh ? (int) ((long) i * high / alerts % IN_DANGER) : i % DEVICES;
            our.tenant()
                    .add(anAlert("a" + i)
                            .severity(isHigh ? "High" : i % 3 == 0 ? "Medium" : "Low")
                            .device("d" + device)
                            .createdAt(first.plus(apart.multipliedBy(i))));
            ids.add("a" + i);
        }
        return ids;
    }

    private void highAlerts(int devices) {
        IntStream.range(0, devices).forEach(i -> {
            our.device("d" + i);
            our.tenant().add(anAlert("alert-" + i).device("d" + i));
        });
    }

    private void medium(String id, String device) {
        our.device(device);
        our.tenant().add(anAlert(id).severity("Medium").device(device));
    }

    private void finish(Map<String, Object> action) {
        our.tenant().finish(action.get("id").toString(), "Succeeded");
    }

    // ---- what was done

    private List<Call> calls() {
        return our.standIn.calls().stream()
                .filter(call -> !call.operation().equals("token"))
                .toList();
    }

    /** Looks at machine actions before a request. */
    private List<Call> looks() {
        return calls().stream()
                .filter(call -> purpose(call).equals("list-machine-actions"))
                .toList();
    }

    /** The operation; what follow-isolations asks for, by time and not by device, is told apart. */
    private static String purpose(Call call) {
        boolean follows = call.operation().equals("list-machine-actions")
                && !call.query().get("$filter").contains("machineId");
        return follows ? "follow" : call.operation();
    }

    private Map<String, Long> byOperation() {
        return calls().stream().collect(Collectors.groupingBy(StormTest::purpose, Collectors.counting()));
    }

    private Instant firstCall() {
        return calls().get(0).at();
    }

    private void assertAllHandled(List<String> ids) {
        assertThat(our.app().ledger().claims().open()).isEmpty();
        assertThat(ids).allMatch(id -> our.app().ledger().claims().state(id).equals(Optional.of("done")));
    }

    private void assertEveryDeviceInDangerIsIsolatedOnce() {
        assertIsolatedOnce(IN_DANGER);
    }

    private void assertIsolatedOnce(int devices) {
        assertThat(our.tenant().actions())
                .extracting(action -> action.get("machineId"))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, devices).mapToObj(i -> "d" + i).toList());
    }
}
