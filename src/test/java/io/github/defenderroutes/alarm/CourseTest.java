package io.github.defenderroutes.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.alarm.Trouble.Symptom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When an alarm is sounded, when it is repeated, and what is said at the end. */
class CourseTest {
    private static final Duration AFTER = Duration.ofMinutes(10);

    private final HandClock clock = new HandClock();
    private Symptom symptom;
    private final Course course = new Course(
            new Trouble("broken", "It is broken", "No light.", "Repair it.", () -> Optional.ofNullable(symptom)),
            new Wording("tenant-1", ZoneOffset.UTC),
            AFTER);

    @Test
    void whatEndsWithinTheTimeAllowedIsNoTrouble() {
        begins();
        after(AFTER.minusSeconds(1));
        assertThat(due()).isEmpty();

        symptom = null;

        after(AFTER);
        assertThat(due()).isEmpty();
    }

    @Test
    void whatLastsIsSaidOnceAnHour() {
        Instant since = begins();
        after(AFTER);

        Alarm first = sounded();

        assertThat(first.since()).isEqualTo(since);
        assertThat(first.subject()).contains("It is broken since ");
        assertThat(first.text()).contains("the reason", "What it means: No light.", "To fix: Repair it.");
        assertThat(due()).isEmpty();
        after(Duration.ofMinutes(59));
        assertThat(due()).isEmpty();
        after(Duration.ofMinutes(1));
        Alarm second = sounded();
        assertThat(second.since()).isEqualTo(since);
        assertThat(second.first()).isEqualTo(first.id());
        assertThat(second.id()).isNotEqualTo(first.id());
    }

    @Test
    void theEndIsSaidOnceWithTheTimeItTook() {
        Instant since = begins();
        after(AFTER);
        Alarm first = sounded();
        symptom = null;
        after(AFTER);

        Alarm over = sounded();

        assertThat(over.isOver()).isTrue();
        assertThat(over.since()).isEqualTo(since);
        assertThat(over.until()).isEqualTo(clock.instant());
        assertThat(over.first()).isEqualTo(first.id());
        assertThat(due()).isEmpty();
    }

    @Test
    void whatCouldNotBeSaidIsTriedAgainAMinuteLaterAsTheSameAlarm() {
        begins();
        after(AFTER);
        Alarm first = due().orElseThrow();
        course.notSaid(clock.instant());
        assertThat(due()).isEmpty();

        after(Duration.ofMinutes(1));

        assertThat(due()).contains(first);
    }

    @Test
    void troubleThatEndedBeforeAnyoneCouldBeToldIsToldAtItsEnd() {
        Instant since = begins();
        after(AFTER);
        assertThat(due()).isPresent();
        symptom = null;

        Alarm over = sounded();

        assertThat(over.isOver()).isTrue();
        assertThat(over.since()).isEqualTo(since);
    }

    @Test
    void troubleThatComesAndGoesIsSaidNoMoreThanOnceAnHour() {
        int alarms = 0;
        for (int minute = 0; minute < 180; minute++) {
            symptom = minute % 12 == 11 ? null : symptom == null ? new Symptom(clock.instant(), null) : symptom;
            Optional<Alarm> due = due();
            due.ifPresent(alarm -> course.said(alarm, clock.instant()));
            alarms += due.filter(alarm -> !alarm.isOver()).isPresent() ? 1 : 0;
            after(Duration.ofMinutes(1));
        }

        assertThat(alarms).isEqualTo(3);
    }

    private Instant begins() {
        symptom = new Symptom(clock.instant(), "the reason");
        return clock.instant();
    }

    private void after(Duration time) {
        clock.pass(time);
    }

    private Optional<Alarm> due() {
        return course.due(clock.instant());
    }

    private Alarm sounded() {
        Alarm alarm = due().orElseThrow();
        course.said(alarm, clock.instant());
        return alarm;
    }
}
