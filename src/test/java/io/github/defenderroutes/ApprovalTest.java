package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.approval.ApprovalDesk;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Approvals.Question;
import io.github.defenderroutes.ledger.Approvals.Telling;
import io.github.defenderroutes.ledger.Together;
import io.github.defenderroutes.ledger.Verdicts.Effect;
import io.github.defenderroutes.ledger.Verdicts.Verdict;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a person decides: who is asked and how, and that nothing is isolated but what one has approved, once. */
class ApprovalTest {
    private static final Actor ADA = Actor.command("ada");
    private static final Actor GRACE = Actor.command("grace");
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final Installation our = new Installation();

    @BeforeEach
    void askFirst() {
        our.with("isolation.mode", "approve").with("approval.by", "command");
    }

    @AfterEach
    void stop() {
        our.close();
    }

    // ---- asked and approved

    @Test
    void theMailAsksWithTheCommandsAndAfterApprovalOneRequestIsolates() {
        our.tenant().react("d1", Reaction.staysPending());
        our.alertOn("d1");
        our.tick();

        Approval asked = waiting();
        ReceivedMail mail = our.mailAbout("alert-d1");
        assertThat(mail.subject()).startsWith("High: isolation waits for approval – d1.corp.example");
        assertThat(mail.text())
                .contains("Nothing was requested.", "YOUR DECISION")
                .contains("java -jar defender-routes.jar approve " + asked.id())
                .contains("java -jar defender-routes.jar deny " + asked.id());
        assertThat(our.requestsToIsolate()).isEmpty();

        assertThat(approve(ADA).effect()).isEqualTo(Effect.APPROVED);
        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.courseOf("alert-d1")).singleElement().satisfies(answer -> {
            assertThat(answer.subject()).startsWith("High: approved, isolation requested – d1.corp.example");
            assertThat(answer.text()).contains("APPROVED by ada (command)", "approval.approved by: ada (command)");
            assertThat(answer.headers("In-Reply-To")).isEqualTo(mail.headers("Message-ID"));
        });
    }

    @Test
    void whatBecameOfAnApprovedIsolationIsToldInTheSameThread() {
        our.alertOn("d1");
        our.tick();
        approve(ADA);

        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("approved", "isolated");
        assertThat(our.courseOf("alert-d1")).allSatisfy(answer -> assertThat(answer.headers("In-Reply-To"))
                .isEqualTo(our.mailAbout("alert-d1").headers("Message-ID")));
    }

    @Test
    void anApprovedIsolationIsListedWithItsAlertItsDeviceAndTheRuleThatAsked() {
        our.alertOn("d1");
        our.tick();
        String rule = waiting().rule();
        approve(ADA);

        our.tickAfter(A_MINUTE);

        assertThat(our.app().desk().releases().list()).singleElement().satisfies(cutOff -> {
            assertThat(cutOff.severity()).isEqualTo(Severity.HIGH);
            assertThat(cutOff.title()).isEqualTo("Suspicious access to LSASS service");
            assertThat(cutOff.device()).isEqualTo("d1.corp.example");
            assertThat(cutOff.rule()).isEqualTo(rule);
        });
    }

    @Test
    void whereThereArePagesTheMailLinksToTheCaseAndNothingElseInTheLinkDecides() {
        our.with("approval.by", "page, command")
                .with("web.public-url", "https://defender.example.org")
                .with("web.enabled", "true");
        our.alertOn("d1");
        our.tick();

        assertThat(our.mailAbout("alert-d1").text())
                .contains("https://defender.example.org/approvals/" + waiting().id());
    }

    @Test
    void furtherAlertsOnTheDeviceJoinTheCaseAndAskOnceMoreForTheSame() {
        our.alertOn("d1");
        our.tick();
        our.tenant().add(anAlert("second").device("d1"));
        our.tickAfter(A_MINUTE);

        assertThat(desk().list(true, 10)).hasSize(1);
        assertThat(our.mailAbout("second").text())
                .contains("approve " + waiting().id());
        approve(ADA);
        our.tickAfter(A_MINUTE);
        assertThat(our.requestsToIsolate()).hasSize(1);
    }

    @Test
    void aNewAlertOnADeviceThatIsIsolatedByThenAsksNobody() {
        our.alertOn("d1");
        our.tick();
        approve(ADA);
        our.tickAfter(A_MINUTE).tickAfter(Duration.ofMinutes(10));
        our.tenant().add(anAlert("second").device("d1"));

        our.tickAfter(A_MINUTE);

        assertThat(desk().list(true, 10)).isEmpty();
        assertThat(our.mailAbout("second").subject()).startsWith("High: already isolated");
    }

    @Test
    void inEnforceAnAlertThatNobodyHasToDecideAboutIsolatesAtOnce() {
        our.with("isolation.mode", "enforce").alertOn("d1");

        our.tick();

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(desk().list(false, 10)).isEmpty();
    }

    @Test
    void ofPeopleWhoDecideAtOnceOneWinsAndTheOthersAreToldByWhomItWasDecided() throws Exception {
        our.alertOn("d1");
        our.tick();
        List<String> id = List.of(waiting().id());
        ApprovalDesk desk = desk();
        AtomicInteger people = new AtomicInteger();

        List<Verdict> verdicts = Together.run(6, () -> {
            int number = people.incrementAndGet();
            Actor person = Actor.command("person-" + number);
            return (number % 2 == 0 ? desk.approve(id, person, null) : desk.deny(id, person, null)).get(0);
        });
        our.tickAfter(A_MINUTE);

        assertThat(verdicts).filteredOn(verdict -> verdict.effect().isDone()).hasSize(1);
        String winner = desk.get(id.get(0)).orElseThrow().decided().name();
        assertThat(verdicts)
                .filteredOn(verdict -> !verdict.effect().isDone())
                .allSatisfy(late -> assertThat(ApprovalDesk.said(late)).contains(" by " + winner + " at 20"));
        boolean approved = verdicts.stream().anyMatch(verdict -> verdict.effect() == Effect.APPROVED);
        assertThat(our.requestsToIsolate()).hasSize(approved ? 1 : 0);
    }

    // ---- denied, expired

    @Test
    void whatIsDeniedIsToldAndNotIsolatedAndOlderAlertsDoNotAskAgain() {
        our.alertOn("d1");
        our.tick();
        var older = anAlert("older").device("d1").createdAt(our.clock.instant());
        our.clock.advance(A_MINUTE);
        desk().deny(List.of(waiting().id()), ADA, "a drill");
        our.tenant().add(older);

        our.tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.courseOf("alert-d1")).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).startsWith("High: isolation denied");
            assertThat(mail.text()).contains("ada (command) has denied", "a drill");
        });
        assertThat(our.mailAbout("older").subject()).startsWith("High: isolation denied");
        assertThat(desk().list(true, 10)).isEmpty();
    }

    @Test
    void whatNobodyDecidesInTimeIsToldAndNeverIsolated() {
        our.with("approval.expires", "30m").alertOn("d1");
        our.tick();
        String id = waiting().id();

        our.tickAfter(Duration.ofMinutes(29));
        assertThat(our.courseOf("alert-d1")).isEmpty();
        our.tickAfter(A_MINUTE.plusSeconds(1)).tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.courseOf("alert-d1")).singleElement().satisfies(mail -> assertThat(mail.subject())
                .startsWith("High: NOT isolated, approval expired"));
        Verdict late = desk().approve(List.of(id), ADA, null).get(0);
        assertThat(late.effect()).isEqualTo(Effect.TOO_LATE);
        assertThat(ApprovalDesk.said(late)).contains("is too late: it expired at 20");
        our.tickAfter(A_MINUTE);
        assertThat(our.requestsToIsolate()).isEmpty();
    }

    // ---- looked at afresh

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
                new Change("released", ApprovalTest::isolateAndRelease, "after this alert was raised"),
                new Change("gone", our -> our.tenant().removeAlert("alert-d1"), "404"));
    }

    record Change(String name, Consumer<Installation> happens, String told) {
        @Override
        public String toString() {
            return name;
        }
    }

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

    // ---- four eyes

    @Test
    void aDeviceOfHighValueIsIsolatedOnlyWhenTwoDifferentPeopleApprove() {
        our.alertOn("d1");
        our.tenant().updateMachine("d1", Map.of("deviceValue", "High"));
        our.tick();

        assertThat(approve(ADA).effect()).isEqualTo(Effect.FIRST_OF_TWO);
        our.tickAfter(A_MINUTE);
        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.courseOf("alert-d1")).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).startsWith("High: a second approval is needed");
            assertThat(mail.text()).contains("approve " + waiting().id());
        });
        assertThat(approve(ADA).effect()).isEqualTo(Effect.SAME_PERSON);
        our.tickAfter(A_MINUTE);
        assertThat(our.requestsToIsolate()).isEmpty();

        assertThat(approve(GRACE).effect()).isEqualTo(Effect.APPROVED);
        our.tickAfter(A_MINUTE);
        assertThat(our.acceptedIsolationsOf("d1")).isOne();
    }

    @Test
    void aDeviceThatBecameValuableMeanwhileWaitsForASecondPerson() {
        our.alertOn("d1");
        our.tick();
        our.tenant().updateMachine("d1", Map.of("deviceValue", "High"));
        approve(ADA);

        our.tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("approval-half");
        approve(GRACE);
        our.tickAfter(A_MINUTE);
        assertThat(our.acceptedIsolationsOf("d1")).isOne();
    }

    @Test
    void anAlertThatJoinsWhatOnePersonApprovedTakesNobodysPlaceAsTheSecond() {
        our.alertOn("d1");
        our.tick();
        approve(ADA);
        our.tenant().updateMachine("d1", Map.of("deviceValue", "High"));
        our.tenant().add(anAlert("second").device("d1"));
        ask("d1", "second", 2, "{}");

        our.tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("approval-half");
        approve(GRACE);
        our.tickAfter(A_MINUTE);
        assertThat(our.acceptedIsolationsOf("d1")).isOne();
    }

    // ---- who and where

    @ParameterizedTest
    @ValueSource(strings = {"dry-run", "off"})
    void whereNothingIsIsolatedNothingCanBeApprovedEither(String mode) {
        our.alertOn("d1");
        our.tick();
        String id = waiting().id();
        our.stop().with("isolation.mode", mode);

        assertThatThrownBy(() -> desk().approve(List.of(id), ADA, null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("isolation.mode = " + mode + " isolates nothing");
    }

    @Test
    void whileTheKillSwitchIsOnNothingIsApprovedAndWhatWasApprovedIsToldAndNotIsolated() {
        our.alertOn("d1");
        our.alertOn("d2");
        our.tick();
        List<String> ids = desk().list(true, 10).stream().map(Approval::id).toList();
        desk().approve(ids.subList(0, 1), ADA, null);
        our.app().desk().killSwitch().turnOn(GRACE, "a drill");

        assertThatThrownBy(() -> desk().approve(ids.subList(1, 2), ADA, null))
                .hasMessageContaining("Nothing is isolated now, since the kill switch has been on since 20");
        our.tickAfter(A_MINUTE);
        our.app().desk().killSwitch().turnOff(GRACE, "over");
        our.tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(Stream.of("alert-d1", "alert-d2").flatMap(alert -> our.kindsOfCourse(alert).stream()))
                .containsExactly("approval-stopped");
    }

    @Test
    void whatWasApprovedBeforeTheModeWasLoweredIsToldAndNotIsolated() {
        our.alertOn("d1");
        our.tick();
        approve(ADA);
        our.stop().with("isolation.mode", "dry-run");

        our.tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("approval-stopped");
    }

    @Test
    void onlyWhoIsNamedMayDecideAndOnlyByTheWaysThatAreOpen() {
        our.with("approval.approvers", "Grace").alertOn("d1");
        our.tick();
        List<String> id = List.of(waiting().id());

        assertThatThrownBy(() -> desk().approve(id, ADA, null))
                .hasMessageContaining("ada is not one of approval.approvers");
        assertThatThrownBy(() -> desk().deny(id, ADA, null)).hasMessageContaining("ada is not one of");
        assertThatThrownBy(() -> desk().approve(id, Actor.page("grace"), null))
                .hasMessageContaining("approval.by = command does not let anybody decide by page");
        assertThatThrownBy(() -> desk().approve(id, Actor.program("a route"), null))
                .isInstanceOf(IllegalStateException.class);
        assertThat(waiting().isWaiting()).isTrue();
        assertThat(desk().approve(id, GRACE, null).get(0).effect()).isEqualTo(Effect.APPROVED);
    }

    @Test
    void whereNobodySignsInThePagesDoNotSayWhoDecidesAndSoNobodyDoesThere() {
        our.with("isolation.mode", "enforce")
                .with("approval.by", "page, command")
                .with("web.enabled", "true")
                .with("web.sign-in", "off");
        our.alertOn("d1");
        our.tenant().updateMachine("d1", Map.of("deviceValue", "High"));
        our.tick();
        List<String> id = List.of(waiting().id());
        Actor anybody = Actor.page("anybody");

        assertThatThrownBy(() -> desk().approve(id, anybody, null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("web.sign-in = off does not say who decides on a page."
                        + " To fix: set web.sign-in = local or oidc, or decide by command.");
        assertThatThrownBy(() -> desk().deny(id, anybody, null)).hasMessageContaining("web.sign-in = off");
        assertThat(waiting().isHalfApproved()).isFalse();
        assertThat(approve(ADA).effect()).isEqualTo(Effect.FIRST_OF_TWO);
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

    /** Asks about a device for an alert, as its run would at this moment. */
    private void ask(String deviceId, String alertId, int people, String model) {
        our.app()
                .ledger()
                .approvals()
                .ask(
                        new Question(
                                deviceId,
                                deviceId + ".corp.example",
                                alertId,
                                Severity.HIGH,
                                "A title",
                                0,
                                "a-rule",
                                "Because",
                                false,
                                people,
                                model,
                                Duration.ofHours(4)),
                        Telling.NOTHING,
                        Telling.NOTHING);
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

    private ApprovalDesk desk() {
        return our.app().desk().approvals();
    }

    /** The only open case. */
    private Approval waiting() {
        assertThat(desk().list(true, 10)).hasSize(1);
        return desk().list(true, 10).get(0);
    }

    private void approve(String deviceId) {
        String id = desk().list(true, 10).stream()
                .filter(one -> one.deviceId().equals(deviceId))
                .findFirst()
                .orElseThrow()
                .id();
        desk().approve(List.of(id), ADA, null);
    }

    private Verdict approve(Actor person) {
        return desk().approve(List.of(waiting().id()), person, null).get(0);
    }
}
