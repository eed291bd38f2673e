package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.standin.Call;
import io.github.defenderroutes.standin.ReceivedMail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job: a new High alert isolates its device, the SOC is told, and nothing else happens to anyone. */
class MainJobTest {
    private final Installation our = new Installation();

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void aHighAlertIsolatesItsDeviceAndAMailSaysThatItWasRequested() {
        our.tenant().add(aMachine("d1").name("ws-0042.corp.example").os("Windows11"));
        our.tenant().add(anAlert("da1_-1").severity("High").device("d1"));

        our.tick();

        assertThat(our.requestsToIsolate()).singleElement().satisfies(call -> {
            assertThat(call.path()).isEqualTo("/api/machines/d1/isolate");
            assertThat(call.body()).contains("\"IsolationType\":\"Full\"").contains("alert da1_-1");
        });
        ReceivedMail mail = our.mailAbout("da1_-1");
        assertThat(mail.subject())
                .isEqualTo("High: isolation requested – ws-0042.corp.example – Suspicious access to LSASS service");
        assertThat(mail.text()).contains("isolation REQUESTED, not yet confirmed");
        assertThat(mail.to()).containsExactly("soc@corp.example");
    }

    @Test
    void onlyHighIsolatesAndOnlyHighMediumAndTheUnknownAreMailed() {
        for (String severity : List.of("UnSpecified", "Informational", "Low", "Medium", "High", "Catastrophic")) {
            our.device("on-" + severity);
            our.tenant().add(anAlert("a-" + severity).severity(severity).device("on-" + severity));
        }
        our.device("on-null");
        our.tenant().add(anAlert("a-null").severity(null).device("on-null"));
        our.tenant().add(anAlert("a-number").set("severity", 5).device("on-null"));

        our.tick().tick();

        assertThat(our.tenant().actions()).extracting("machineId").containsExactly("on-High");
        assertThat(our.mails())
                .extracting(mail -> mail.headers("X-Defender-Alert-Id").get(0))
                .containsExactlyInAnyOrder("a-High", "a-Medium", "a-Catastrophic", "a-null", "a-number");
        assertThat(our.mailAbout("a-Catastrophic").text()).contains("We do not know this severity");
        assertThat(our.mailAbout("a-Medium").subject()).startsWith("Medium: not isolated");
    }

