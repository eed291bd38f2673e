package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Audit.Entry;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.Reaction;
import io.github.defenderroutes.standin.ReceivedMail;
import io.github.defenderroutes.stops.PendingIsolations.Cancellation;
import io.github.defenderroutes.stops.Rehearsal.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kill switch: whatever happens, nothing in the tenant is changed, and everybody is told so. */
class KillSwitchTest {
    private static final Actor ADA = Actor.command("ada");
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final Installation our = new Installation();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void prepare() {
        file = folder.resolve("KILL");
        our.with("kill-switch.file", file.toString());
    }

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void anAlertMetMeanwhileIsToldAsNotIsolatedAndIsNotIsolatedLater() {
        our.tick();
        assertThat(our.app().desk().killSwitch().turnOn(ADA, "a drill")).isTrue();
        our.alertOn("d1");

        our.tickAfter(A_MINUTE);

        assertThat(our.mailAbout("alert-d1").text()).contains("the kill switch has been on since", "by ada: a drill");
        assertThat(our.app().desk().killSwitch().turnOff(ADA, "over")).isTrue();
        our.alertOn("d2");
        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);
        assertThat(our.acceptedIsolationsOf("d1")).isZero();
        assertThat(our.acceptedIsolationsOf("d2")).isOne();
    }

    @Test
    void theFileDoesTheSameWithoutARestart() throws IOException {
        our.tick();
        Files.createFile(file);
        our.alertOn("d1");

        our.tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.mailAbout("alert-d1").text()).contains("the kill switch is on: the file " + file + " is there");
        Files.delete(file);
        our.alertOn("d2");
        our.tickAfter(A_MINUTE);
        assertThat(our.acceptedIsolationsOf("d2")).isOne();
    }

    @Test
    void whatWasAskedForBeforeIsFollowedAndToldAllTheSame() {
        our.tenant().react("d1", Reaction.succeeds().pendingFor(Duration.ofMinutes(5)));
        our.alertOn("d1");
        our.tick();
        our.app().desk().killSwitch().turnOn(ADA, "a drill");

        our.tickAfter(Duration.ofMinutes(10)).tickAfter(A_MINUTE);

        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated");
    }

    @Test
    void whatIsPendingIsListedAndCancelledAndThatIsTold() {
        our.tenant().react("d1", Reaction.staysPending());
        our.alertOn("d1");
        our.tick();
        our.app().desk().killSwitch().turnOn(ADA, "a drill");
        assertThat(our.app().desk().pendingIsolations().list())
                .extracting(Isolation::deviceId)
                .containsExactly("d1");

        assertThat(our.app().desk().pendingIsolations().cancel(ADA, "a drill"))
                .singleElement()
                .returns(true, Cancellation::cancelled);

        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("cancelled");
        assertThat(our.app().desk().pendingIsolations().list()).isEmpty();
        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(audit()).extracting(Entry::action).contains("kill-switch-on", "cancel-isolation");
    }

    @Test
    void whatCannotBeCancelledIsSaid() {
        our.tenant().react("d1", Reaction.staysPending());
        our.alertOn("d1");
        our.tick();
        our.faults().next("cancel-machine-action", Fault.status(503));

        assertThat(our.app().desk().pendingIsolations().cancel(ADA, "a drill"))
                .singleElement()
                .returns(false, Cancellation::cancelled)
                .satisfies(outcome -> assertThat(outcome.said()).contains("503"));
        assertThat(our.app().desk().pendingIsolations().list()).hasSize(1);
    }

    @Test
    void theSocIsToldThatItWasTurnedOnAndOffAgain() {
        our.tick();
        our.app().desk().killSwitch().turnOn(ADA, "wrong devices");
        assertThat(our.app().desk().killSwitch().turnOn(ADA, "again")).isFalse();
        our.tickAfter(A_MINUTE);
        our.app().desk().killSwitch().turnOff(ADA, "cured");

        our.tickAfter(A_MINUTE);

        assertThat(our.mails())
                .extracting(ReceivedMail::subject)
                .containsExactly(
                        "Defender Routes: kill switch ON, nothing is changed any more",
                        "Defender Routes: kill switch off again");
        assertThat(our.mails().get(0).text()).contains("ada", "wrong devices", "kill-switch off --reason TEXT");
        assertThat(our.mails().get(1).text()).contains("the mode allows, which is enforce");
    }

    @Test
    void itStaysOnOverARestart() {
        our.tick();
        our.app().desk().killSwitch().turnOn(ADA, "a drill");
        our.stop();
        our.alertOn("d1");

        our.tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).isEmpty();
    }

    @Test
    void aCommentThatItKeepsBackIsWrittenWhenItIsOff() {
        our.standIn.login().grant("Alert.ReadWrite.All");
        our.with("alerts.write-back", "comment").alertOn("d1");
        our.tenant().react("d1", Reaction.succeeds().pendingFor(Duration.ofMinutes(5)));
        our.tick();
        int before = our.standIn.calls("update-alert").size();
        our.app().desk().killSwitch().turnOn(ADA, "a drill");
        our.tickAfter(Duration.ofMinutes(10)).tickAfter(A_MINUTE);
        assertThat(our.standIn.calls("update-alert")).hasSize(before);

        our.app().desk().killSwitch().turnOff(ADA, "over");

        our.tickAfter(Duration.ofMinutes(20)).tickAfter(A_MINUTE);
        assertThat(our.standIn.calls("update-alert").size()).isGreaterThan(before);
    }

    @Test
    void theRehearsalShowsThatEachGateRefusesAndChangesNothing() {
        our.with("isolation.mode", "dry-run").tick();
        int calls = our.standIn.calls().size();
        List<Entry> before = audit();

        List<Trial> trials = our.app().desk().rehearseKillSwitch();

        assertThat(trials).allMatch(Trial::right);
        assertThat(trials)
                .filteredOn(Trial::stopped)
                .extracting(Trial::what)
                .contains("decision to isolate, in the database", "isolate-device", "offboard-device");
        assertThat(trials)
                .filteredOn(trial -> !trial.stopped())
                .extracting(Trial::what)
                .containsExactly("cancel-machine-action", "release-device");
        assertThat(our.app().desk().killSwitch().standing().position()).isEmpty();
        assertThat(audit()).isEqualTo(before);
        assertThat(our.standIn.calls()).hasSize(calls);
    }

    @Test
    void anAlertThatDoesNotIsolateIsToldAsEver() {
        our.tick();
        our.app().desk().killSwitch().turnOn(ADA, "a drill");
        our.device("d1").tenant().add(anAlert("a1").device("d1").severity("Medium"));

        our.tickAfter(A_MINUTE);

        assertThat(our.mailAbout("a1").text()).doesNotContain("kill switch");
    }

    private List<Entry> audit() {
        List<Entry> entries = new ArrayList<>();
        our.app().desk().audit().since(Instant.EPOCH, entries::add);
        return entries;
    }
}
