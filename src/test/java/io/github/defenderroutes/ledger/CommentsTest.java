package io.github.defenderroutes.ledger;

import static io.github.defenderroutes.ledger.TestLedger.notice;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.ledger.Comments.Comment;
import io.github.defenderroutes.ledger.FinishedRun.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Comments that wait to be written on alerts, and what triggers have given: each once. */
class CommentsTest {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final TestLedger database = new TestLedger();
    private final HandClock clock = new HandClock();
    private final Ledger ledger = database.start(clock);
    private final Comments comments = ledger.comments();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aNoticeBringsItsCommentAndOneWithoutBringsNone() throws Exception {
        tell("a", null);
        assertThat(comments.due()).isEmpty();

        tell("b", "requested");

        Comment due = comments.due().orElseThrow();
        assertThat(due.alertId()).isEqualTo("b");
        assertThat(due.text()).isEqualTo("requested");
        assertThat(due.doubtful()).isFalse();
    }

    @Test
    void theSameWordsAreToBeSaidOnceOnAnAlert() throws Exception {
        tell("a", "requested");
        comments.written(comments.due().orElseThrow());

        tell("a", "requested");
        assertThat(comments.due()).isEmpty();
        tell("b", "requested");
        assertThat(comments.due()).isPresent();
    }

    @Test
    void whatComesLaterOnAnAlertWaitsForWhatComesBefore() throws Exception {
        tell("a", "requested");
        clock.pass(A_MINUTE);
        tell("a", "isolated");
        Comment first = comments.due().orElseThrow();
        comments.postpone(first, "away", false, Duration.ofHours(1));

        assertThat(comments.due()).isEmpty();
        comments.giveUp(first, "gone");

        assertThat(comments.due()).map(Comment::text).contains("isolated");
    }

    @Test
    void whatIsBeingSentIsDoubtfulAndNotDueBeforeItsAnswerMustBeHere() throws Exception {
        tell("a", "requested");
        comments.sending(comments.due().orElseThrow(), A_MINUTE);

        clock.pass(A_MINUTE.minusSeconds(1));
        assertThat(comments.due()).isEmpty();
        clock.pass(Duration.ofSeconds(1));

        assertThat(comments.due()).map(Comment::doubtful).contains(true);
    }

    @Test
    void whatFailsIsPutOffForLongerEachTimeUpToAnHour() throws Exception {
        tell("a", "requested");
        for (long seconds : List.of(30L, 60L, 120L, 240L, 480L, 960L, 1_920L, 3_600L, 3_600L)) {
            Comment comment = comments.due().orElseThrow();
            assertThat(comments.postpone(comment, "away", false, Duration.ZERO) - clock.millis())
                    .isEqualTo(seconds * 1_000);
            clock.pass(Duration.ofSeconds(seconds));
        }
    }

    @Test
    void whatATriggerGaveItDoesNotGiveAgainAndAnotherDoes() {
        Seen seen = ledger.seen();

        assertThat(seen.add("mine", "a")).isTrue();
        assertThat(seen.add("mine", "a")).isFalse();

        assertThat(seen.contains("mine", "a")).isTrue();
        assertThat(seen.contains("mine", "b")).isFalse();
        assertThat(seen.contains("yours", "a")).isFalse();
    }

    private void tell(String alertId, String comment) throws InterruptedException {
        String severity = ledger.claims().state(alertId).isEmpty() ? "Medium" : "High";
        ledger.claims().take(List.of(Map.of("id", alertId, "severity", severity)), Long.MIN_VALUE, null);
        Claim claim = ledger.claims().begin(alertId).orElseThrow();
        List<Notice> notices = List.of(notice(claim).withComment(comment));
        long now = clock.millis();
        ledger.finish(new FinishedRun(
                claim, Outcome.DONE, true, claim.severity(), null, null, "[]", null, notices, 0, now, now));
        assertThat(ledger.flush(5_000)).isTrue();
    }
}
