package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.approval.ApprovalDesk;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Together;
import io.github.defenderroutes.ledger.Verdicts.Effect;
import io.github.defenderroutes.ledger.Verdicts.Verdict;
import io.github.defenderroutes.standin.Reaction;
import io.github.defenderroutes.standin.ReceivedMail;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is asked and how, who may decide, and what becomes of what was decided. */
class ApprovalTest extends AskingFirst {
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
}
