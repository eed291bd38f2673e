package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.standin.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one call learns of many devices and alerts, and how long that counts. */
class SharedLooksTest extends InAStorm {
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
        our.with("alerts.workers", "1"); // or the second group is looked at with the first
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

    private void highAlerts(int devices) {
        IntStream.range(0, devices).forEach(i -> {
            our.device("d" + i);
            our.tenant().add(anAlert("alert-" + i).device("d" + i));
        });
    }

    private void finish(Map<String, Object> action) {
        our.tenant().finish(action.get("id").toString(), "Succeeded");
    }
}
