package io.github.defenderroutes.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.expiry.Expiry;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.TestLedger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When we remind of what will run out. */
class ReminderTest {
    private final HandClock clock = new HandClock();
    private final TestLedger database = new TestLedger();
    private final Ledger ledger = database.start(clock);
    private LocalDate expires =
            LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(24);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void peopleAreToldOnceAWeekThenDailyInTheLastWeekAndAfterIt() {
        Reminder reminder = mail();

        assertThat(daysLeftWhenToldDuring(28, reminder))
                .startsWith(24L, 17L, 10L, 7L, 6L, 5L, 4L, 3L, 2L, 1L, 0L, -1L, -2L);
    }

    @Test
    void theLogIsToldDaily() {
        Reminder reminder = reminder(Reminder.DAILY, new LastSaid.OfProcess());

        assertThat(daysLeftWhenToldDuring(4, reminder)).containsExactly(24L, 23L, 22L, 21L);
    }

    @Test
    void aRestartOrAnotherProcessDoesNotRepeatIt() {
        said(mail());
        clock.pass(Duration.ofDays(6));

        assertThat(mail().due(clock.instant())).isEmpty();
        clock.pass(Duration.ofDays(1));
        assertThat(mail().due(clock.instant())).isPresent();
    }

    @Test
    void ofTwoProcessesOneTells() {
        Ledger other = database.start(clock);
        assertThat(mail().due(clock.instant())).isPresent();

        Reminder theirs =
                reminder(Reminder.WEEKLY_THEN_DAILY, new LastSaid.OfLedger(other, "told-mail-secret-expires"));

        assertThat(theirs.due(clock.instant())).isEmpty();
    }

    @Test
    void whatCannotBeSaidStaysTheSameAndIsTriedAgain() {
        Reminder reminder = mail();
        Alarm first = reminder.due(clock.instant()).orElseThrow();

        reminder.notSaid(clock.instant());

        assertThat(reminder.due(clock.instant())).isEmpty();
        clock.pass(Duration.ofMinutes(1));
        assertThat(reminder.due(clock.instant())).contains(first);
    }

    @Test
    void whatIsMendedIsNotSaidAnyMore() {
        Reminder reminder = mail();
        assertThat(reminder.due(clock.instant())).isPresent();

        expires = null;
        clock.pass(Duration.ofHours(1));

        assertThat(reminder.due(clock.instant())).isEmpty();
    }

    @Test
    void withoutTheDatabaseNobodyIsTold() {
        database.isAway(true);
        Reminder reminder = mail();

        assertThat(reminder.due(clock.instant())).isEmpty();
        database.isAway(false);
        clock.pass(Duration.ofMinutes(1));
        assertThat(reminder.due(clock.instant())).isPresent();
    }

    @Test
    void theWordsSayWhatWhenWhatItMeansAndWhatToDo() {
        Alarm alarm = mail().due(clock.instant()).orElseThrow();

        assertThat(alarm.subject())
                .isEqualTo("Defender Routes: the client secret expires: %s, in 24 days".formatted(expires));
        assertThat(alarm.text())
                .contains("What it means: No token.", "To fix: Make a new one.", "once a week", "Tenant tenant-1");
        assertThat(alarm.isOver()).isFalse();
        assertThat(alarm.toMap()).containsEntry("kind", "secret-expires");
    }

    /** Looks every hour and says what is due; the days that were left each time. */
    private List<Long> daysLeftWhenToldDuring(int days, Reminder reminder) {
        List<Long> told = new ArrayList<>();
        Instant end = clock.instant().plus(Duration.ofDays(days));
        while (clock.instant().isBefore(end)) {
            reminder.due(clock.instant()).ifPresent(alarm -> {
                told.add(expiry().daysLeft(clock));
                reminder.said(alarm, clock.instant());
            });
            clock.pass(Duration.ofHours(1));
        }
        return told;
    }

    private void said(Reminder reminder) {
        reminder.said(reminder.due(clock.instant()).orElseThrow(), clock.instant());
    }

    private Reminder mail() {
        return reminder(Reminder.WEEKLY_THEN_DAILY, new LastSaid.OfLedger(ledger, "told-mail-secret-expires"));
    }

    private Reminder reminder(Function<Long, Duration> interval, LastSaid memory) {
        return new Reminder(
                "secret-expires",
                () -> Optional.ofNullable(expires).map(day -> expiry()),
                interval,
                memory,
                new Wording("tenant-1", ZoneOffset.UTC),
                clock);
    }

    private Expiry expiry() {
        return new Expiry("secret-expires", "The client secret expires", expires, "No token.", "Make a new one.");
    }
}
