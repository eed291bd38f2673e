package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Verdicts.Effect;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.Reaction;
import io.github.defenderroutes.standin.ReceivedMail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person approved is looked at afresh and then isolated once, whatever fails on the way. */
class CarryOutApprovalsTest extends AskingFirst {
    static Stream<Change> changes() {
        return Stream.of(
                new Change("resolved", our -> our.tenant().resolve("alert-d1"), "The alert is already resolved"),
                new Change(
                        "merged", our -> our.tenant().merge("d1", "d9"), "The device record was merged into another"),
                new Change(
                        "offboarded",
                        our -> our.tenant().updateMachine("d1", Map.of("onboardingStatus", "CanBeOnboarded")),
                        "The device is not onboarded"),
                new Change(
                        "tagged",
                        our -> our.tenant().updateMachine("d1", Map.of("machineTags", List.of("no-isolation"))),
                        "The device carries the tag no-isolation"),
                new Change("released", CarryOutApprovalsTest::isolateAndRelease, "after this alert was raised"),
                new Change("gone", our -> our.tenant().removeAlert("alert-d1"), "404"));
    }

    record Change(String name, Consumer<Installation> happens, String told) {
        @Override
        public String toString() {
            return name;
        }
    }

    // ---- looked at afresh

    @ParameterizedTest
    @MethodSource("changes")
    void whatChangedSinceItWasAskedIsToldAndNothingIsIsolated(Change change) {
        our.alertOn("d1");
        our.tick();
        our.clock.advance(A_MINUTE);
        change.happens().accept(our);
        our.clock.advance(A_MINUTE);
        approve(ADA);

        our.tick();

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.courseOf("alert-d1")).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).startsWith("High: approved, but NOT isolated");
            assertThat(mail.text()).contains(change.told());
        });
        assertThat(desk().list(true, 10)).isEmpty();
    }

    @Test
    void ifTheNewestAlertIsResolvedTheDeviceIsIsolatedForTheOneThatStillStands() {
        our.alertOn("d1");
        our.tick();
        our.tenant().add(anAlert("second").device("d1"));
        our.tickAfter(A_MINUTE);
        our.tenant().resolve("second");
        approve(ADA);

        our.tickAfter(A_MINUTE);

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.requestsToIsolate()).hasSize(1);
    }

    @Test
    void whatIsLeftToAPersonAfterAReleaseAPersonMayIsolate() {
        our.device("d1");
        isolateAndRelease(our);
        our.clock.advance(A_MINUTE);
        our.tenant().add(anAlert("alert-d1").device("d1"));
        our.tick();
        approve(ADA);

        our.tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).hasSize(1);
    }

    @Test
    void anAlertThatGrewOldWhileItWaitedIsIsolatedForSinceAPersonWantsIt() {
        our.with("isolation.max-age", "1h").alertOn("d1");
        our.tick();
        our.clock.advance(Duration.ofHours(2));
        approve(ADA);

        our.tickAfter(A_MINUTE);

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
    }

    // ---- crashes and lost answers

    @Test
    void aCrashBetweenDecisionAndRequestEndsInOneRequest() {
        our.alertOn("d1");
        our.tick();
        approve(ADA);
        Approval approved = our.app().ledger().approvals().due(1).get(0);
        our.app().ledger().approvals().carryOut(approved, null, "alert-d1", "Full"); // and then the process ends
        our.stop();

        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.kindsOfCourse("alert-d1")).containsOnlyOnce("approved");
    }

    @Test
    void aLostAnswerIsLookedForBeforeItIsAskedAgain() {
        our.with("isolation.settle", "60s").alertOn("d1");
        our.tick();
        our.tenant().react("d1", Reaction.staysPending());
        our.faults().next("isolate", Fault.status(504).butCarriedOut());
        approve(ADA);

        our.tick();
        assertThat(our.courseOf("alert-d1")).isEmpty();
        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("approved");
    }

    @Test
    void aRequestThatWasLostIsSentAgainAfterALook() {
        our.with("isolation.settle", "60s").alertOn("d1");
        our.tick();
        our.faults().next("isolate", Fault.reset());
        approve(ADA);

        our.tick().tickAfter(Duration.ofSeconds(70)).tickAfter(Duration.ofSeconds(70));

        assertThat(our.requestsToIsolate()).hasSize(2);
        assertThat(our.acceptedIsolationsOf("d1")).isOne();
    }

    @Test
    void whatCouldNotBeCarriedOutInTimeLeavesNothingBehindThatIsStillApproved() {
        our.alertOn("d1");
        our.tick();
        String deviceId = waiting().deviceId();
        our.faults().next("isolate", Fault.throttled());
        approve(ADA);
        our.tick();
        assertThat(our.app().ledger().isolations().open(deviceId)).isPresent();

        our.tickAfter(Duration.ofHours(7));

        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("approval-stopped");
        assertThat(our.app().ledger().isolations().open(deviceId)).isEmpty();
        assertThat(our.app().ledger().isolations().sendApproved(deviceId)).isFalse();
        assertThat(our.requestsToIsolate()).hasSize(1);
    }

    @Test
    void whatCameOfALostAnswerIsLookedForAlsoWhenItIsTooLateToAskAgain() {
        our.alertOn("d1");
        our.alertOn("d2");
        our.tick();
        List<Approval> asked = desk().list(true, 10);
        our.tenant().react("d1", Reaction.staysPending());
        our.faults().next("isolate", Fault.status(504).butCarriedOut(), Fault.status(504));
        asked.stream().sorted(Comparator.comparing(Approval::device)).forEach(one -> {
            desk().approve(List.of(one.id()), ADA, null);
            our.clock.advance(Duration.ofSeconds(1)); // the first approved is carried out first
        });
        our.tick();

        our.tickAfter(Duration.ofHours(7)).tickAfter(A_MINUTE);

        assertThat(our.kindsOfCourse("alert-d1")).contains("approved").doesNotContain("approval-stopped");
        assertThat(our.kindsOfCourse("alert-d2")).containsExactly("approval-stopped");
        assertThat(our.app().ledger().isolations().open("d2")).isEmpty();
        assertThat(our.requestsToIsolate()).hasSize(2);
    }

    @Test
    void whatDefenderThrottlesIsSentAgainWithoutAskingTheCapsWhichDoNotStopAPerson() {
        our.with("isolation.cap.per-hour", "1").with("isolation.settle", "30m");
        our.alertOn("d1");
        our.tick();
        approve(ADA);
        our.tick();
        our.alertOn("d2");
        our.tickAfter(A_MINUTE);
        our.faults().next("isolate", Fault.throttled());
        approve(ADA);

        our.tick().tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(our.acceptedIsolationsOf("d2")).isOne();
        assertThat(our.app().desk().breaker().open()).isEmpty();
    }

    @Test
    void whileDefenderIsAwayAnApprovedCaseWaitsAndOthersAreCarriedOut() {
        our.alertOn("d1");
        our.alertOn("d2");
        our.tick();
        desk().list(true, 10).forEach(one -> desk().approve(List.of(one.id()), ADA, null));
        our.faults().next("isolate", Fault.status(503));

        our.tick();
        assertThat(our.acceptedIsolationsOf("d1") + our.acceptedIsolationsOf("d2"))
                .isOne();
        our.tickAfter(Duration.ofMinutes(2)).tickAfter(Duration.ofMinutes(2));

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.acceptedIsolationsOf("d2")).isOne();
    }

    @Test
    void aCaseThatCannotBeReadAgainIsToldAndHoldsUpNoOther() {
        our.alertOn("d1");
        our.device("d2").device("d3");
        our.tick();
        approve(ADA);
        ask("d2", "alert-d2", 1, "no JSON");
        approve("d2");
        ask("d3", "alert-d3", 1, "no JSON");

        our.tickAfter(A_MINUTE).tickAfter(Duration.ofHours(5));

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.kindsOfCourse("alert-d2")).containsExactly("approval-stopped");
        assertThat(our.courseOf("alert-d2").get(0).text()).contains("cannot be read again");
        assertThat(our.kindsOfCourse("alert-d3")).containsExactly("approval-expired");
        assertThat(our.requestsToIsolate()).hasSize(1);
    }

    @Test
    void aCaseKeepsAndTellsNoSecret() {
        String secret = our.standIn.settings().get("defender.client-secret");
        our.alertOn("d1");
        our.tenant().set("alert-d1", "title", "Somebody typed " + secret);

        our.tick();

        assertThat(waiting().title()).isEqualTo("Somebody typed (secret, not shown)");
        assertThat(waiting().model())
                .contains("Somebody typed (secret, not shown)")
                .doesNotContain(secret);
        desk().deny(List.of(waiting().id()), ADA, "it says " + secret);
        our.tickAfter(A_MINUTE);
        assertThat(our.courseOf("alert-d1")).singleElement().satisfies(mail -> assertThat(mail.subject() + mail.text())
                .doesNotContain(secret));
    }

    @Test
    void theReleaseAfterOfTheRuleThatAskedHoldsWhenAPersonApproves(@TempDir Path folder) throws IOException {
        Path rules = Files.writeString(folder.resolve("guardrails.yaml"), """
                rules:
                  - rule: ask-and-let-back-in
                    outcome: approve
                    because: They are needed every morning
                    device:
                      name: d1
                    release-after: 4h
                """);
        our.with("guardrails.file", rules.toString()).alertOn("d1");
        our.tick();
        approve(ADA);

        our.tickAfter(A_MINUTE);

        assertThat(our.app().desk().releases().list()).singleElement().satisfies(cutOff -> {
            assertThat(cutOff.rule()).isEqualTo("ask-and-let-back-in");
            assertThat(cutOff.releaseAfter()).isEqualTo(Duration.ofHours(4).toMillis());
        });
    }

    @Test
    void whenAnApprovedIsolationExpiresAPersonIsAskedAgainByAMailOfItsOwn() {
        our.tenant().react("d1", Reaction.staysPending());
        our.alertOn("d1");
        our.tick();
        approve(ADA);
        our.tickAfter(A_MINUTE);
        our.clock.advance(Duration.ofDays(3));
        our.tenant().finish(our.tenant().actions().get(0).get("id").toString(), "TimeOut");

        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(asking()).singleElement().satisfies(mail -> assertThat(mail.text())
                .contains("approve " + waiting().id()));
        approve(GRACE);
        our.tickAfter(A_MINUTE);
        assertThat(our.requestsToIsolate()).hasSize(2);
    }

    // ---- behind a limit

    @Test
    void sixtyDevicesBehindALimitAreOneMailAndAJointDecisionIsolatesEachOnce() {
        our.with("isolation.mode", "enforce")
                .with("isolation.cap.per-hour", "1")
                .with("isolation.cap.per-day", "1");
        our.alertOn("d0");
        our.tick();
        for (int i = 1; i <= 60; i++) {
            our.alertOn("d" + i);
        }
        our.tickAfter(A_MINUTE);
        assertThat(asking()).as("within the first minute").isEmpty();
        our.tickAfter(A_MINUTE.plusSeconds(1));

        assertThat(asking()).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).startsWith("High: 60 devices wait for approval");
            assertThat(mail.text())
                    .contains("Approve all:  java -jar defender-routes.jar approve --all", "D7.CORP.EXAMPLE");
            desk().list(true, 100).forEach(one -> assertThat(mail.text()).contains("approve " + one.id()));
        });
        List<String> ids = desk().list(true, 100).stream().map(Approval::id).toList();
        assertThat(ids).hasSize(60);
        assertThat(desk().approve(ids, ADA, "outbreak")).allMatch(verdict -> verdict.effect() == Effect.APPROVED);
        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).hasSize(61);
        for (int i = 0; i <= 60; i++) {
            assertThat(our.acceptedIsolationsOf("d" + i)).as("d" + i).isOne();
        }
    }

    private static void isolateAndRelease(Installation our) {
        var tenant = our.tenant();
        tenant.finish(
                tenant.startAction("Isolate", "d1", "analyst@corp.example", "by hand")
                        .get("id")
                        .toString(),
                "Succeeded");
        tenant.finish(
                tenant.startAction("Unisolate", "d1", "analyst@corp.example", "clean")
                        .get("id")
                        .toString(),
                "Succeeded");
    }

    /** The mails that ask about several devices at once. */
    private List<ReceivedMail> asking() {
        return our.mails().stream()
                .filter(mail -> mail.headers("X-Defender-Routes-Kind").contains("approval"))
                .toList();
    }
}
