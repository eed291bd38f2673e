package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.defenderroutes.guardrails.Guardrails;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Audit;
import io.github.defenderroutes.ledger.CutOff;
import io.github.defenderroutes.ledger.Releases.Outcome;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.Reaction;
import io.github.defenderroutes.standin.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A device is let back in by a person: once, told truly, whatever fails on the way. */
class ReleaseTest extends Releasing {
    // ---- asked for

    @Test
    void aReleaseIsToldOnlyWhenDefenderReportsThatTheDeviceIsBack() {
        isolated("d1");
        our.tenant().react("d1", Reaction.staysPending());

        assertThat(request("d1")).isEqualTo(Outcome.WANTED);
        our.tickAfter(A_MINUTE);
        assertThat(requestsToRelease()).singleElement().satisfies(call -> assertThat(call.body())
                .contains("released by jane: it was a false alarm, ref "));
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated");
        finishRelease("d1", "Succeeded");
        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated", "released");
        assertThat(last("alert-d1").text()).contains("it was a false alarm", "By:             jane");
        assertThat(requestsToRelease()).hasSize(1);
        assertThat(releases().list()).isEmpty();
        assertThat(audit())
                .extracting(Audit.Entry::action, Audit.Entry::who, Audit.Entry::subject)
                .contains(tuple("release", "jane", "d1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "dry-run", "approve"})
    void whatWeCutOffIsLetBackInWhateverTheModeIsNow(String mode) {
        isolated("d1");
        our.stop().with("isolation.mode", mode).with("approval.by", "command");

        request("d1");
        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(requestsToRelease()).hasSize(1);
        assertThat(our.tenant().isolatedDevices()).isEmpty();
        assertThat(last("alert-d1").subject()).startsWith("High: released from isolation");
    }

    @Test
    void theKillSwitchStopsNoRelease() {
        isolated("d1");
        our.app().desk().killSwitch().turnOn(JANE, "something is wrong");

        request("d1");
        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(our.tenant().isolatedDevices()).isEmpty();
        assertThat(last("alert-d1").subject()).startsWith("High: released from isolation");
    }

    @Test
    void whatSomebodyElseIsolatedIsNotReleasedByUs() {
        our.device("d1");
        our.tenant().startAction("Isolate", "d1", "analyst@corp.example", "by hand");
        our.alertOn("d1");
        our.tick();

        assertThat(request("d1")).isEqualTo(Outcome.NOT_OURS);
        our.tickAfter(A_MINUTE);

        assertThat(requestsToRelease()).isEmpty();
        assertThat(our.mailAbout("alert-d1").text()).doesNotContain("defender-routes.jar release");
    }

    @Test
    void aSecondPersonWhoAsksAgainSendsNothingAgain() {
        isolated("d1");
        our.tenant().react("d1", Reaction.staysPending());
        request("d1");
        our.tickAfter(A_MINUTE);

        assertThat(releases()
                        .request(isolation("d1").isolation().id(), Actor.page("joe"), "me too")
                        .outcome())
                .isEqualTo(Outcome.ALREADY);
        our.tickAfter(A_MINUTE);

        assertThat(requestsToRelease()).hasSize(1);
        assertThat(audit()).extracting(Audit.Entry::who).contains("jane", "joe");
    }

    @Test
    void aReleaseNeedsAReason() {
        isolated("d1");

        assertThatThrownBy(() -> releases().request(isolation("d1").isolation().id(), JANE, " "))
                .hasMessage("A release needs a reason. To fix: say in a few words why.");
    }

    @Test
    void anIsolationThatHasNotTakenEffectIsCalledOff() {
        our.tenant().react("d1", Reaction.staysPending());
        our.alertOn("d1");
        our.tick();

        request("d1");
        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(requestsToRelease()).isEmpty();
        assertThat(our.tenant().acceptedIsolations("d1").get(0)).containsEntry("status", "Cancelled");
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("cancelled");
        assertThat(last("alert-d1").text()).contains("it was a false alarm", "jane");
    }

    @Test
    void afterAReleaseNoOlderAlertIsolatesTheDeviceAgain() {
        isolated("d1");
        var older = anAlert("older").device("d1").createdAt(our.clock.instant());
        request("d1");
        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        our.tenant().add(older);
        our.tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(our.mailAbout("older").subject()).startsWith("High: isolation stopped");
    }

    // ---- what may go wrong

    @Test
    void aCrashBetweenTheWishAndTheRequestLosesNothing() {
        isolated("d1");
        request("d1");

        our.stop().tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(requestsToRelease()).hasSize(1);
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated", "released");
    }

    @Test
    void aCrashAfterTheGateAndBeforeTheRequestIsLookedIntoAndThenSentOnce() {
        our.with("isolation.settle", "60s");
        isolated("d1");
        request("d1");
        assertThat(our.app().ledger().isolations().release("d1")).isTrue();

        our.stop().tickAfter(Duration.ofSeconds(30));
        assertThat(requestsToRelease()).as("too early to know").isEmpty();
        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(requestsToRelease()).hasSize(1);
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated", "released");
    }

    @Test
    void aLostAnswerThatWasCarriedOutIsOneRequest() {
        isolated("d1");
        our.faults().next("unisolate", Fault.status(504).butCarriedOut());
        request("d1");

        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(requestsToRelease()).hasSize(1);
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated", "released");
        assertThat(last("alert-d1").text()).contains("it was a false alarm");
    }

    @Test
    void aLostAnswerOfWhichNothingCameIsAskedAgain() {
        isolated("d1");
        our.faults().next("unisolate", Fault.status(503));
        request("d1");

        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(requestsToRelease()).hasSize(2);
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated", "released");
    }

    @ParameterizedTest
    @EnumSource(Tenant.Duplicates.class)
    void aReleaseThatAPersonAskedForAtTheSameTimeIsFollowed(Tenant.Duplicates answer) {
        isolated("d1");
        our.tenant().duplicates(answer).react("d1", Reaction.staysPending());
        our.tenant().startAction("Unisolate", "d1", "analyst@corp.example", "by hand");
        request("d1");

        our.tickAfter(A_MINUTE);
        finishRelease("d1", "Succeeded");
        our.tickAfter(A_MINUTE);

        assertThat(requestsToRelease()).isEmpty();
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated", "released");
    }

    @Test
    void throttlingIsWaitedOutWithoutALook() {
        isolated("d1");
        our.faults().next("unisolate", Fault.throttled("5"));
        request("d1");

        our.tickAfter(A_MINUTE).tickAfter(Duration.ofSeconds(20)).tickAfter(A_MINUTE);

        assertThat(requestsToRelease()).hasSize(2);
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated", "released");
    }

    @Test
    void aReleaseThatFailsIsToldAndCanBeAskedForAgain() {
        isolated("d1");
        our.tenant().react("d1", Reaction.staysPending());
        request("d1");
        our.tickAfter(A_MINUTE);
        finishRelease("d1", "Failed");
        our.tickAfter(A_MINUTE);

        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated", "release-failed");
        assertThat(last("alert-d1").subject()).startsWith("High: NOT released");
        assertThat(isolation("d1").isolation().state()).isEqualTo("isolated");
        our.tenant().react("d1", Reaction.succeeds());
        assertThat(request("d1")).isEqualTo(Outcome.WANTED);
        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated", "release-failed", "released");
    }

    @Test
    void aReleaseThatFailsIsToldThoughAnotherAlertMetTheDeviceBefore() {
        isolated("d1");
        our.tenant().react("d1", Reaction.staysPending());
        request("d1");
        our.tickAfter(A_MINUTE);
        our.clock.advance(Duration.ofMinutes(2));
        finishRelease("d1", "Failed");
        our.tenant().add(anAlert("second").device("d1").createdAt(our.clock.instant()));
        our.tick();
        assertThat(isolation("d1").isolation().state()).isEqualTo("isolated");

        our.tickAfter(Duration.ofMinutes(6));

        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated", "release-failed");
        assertThat(request("d1")).isEqualTo(Outcome.WANTED);
    }

    @Test
    void aReleaseThatTakesLongIsToldOnce() {
        our.with("isolation.overdue", "1h");
        isolated("d1");
        our.tenant().react("d1", Reaction.staysPending());
        request("d1");
        our.tickAfter(A_MINUTE).tickAfter(Duration.ofMinutes(58));
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated");

        our.tickAfter(Duration.ofMinutes(2)).tickAfter(A_MINUTE);
        finishRelease("d1", "Succeeded");
        our.tickAfter(A_MINUTE);

        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated", "release-overdue", "released");
    }

    @Test
    void aDeviceThatIsGoneFromTheTenantCannotBeReleasedAndThatIsTold() {
        isolated("d1");
        our.tenant().removeMachine("d1");
        request("d1");

        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(requestsToRelease()).hasSize(1);
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated", "release-failed");
        assertThat(last("alert-d1").text()).contains("404");
    }

    @Test
    void aDeviceThatAPersonReleasedInThePortalNeedsNoRequestOfOurs() {
        isolated("d1");
        Map<String, Object> action = our.tenant().startAction("Unisolate", "d1", "analyst@corp.example", "by hand");
        our.tenant().finish(action.get("id").toString(), "Succeeded");
        our.clock.advance(Duration.ofSeconds(1));
        request("d1");

        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(requestsToRelease()).isEmpty();
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated", "released");
    }

    @Test
    void aDeviceThatASecondRequestMayCutOffAgainIsToldWithThatWarning() {
        isolated("d1");
        our.tenant().startAction("Isolate", "d1", "analyst@corp.example", "to be sure"); // stays pending, as reported
        request("d1");

        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(last("alert-d1").subject()).startsWith("High: released from isolation");
        assertThat(last("alert-d1").text()).contains("another request to isolate it is still pending");
    }

    // ---- what mails and pages offer

    @Test
    void mailsAboutAnIsolationOfOursSayHowToUndoIt() {
        isolated("d1");

        String command = "java -jar defender-routes.jar release "
                + isolation("d1").isolation().id() + " --reason";
        assertThat(our.mailAbout("alert-d1").text()).contains("TO LET THE DEVICE BACK IN", command);
        assertThat(last("alert-d1").text()).contains(command);
    }

    @Test
    void theListSaysWhyAndTheRuleThatWouldHavePreventedItIsYaml(@TempDir Path folder) throws IOException {
        our.device("d1");
        our.tenant().updateMachine("d1", Map.of("machineTags", List.of("tier-2")));
        our.tenant().add(anAlert("a1").device("d1").title("It's: \"bad\"\n- rule: all"));
        our.tick().tickAfter(A_MINUTE);

        CutOff cutOff = isolation("d1");
        assertThat(cutOff)
                .returns("d1.corp.example", CutOff::deviceName)
                .returns("High", one -> one.severity().toString())
                .satisfies(one -> assertThat(one.rule()).isNotEmpty());
        assertThat(releases().named("d1")).hasSize(1);
        assertThat(releases().named("D1.CORP.example")).hasSize(1);
        String rule = releases().preventingRule(cutOff.isolation().id()).orElseThrow();
        assertThat(rule)
                .contains(
                        "  - rule: not-by-itself-d1\n    outcome: approve\n",
                        "      name: 'd1.corp.example'\n    # tag: 'tier-2'",
                        "      title: 'It''s: \"bad\" - rule: all'\n");
        assertThat(Guardrails.problems(Files.writeString(folder.resolve("guardrails.yaml"), "rules:\n" + rule)))
                .isEmpty();
    }

    private void finishRelease(String device, String status) {
        our.tenant().actions().stream()
                .filter(action -> action.get("type").equals("Unisolate")
                        && action.get("machineId").equals(device))
                .reduce((first, last) -> last)
                .ifPresent(action -> our.tenant().finish(action.get("id").toString(), status));
    }
}