    @ParameterizedTest
    @CsvSource({
        "off, High: not isolated, Isolation is switched off",
        "dry-run, [DRY RUN] High: would isolate, this is a dry run",
        "approve, High: isolation waits for approval, a person must decide"
    })
    void inEveryOtherModeNothingIsSentAndTheMailSaysSo(String mode, String subject, String because) {
        our.with("isolation.mode", mode).with("approval.by", "command").alertOn("d1");

        our.tick();

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.mailAbout("alert-d1").subject()).startsWith(subject);
        assertThat(our.mailAbout("alert-d1").text()).contains(because);
    }

    @Test
    void everyHighAlertOfAnAllowedDeviceIsolatesItOnceAndIsMailedOnce() {
        for (int i = 0; i < 40; i++) {
            String severity = List.of("High", "Medium", "Low", "Informational").get(i % 4);
            String platform = List.of("Windows10", "Windows11", "macOS", "WindowsServer2022", "Ubuntu")
                    .get(i % 5);
            our.tenant().add(aMachine("d" + i).os(platform));
            our.tenant().add(anAlert("a" + i).severity(severity).device("d" + i));
        }

        our.tick().tick();

        assertThat(our.tenant().actions())
                .extracting("machineId")
                .containsExactlyInAnyOrder("d0", "d12", "d16", "d20", "d32", "d36");
        assertThat(our.requestsToIsolate()).hasSize(6);
        assertThat(our.mails())
                .extracting(mail -> mail.headers("X-Defender-Alert-Id").get(0))
                .hasSize(20)
                .doesNotHaveDuplicates()
                .allMatch(id -> Integer.parseInt(id.substring(1)) % 4 < 2);
    }

    @Test
    void anAlertThatStandsTwiceInTheListIsHandledOnce() {
        our.device("d1");
        our.tenant().add(anAlert("one").device("d1"));
        our.tenant().add(anAlert("the same").set("id", "one").device("d1"));

        our.tick().tick();

        assertThat(our.requestsToIsolate()).hasSize(1);
        our.mailAbout("one");
    }

    @Test
    void manyAlertsOnOneDeviceAreOneRequestAndAMailEach() {
        our.device("d1");
        for (int i = 0; i < 12; i++) {
            our.tenant().add(anAlert("a" + i).device("d1"));
        }
        our.faults().latency("list-machine-actions", Duration.ofMillis(200));
        our.faults().latency("isolate", Duration.ofMillis(200));

        our.ticksUntilQuiet();

        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(our.mails())
                .hasSize(12)
                .extracting(ReceivedMail::subject)
                .allMatch(subject ->
                        subject.matches("High: (isolation requested|isolation already under way|already isolated) .*"));
        assertThat(our.mails())
                .filteredOn(mail -> mail.subject().contains("isolation requested"))
                .hasSize(1);
    }

    @Test
    void aDeviceThatMustNotBeCutOffIsNotAndTheMailGivesTheReason() {
        our.tenant().add(aMachine("server").os("WindowsServer2022"));
        our.tenant().add(aMachine("tagged").tags("vip", "No-Isolation"));
        our.tenant().add(aMachine("merged").set("mergedIntoMachineId", "server"));
        our.tenant().add(aMachine("excluded").excluded("lab"));
        our.tenant().add(aMachine("unmanaged").onboarding("CanBeOnboarded"));
        our.tenant().add(aMachine("blank").os(null));
        our.tenant().add(aMachine("untaggable").without("machineTags"));
        List.of("server", "tagged", "merged", "excluded", "unmanaged", "blank", "untaggable")
                .forEach(device -> our.tenant().add(anAlert("alert-" + device).device(device)));

        our.tick();

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.mailAbout("alert-server").text()).contains("isolation.os-platforms does not list it");
        assertThat(our.mailAbout("alert-tagged").text()).contains("The device carries the tag no-isolation");
        assertThat(our.mailAbout("alert-merged").text()).contains("The device record was merged into another");
        assertThat(our.mailAbout("alert-excluded").text()).contains("The device is excluded in Defender");
        assertThat(our.mailAbout("alert-unmanaged").text()).contains("The device is not onboarded");
        assertThat(our.mailAbout("alert-blank").text()).contains("The device's platform cannot be read");
        assertThat(our.mailAbout("alert-untaggable").text()).contains("The device's tags cannot be read");
    }

    @Test
    void anAlertWithoutAReadableDeviceIsMailedAndIsolatesNothing() {
        our.device("d1");
        our.tenant().add(anAlert("nowhere"));
        our.tenant().add(anAlert("unheard-of").device("no-such-device"));
        our.tenant().add(anAlert("numbered").set("machineId", 17));
        our.tenant().add(anAlert("by-name").device("d1.corp.example"));

        our.tick();

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.mailAbout("nowhere").subject()).startsWith("High: no device");
        assertThat(our.mailAbout("unheard-of").text()).contains("The device could not be read");
        assertThat(our.mailsAbout("numbered")).hasSize(1);
        assertThat(our.mailsAbout("by-name")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"${camelContext.stop}", "x,y", "../../alerts/x?", "a') or true", "a\r\nX-Evil: 1", "d1 "})
    void aHostileDeviceIdIsOnlyAnUnknownDevice(String deviceId) {
        our.device("d1");
        our.tenant().add(anAlert("a1").set("machineId", deviceId));
        our.alertOn("d2");

        our.tick();

        assertThat(our.tenant().actions()).extracting("machineId").containsExactly("d2");
        assertThat(our.mailAbout("a1").text()).contains("The device could not be read");
    }

    @Test
    void anAlertOlderThanTheMaximumAgeOrResolvedOrUndatedOrFromTheFutureIsMailedOnly() {
        our.with("alerts.backfill", "1d").device("d1");
        Instant now = our.clock.instant();
        our.tenant().add(anAlert("old").device("d1").createdAt(now.minus(Duration.ofHours(7))));
        our.tenant().add(anAlert("resolved").device("d1").status("Resolved"));
        our.tenant().add(anAlert("odd").device("d1").status("Napping"));
        our.tenant().add(anAlert("future").device("d1").createdAt(now.plus(Duration.ofHours(1))));
        our.tenant().add(anAlert("undated").device("d1").without("alertCreationTime"));

        our.tick();

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.mailAbout("old").text()).contains("Older than isolation.max-age = 6h");
        assertThat(our.mailAbout("resolved").text()).contains("The alert is already resolved");
        assertThat(our.mailAbout("odd").text()).contains("We do not know this status");
        assertThat(our.mailAbout("future").text()).contains("lies in the future");
        assertThat(our.mailAbout("undated").text()).contains("creation time cannot be read");
    }

    @Test
    void anAlertThatIsResolvedBetweenTheListAndTheRequestIsolatesNothing() {
        our.with("isolation.fresh", "0s").alertOn("d1");
        our.faults().latency("get-device", Duration.ofSeconds(1));

        our.app().start();
        await().until(() -> !our.standIn.calls("get-device").isEmpty());
        our.tenant().resolve("alert-d1");

        ReceivedMail mail = our.standIn.mails().await(1, Duration.ofSeconds(20)).get(0);
        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(mail.subject()).startsWith("High: isolation stopped");
        assertThat(mail.text()).contains("on a fresh look: The alert is already resolved");
    }

    @Test
    void theTypeOfIsolationIsTheOneThatIsSet() {
        our.with("isolation.type", "Selective").alertOn("d1");

        our.tick();

        assertThat(our.requestsToIsolate())
                .singleElement()
                .extracting(Call::body)
                .asString()
                .contains("\"IsolationType\":\"Selective\"");
    }

    @Test
    void beyondTheCapNoDeviceIsCutOffAndAMailAsksAboutTheOthers() {
        our.with("isolation.cap.per-hour", "2").with("isolation.cap.per-day", "2");
        for (int i = 0; i < 5; i++) {
            our.alertOn("d" + i);
        }

        our.tick().tickAfter(Duration.ofSeconds(61));

        assertThat(our.tenant().actions()).hasSize(2);
        assertThat(our.mails())
                .filteredOn(mail -> mail.subject().contains("3 devices wait for approval"))
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).contains("isolation WAITS FOR APPROVAL, limit reached"));
    }

    @Test
    void anAlertHandedInByItsIdIsTheSameAlertAsFromThePoll() {
        our.alertOn("d1");

        assertThat(our.handle("alert-d1")).isEqualTo("done");
        our.tick();
        assertThat(our.handle("alert-d1")).isEqualTo("done");

        assertThat(our.requestsToIsolate()).hasSize(1);
        our.mailAbout("alert-d1");
    }

    @Test
    void anIdThatDefenderDoesNotKnowChangesNothing() {
        assertThat(our.handle("no-such-alert")).isEqualTo("unknown");

        our.alertOn("d1");
        our.tick();
        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(our.mails()).hasSize(1);
    }
}
