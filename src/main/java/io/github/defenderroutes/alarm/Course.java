package io.github.defenderroutes.alarm;

import io.github.defenderroutes.alarm.Trouble.Symptom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * What has been said of one trouble in one way: at most one alarm an hour while it lasts, and one when it is over. What
 * could not be said stays due and is tried again later.
 */
final class Course implements Telling {
    private static final Duration BETWEEN = Duration.ofHours(1);

    private final Trouble trouble;
    private final Wording wording;
    private final Duration after;

    /** What told first of the trouble that is not over yet. */
    private Alarm first;

    private Alarm due;
    private Instant notBefore = Instant.MIN;
    private final Retry retry = new Retry();

    /** @param after how long a symptom must last to be trouble */
    Course(Trouble trouble, Wording wording, Duration after) {
        this.trouble = trouble;
        this.wording = wording;
        this.after = after;
    }

    @Override
    public String kind() {
        return trouble.kind();
    }

    @Override
    public Optional<Alarm> due(Instant now) {
        Optional<Symptom> lasting = trouble.symptom()
                .get()
                .filter(symptom -> !symptom.since().plus(after).isAfter(now));
        if (lasting.isEmpty()) {
            end(now);
        } else if (due == null || due.isOver()) {
            due = now.isBefore(notBefore) ? null : wording.lasts(trouble, lasting.get(), first, now);
        }
        return Optional.ofNullable(due).filter(alarm -> retry.isDue(now));
    }

    private void end(Instant now) {
        if (due != null && due.isOver()) {
            return;
        }
        Alarm begun = first == null ? due : first;
        due = begun == null ? null : wording.over(trouble, begun, now);
    }

    @Override
    public void notSaid(Instant now) {
        retry.failed(now);
    }

    @Override
    public void said(Alarm alarm, Instant now) {
        due = null;
        retry.worked();
        if (alarm.isOver()) {
            first = null;
        } else {
            first = first == null ? alarm : first;
            notBefore = now.plus(BETWEEN);
        }
    }

    /** The log hears of it once, and once of its end. */
    @Override
    public void log(Alarm alarm, Logger log) {
        if (alarm.isOver()) {
            log.info("{}", alarm.subject());
        } else if (alarm.isFirst()) {
            log.error("{}. alarm={}", alarm.subject(), alarm.kind());
        }
    }
}
