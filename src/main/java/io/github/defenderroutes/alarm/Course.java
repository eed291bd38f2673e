package io.github.defenderroutes.alarm;

import io.github.defenderroutes.alarm.Trouble.Symptom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What has been said of one trouble in one way: at most one alarm an hour while it lasts, and one when it is over. What
 * could not be said stays due and is tried again later.
 */
final class Course {
    private static final Duration BETWEEN = Duration.ofHours(1);
    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final Trouble trouble;
    private final Wording wording;
    private final Duration after;

    /** What told first of the trouble that is not over yet. */
    private Alarm first;

    private Alarm due;
    private Instant notBefore = Instant.MIN;
    private Instant tryAgainAt = Instant.MIN;
    private Duration wait = FIRST_WAIT;

    /** @param after how long a symptom must last to be trouble */
    Course(Trouble trouble, Wording wording, Duration after) {
        this.trouble = trouble;
        this.wording = wording;
        this.after = after;
    }

    String kind() {
        return trouble.kind();
    }

    /** What is to be said now. */
    Optional<Alarm> due(Instant now) {
        Optional<Symptom> lasting = trouble.symptom()
                .get()
                .filter(symptom -> !symptom.since().plus(after).isAfter(now));
        if (lasting.isEmpty()) {
            end(now);
        } else if (due == null || due.isOver()) {
            due = now.isBefore(notBefore) ? null : wording.lasts(trouble, lasting.get(), first, now);
        }
        return Optional.ofNullable(due).filter(alarm -> !now.isBefore(tryAgainAt));
    }

    private void end(Instant now) {
        if (due != null && due.isOver()) {
            return;
        }
        Alarm begun = first == null ? due : first;
        due = begun == null ? null : wording.over(trouble, begun, now);
    }

    void notSaid(Instant now) {
        tryAgainAt = now.plus(wait);
        wait = wait.compareTo(LONGEST_WAIT.dividedBy(2)) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
    }

    void said(Alarm alarm, Instant now) {
        due = null;
        tryAgainAt = Instant.MIN;
        wait = FIRST_WAIT;
        if (alarm.isOver()) {
            first = null;
        } else {
            first = first == null ? alarm : first;
            notBefore = now.plus(BETWEEN);
        }
    }
}
