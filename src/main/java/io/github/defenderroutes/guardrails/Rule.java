package io.github.defenderroutes.guardrails;

import io.github.defenderroutes.judge.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One rule.
 *
 * @param line where it begins in the file; with {@code column}
 * @param because the author's reason, or {@code null}
 * @param until from then on it counts no more; {@code null} sets no end
 * @param conditions all must match; none matches always
 */
record Rule(
        String name,
        int line,
        int column,
        Outcome outcome,
        String because,
        Instant until,
        String type,
        Duration releaseAfter,
        List<Condition> conditions) {

    Match match(Situation situation) {
        return isOver(situation.now())
                ? Match.NO
                : conditions.stream().map(one -> one.match(situation)).reduce(Match.YES, Match::and);
    }

    /** Whether it decides: {@code never} also when that is not known. */
    boolean decides(Situation situation) {
        Match match = match(situation);
        return match == Match.YES || match == Match.UNKNOWN && outcome == Outcome.NEVER;
    }

    /** Whether it would decide if we knew more, so that none below it may isolate. */
    boolean mayDecide(Situation situation) {
        return outcome != Outcome.NEVER && match(situation) == Match.UNKNOWN;
    }

    boolean isOver(Instant now) {
        return until != null && !now.isBefore(until);
    }

    /** @param sentence what there is to say of it, to be put behind its name */
    Remark remark(String sentence) {
        return new Remark(line, column, name, sentence);
    }

    boolean reads(String field) {
        return conditions.stream().anyMatch(one -> one.field().equals(field));
    }

    /** Whether it matches wherever the other does, and as long. */
    boolean covers(Rule other) {
        boolean asLong = until == null || other.until != null && !until.isBefore(other.until);
        return asLong
                && conditions.stream()
                        .allMatch(wide -> other.conditions.stream().anyMatch(wide::covers));
    }
}
