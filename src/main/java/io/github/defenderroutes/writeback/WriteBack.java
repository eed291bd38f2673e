package io.github.defenderroutes.writeback;

import io.github.defenderroutes.defender.DefenderRefusedException;
import io.github.defenderroutes.defender.DefenderThrottledException;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.gate.GateClosedException;
import io.github.defenderroutes.ledger.Comments;
import io.github.defenderroutes.ledger.Comments.Comment;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.logging.LogContext;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What the route write-back asks of the waiting comments, as the bean {@code writeBack}.
 *
 * <p>Defender adds a comment each time it is asked to. So that none is written twice, one whose answer was lost is looked
 * for on the alert before it is sent again.
 */
public final class WriteBack {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");

    private final Ledger ledger;
    private final Comments comments;
    private final Settings settings;
    private final Clock clock;

    /** Whether this round is over: what keeps one comment from being written mostly keeps all. */
    private boolean roundOver;

    public WriteBack(Ledger ledger, Settings settings, Clock clock) {
        this.ledger = ledger;
        this.comments = ledger.comments();
        this.settings = settings;
        this.clock = clock;
    }

    /** Begins a round, unless another process writes the comments. */
    public synchronized void begin() {
        roundOver = !ledger.leads("write-back");
    }

    /** The next comment that is due and not too old; {@code null} at the end of the round. */
    public synchronized Comment next() {
        Comment next = roundOver ? null : comments.due().orElse(null);
        while (next != null && isOld(next)) {
            giveUp(next, next.problem());
            next = comments.due().orElse(null);
        }
        return next;
    }

    /**
     * Whether the comment is to be sent now. If it is not certain whether it was written before, its alert tells.
     *
     * @param alert the alert as it is now, for a comment that is doubtful; else not looked at
     */
    public boolean isToBeSent(Comment comment, Object alert) {
        if (comment.doubtful() && stands(comment.text(), alert)) {
            comments.written(comment);
            return false;
        }
        comments.sending(comment, settings.duration("isolation.settle"));
        return true;
    }

    private static boolean stands(String text, Object alert) {
        return alert instanceof Map<?, ?> fields
                && fields.get("comments") instanceof List<?> all
                && all.stream().anyMatch(one -> one instanceof Map<?, ?> comment && isText(text, comment));
    }

    private static boolean isText(String text, Map<?, ?> comment) {
        return normal(text).equals(normal(String.valueOf(comment.get("comment"))));
    }

    private static String normal(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    public void written(Comment comment) {
        comments.written(comment);
        LOG.debug("Comment written. alertId={}", comment.alertId());
    }

    /** The comment was not written, or nobody knows; it is kept, unless its alert is gone. */
    public synchronized void failed(Comment comment, Exception cause) {
        String problem = sentence(cause);
        if (cause instanceof DefenderRefusedException refused && refused.getStatus() == 404) {
            giveUp(comment, problem);
            return;
        }
        roundOver = true;
        Instant due =
                Instant.ofEpochMilli(comments.postpone(comment, problem, isDoubtful(comment, cause), atLeast(cause)));
        boolean told = cause instanceof DefenderThrottledException || problem.equals(comment.problem());
        LogContext.about(comment.alertId(), null, () -> LOG.atLevel(told ? Level.DEBUG : Level.WARN)
                .log(
                        "Comment not written: {} It is kept and tried again at {}. alertId={}",
                        problem,
                        due,
                        comment.alertId()));
    }

    /** One that was never tried is no news: it has waited only because comments were switched off, or we did not run. */
    private void giveUp(Comment comment, String problem) {
        comments.giveUp(comment, problem);
        LogContext.about(comment.alertId(), null, () -> LOG.atLevel(problem == null ? Level.DEBUG : Level.ERROR)
                .log(
                        "Comment given up: {} What it would have said is in the mail about it. alertId={}",
                        problem == null ? "it is older than mail.give-up." : problem,
                        comment.alertId()));
    }

    private boolean isOld(Comment comment) {
        return clock.millis() - comment.createdAt()
                >= settings.duration("mail.give-up").toMillis();
    }

    /** What was refused was not written, and what the gate or the budget kept back was not even sent. */
    private static boolean isDoubtful(Comment comment, Exception cause) {
        boolean certain = cause instanceof DefenderRefusedException
                || cause instanceof GateClosedException
                || cause instanceof DefenderThrottledException;
        return certain ? comment.doubtful() : true;
    }

    private Duration atLeast(Exception cause) {
        Duration settle = settings.duration("isolation.settle");
        return cause instanceof DefenderUnavailableException unavailable
                ? unavailable.retryAfter().orElse(settle)
                : settle;
    }

    private static String sentence(Exception cause) {
        String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return text.endsWith(".") ? text : text + ".";
    }
}
