package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.ReceivedMail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many alerts at once are told in few mails, and none is left out or told twice; what waits too long is told as well. */
class MailStormTest {
    private static final int ALERTS = 200;
    private static final int DEVICES = 8;

    private final Installation our = new Installation();

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void twoHundredAlertsAreAMailForEachDeviceAndEveryIdStandsInExactlyOne() {
        storm("High");

        our.ticksUntilQuiet();

        assertThat(our.mails()).hasSizeBetween(DEVICES, 3 * DEVICES);
        assertEachToldOnce();
        assertThat(our.requestsToIsolate()).hasSize(DEVICES);
        ReceivedMail digest = our.mailsAbout("a0").get(0);
        assertThat(digest.subject()).startsWith("High: ").contains("alerts on device-0.corp.example");
        for (String id : idsIn(digest)) {
            assertThat(digest.text()).contains(id);
            assertThat(digest.html()).contains(id);
        }
        assertThat(digest.text()).contains("DEVICE-0.CORP.EXAMPLE").doesNotContain("DEVICE-1.CORP.EXAMPLE");
    }

    @Test
    void theFirstMailAboutADeviceSaysThatItsIsolationIsRequestedAndComesAtOnce() {
        storm("High");

        our.tick();

        for (int device = 0; device < DEVICES; device++) {
            String name = "device-" + device + ".corp.example";
            assertThat(our.mails())
                    .filteredOn(mail -> mail.subject().contains(name))
                    .anySatisfy(mail -> assertThat(mail.text()).contains("isolation REQUESTED, not yet confirmed"));
        }
    }

    @Test
    void byTimeItIsOneMailForAll() {
        our.with("mail.digest.by", "time");
        storm("Medium");

        our.ticksUntilQuiet();

        assertThat(our.mails()).hasSize(1);
        assertThat(our.mails().get(0).subject()).contains("200 alerts on 8 devices");
        assertThat(our.mails().get(0).headers("X-Defender-Routes-Kind")).containsExactly("alert");
        assertEachToldOnce();
    }

    @Test
    void whatComesWithinTheWindowIsToldTogetherAtItsEnd() {
        our.with("mail.digest.by", "time");
        storm("Medium");
        our.tick();
        for (int i = 0; i < 5; i++) {
            our.tenant().add(anAlert("later-" + i).severity("Medium").device("device-0"));
            our.tickAfter(Duration.ofSeconds(30));
        }
        assertThat(our.mails()).hasSize(1);

        our.tickAfter(Duration.ofMinutes(3));

        assertThat(our.mails()).hasSize(2);
        assertThat(idsIn(our.mails().get(1)))
                .containsExactlyInAnyOrder("later-0", "later-1", "later-2", "later-3", "later-4");
    }

    @Test
    void anIsolationThatIsRequestedDuringTheWindowIsToldAtOnce() {
        our.with("mail.digest.by", "time");
        storm("Medium");
        our.tick();

        our.alertOn("d1");
        our.tick();

        assertThat(our.mailAbout("alert-d1").text()).contains("isolation REQUESTED");
    }

    @Test
    void offMeansAMailEach() {
        our.with("mail.digest.by", "off");
        storm("Medium");

        our.ticksUntilQuiet();

        assertThat(our.mails()).hasSize(ALERTS);
        assertEachToldOnce();
    }

    @Test
    void aDigestThatIsRefusedIsKeptLikeAnyMail() {
        our.with("mail.digest.by", "time");
        our.standIn.mails().refuseNext("451 4.3.0 Try again later");
        storm("Medium");
        our.tick();
        assertThat(our.mails()).isEmpty();

        our.stop().ticksUntilQuiet();

        assertThat(our.mails()).hasSize(1);
        assertEachToldOnce();
    }

    @Test
    void aHighAlertThatIsNotHandledInTimeIsToldOnceWithTheReasonAndHandledLater() {
        our.faults().during("get-device", Duration.ofHours(2), Fault.status(503));
        our.alertOn("d1");
        our.tick().tickAfter(Duration.ofMinutes(5));
        assertThat(our.mails()).isEmpty();

        our.tickAfter(Duration.ofMinutes(6)).tickAfter(Duration.ofMinutes(20)).stop();
        our.tickAfter(Duration.ofMinutes(20));

        ReceivedMail delayed = our.mailAbout("alert-d1");
        assertThat(delayed.headers("X-Defender-Routes-Kind")).containsExactly("delayed");
        assertThat(delayed.subject()).startsWith("High: NOT HANDLED YET – d1.corp.example");
        assertThat(delayed.text()).contains("Defender failed at get-device", "min ago", "alerts/alert-d1");

        our.clock.advance(Duration.ofHours(2));
        our.ticksUntilQuiet();
        assertThat(our.acceptedIsolationsOf("d1")).isEqualTo(1);
        assertThat(our.mailsAbout("alert-d1")).hasSize(2);
    }

    private void storm(String severity) {
        for (int i = 0; i < DEVICES; i++) {
            our.tenant().add(aMachine("device-" + i).name("device-" + i + ".corp.example"));
        }
        for (int i = 0; i < ALERTS; i++) {
            our.tenant().add(anAlert("a" + i).severity(severity).device("device-" + i % DEVICES));
        }
    }

    private void assertEachToldOnce() {
        List<String> told = new ArrayList<>();
        our.mails().forEach(mail -> told.addAll(idsIn(mail)));
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, ALERTS).mapToObj(i -> "a" + i).toList());
    }

    private static List<String> idsIn(ReceivedMail mail) {
        return mail.headers("X-Defender-Alert-Id");
    }
}
