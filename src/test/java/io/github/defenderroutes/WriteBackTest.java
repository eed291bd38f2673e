package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.Reaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What alerts.write-back says on the alerts themselves: each step of an isolation once, whatever fails. */
class WriteBackTest {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final Installation our = new Installation();

    @BeforeEach
    void writesComments() {
        our.standIn.login().grant("Alert.ReadWrite.All");
        our.with("alerts.write-back", "comment").with("isolation.settle", "60s");
        our.tenant().react("d1", Reaction.staysPending());
        our.alertOn("d1");
    }

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void thatAnIsolationWasRequestedAndHowItEndedStandsOnTheAlert() {
        our.tick();
        assertThat(comments())
                .singleElement()
                .asString()
                .matches(
                        "Defender Routes: isolation of d1\\.corp\\.example requested, Full \\(machine action .{36}\\)\\.");

        our.tenant().finish(action(), "Succeeded");
        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(comments()).hasSize(2);
        assertThat(comments().get(1)).startsWith("Defender Routes: d1.corp.example was isolated at 20");
    }

    @Test
    void anIsolationThatFailedIsSaidWithItsReason() {
        our.tick();
        our.tenant().finish(action(), "Failed");

        our.tickAfter(A_MINUTE);

        assertThat(comments().get(1))
                .startsWith("Defender Routes: d1.corp.example is NOT isolated (machine action " + action() + "): ")
                .contains("The device reported an error (error 0x80070002)");
    }

    @Test
    void ourOwnCommentMovesTheAlertAndItIsNotHandledAgain() {
        our.tick();
        Object before = our.tenant().alert("alert-d1").get("lastUpdateTime");
        our.tenant().finish(action(), "Succeeded");
        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE).tickAfter(AN_HOUR);

        assertThat(our.tenant().alert("alert-d1").get("lastUpdateTime")).isNotEqualTo(before);
        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(our.mailsAbout("alert-d1")).hasSize(1);
        assertThat(comments()).hasSize(2);
    }

    @Test
    void anAlertThatComesBackHigherAfterOurCommentIsHandledAgain(@TempDir Path folder) throws IOException {
        Path whoever =
                Files.writeString(folder.resolve("guardrails.yaml"), "rules: [{ rule: whoever, outcome: isolate }]");
        our.tenant().set("alert-d1", "severity", "Medium");
        our.with("isolation.severities", "Medium, High")
                .with("guardrails.file", whoever.toString())
                .tick();
        assertThat(comments()).hasSize(1);

        our.tenant().raiseSeverity("alert-d1", "High");
        our.tickAfter(A_MINUTE);

        assertThat(our.mailsAbout("alert-d1")).hasSize(2);
        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(comments()).as("nothing is said twice").hasSize(1);
    }

    @Test
    void aCommentWhoseAnswerWasLostIsLookedForAndNotWrittenTwice() {
        our.faults().next("update-alert", Fault.status(504).butCarriedOut());
        our.tick();

        our.tickAfter(A_MINUTE.plusSeconds(1)).tickAfter(A_MINUTE);

        assertThat(comments()).hasSize(1);
        assertThat(our.standIn.calls("update-alert")).hasSize(1);
    }

    @Test
    void aCommentThatDidNotArriveIsWrittenAfterALookAtTheAlert() {
        our.faults().next("update-alert", Fault.status(503), Fault.reset());
        our.tick().tickAfter(A_MINUTE.plusSeconds(1)).tickAfter(Duration.ofMinutes(3));

        assertThat(comments()).hasSize(1);
        assertThat(our.standIn.calls("update-alert")).hasSize(3);
    }

    @Test
    void aRestartInTheMiddleLosesNoCommentAndRepeatsNone() {
        our.faults().next("update-alert", Fault.reset().butCarriedOut());
        our.tick().stop();

        our.tickAfter(A_MINUTE.plusSeconds(1));
        our.tenant().finish(action(), "Succeeded");
        our.tickAfter(A_MINUTE).stop();
        our.tickAfter(A_MINUTE.plusSeconds(1));

        assertThat(comments()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aMissingRoleIsSaidOnceAndTheCommentIsWrittenWhenItIsGranted() {
        our.standIn.login().withdraw("Alert.ReadWrite.All");
        try (LogProbe log = new LogProbe()) {
            our.tick().tickAfter(A_MINUTE.plusSeconds(1)).tickAfter(Duration.ofMinutes(2));

            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("Comment not written: "))
                    .singleElement()
                    .asString()
                    .contains("To fix: grant the app Alert.ReadWrite.All");
        }
        our.standIn.login().grant("Alert.ReadWrite.All");
        our.standIn.login().revokeAllTokens();

        our.tickAfter(Duration.ofMinutes(5));

        assertThat(comments()).hasSize(1);
        assertThat(our.mailsAbout("alert-d1")).hasSize(1);
    }

    @Test
    void whatCannotBeWrittenForDaysIsGivenUpAndWhatComesAfterIsNot() {
        our.with("mail.give-up", "2h");
        our.standIn.login().withdraw("Alert.ReadWrite.All");
        our.tick();
        our.tickAfter(AN_HOUR).tickAfter(AN_HOUR.plusMinutes(1));
        our.standIn.login().grant("Alert.ReadWrite.All");
        our.standIn.login().revokeAllTokens();
        our.tenant().finish(action(), "Succeeded");

        our.tickAfter(AN_HOUR).tickAfter(AN_HOUR);

        assertThat(comments()).singleElement().asString().startsWith("Defender Routes: d1.corp.example was isolated");
    }

    @Test
    void whatWaitedTooLongWhileNothingWasWrittenIsNotSaidAnyMore() {
        our.alertOn("d2");
        our.faults().next("update-alert", Fault.status(503)); // and nothing more is tried in this round
        our.tick().stop();

        our.clock.advance(Duration.ofDays(30));
        try (LogProbe log = new LogProbe()) {
            our.tick();

            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("Comment given up: "))
                    .as("of the one that was tried")
                    .hasSize(1);
        }
        assertThat(comments()).noneMatch(text -> text.contains("requested, Full"));
        assertThat(comments("alert-d2")).noneMatch(text -> text.contains("requested, Full"));
    }

    @Test
    void withoutEnforceNothingIsWritten() {
        our.with("isolation.mode", "dry-run").tick().tickAfter(A_MINUTE);

        assertThat(our.mailsAbout("alert-d1")).hasSize(1);
        assertThat(our.standIn.calls("update-alert")).isEmpty();
    }

    @Test
    void whenItIsOffThereIsNoSuchRouteAndTheAlertIsLeftAlone() {
        our.with("alerts.write-back", "off").tick().tickAfter(A_MINUTE);

        assertThat(our.app().camel().getRoute("write-back")).isNull();
        assertThat(our.standIn.calls("update-alert")).isEmpty();
        assertThat(our.requestsToIsolate()).hasSize(1);
    }

    private String action() {
        return our.tenant().acceptedIsolations("d1").get(0).get("id").toString();
    }

    private List<String> comments() {
        return comments("alert-d1");
    }

    private List<String> comments(String alertId) {
        List<?> comments = (List<?>) our.tenant().alert(alertId).get("comments");
        return comments.stream()
                .map(comment -> ((Map<?, ?>) comment).get("comment").toString())
                .toList();
    }
}
