package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.standin.Call;
import io.github.defenderroutes.standin.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The devices in danger come first, and nothing is asked that isolating does not need. */
class StormTest extends InAStorm {
    private static final Logger LOG = LoggerFactory.getLogger(StormTest.class);
    private static final int DEVICES = 500;
    private static final int IN_DANGER = 60;

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
    void aThousandAlertsOfOneInstantCostTenCallsMoreSincePagesOverlapByHalf() {
        our.with("alerts.page-size", "100");
        List<String> ids = storm(1_000, Duration.ZERO);

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
    void whileDefenderTakesItsTimeToIsolateOneGroupTheNextTwoAreLookedAt() throws Exception {
        List<String> ids = storm(400, Duration.ofSeconds(1));
        our.faults().hold("isolate");
        FutureTask<Void> tick = new FutureTask<>(our::tick, null);
        new Thread(tick).start();

        await().until(() -> our.tenant().actions().size() == 8
                && our.standIn.calls("list-devices").size() == 3);
        our.faults().clear();
        tick.get();

        assertAllHandled(ids);
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
}
