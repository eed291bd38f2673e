package io.github.defenderroutes.expiry;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * One thing that runs out.
 *
 * @param kind one word for machines, such as {@code secret-expires}
 * @param subject what happens on that day, as a sentence without its end: "The client secret expires"
 * @param date the day, in UTC
 * @param text what that means, in full sentences
 * @param fix what a person can do before, in full sentences
 */
public record Expiry(String kind, String subject, LocalDate date, String text, String fix) {

    /** Whole days until then; negative once it is past. */
    public long daysLeft(Clock clock) {
        return ChronoUnit.DAYS.between(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), date);
    }

    /** Subject and date in one line: "The client secret expires: 2027-03-01, in 29 days". */
    public String headline(Clock clock) {
        long days = daysLeft(clock);
        String when = days == 0 ? "today" : days == 1 ? "tomorrow" : days > 0 ? "in %d days" : "%d days ago";
        return "%s: %s, %s".formatted(subject, date, when.formatted(Math.abs(days)));
    }
}
