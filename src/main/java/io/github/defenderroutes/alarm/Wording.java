package io.github.defenderroutes.alarm;

import io.github.defenderroutes.alarm.Trouble.Symptom;
import io.github.defenderroutes.expiry.Expiry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;

/**
 * The sentences of alarms. They stand here and not in {@code config/mail}, so that nothing an engineer edits can keep an
 * alarm from being sent.
 */
final class Wording {
    private final String tenant;
    private final DateTimeFormatter times;

    Wording(String tenant, ZoneId zone) {
        this.tenant = tenant;
        this.times = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss z", Locale.ENGLISH)
                .withZone(zone);
    }

    /** @param first what told of the trouble first, or {@code null} if this does */
    Alarm lasts(Trouble trouble, Symptom symptom, Alarm first, Instant now) {
        Instant since = first == null ? symptom.since() : first.since();
        String reason = symptom.reason() == null ? "" : "\n\nThe last failure: " + symptom.reason();
        return alarm(
                trouble,
                first,
                since,
                null,
                now,
                "Defender Routes needs help: %s since %s".formatted(inside(trouble.happens()), time(since)),
                "%s since %s.%s\n\nWhat it means: %s\n\nTo fix: %s\n\nWhile it lasts we say so once an hour, and once when it is over."
                        .formatted(trouble.happens(), time(since), reason, trouble.meaning(), trouble.remedy()));
    }

    Alarm over(Trouble trouble, Alarm first, Instant now) {
        String course = "from %s until %s".formatted(time(first.since()), time(now));
        String aftermath = trouble.aftermath()
                .apply(first.since())
                .map(text -> "\n\n" + text)
                .orElse("\n\nThere is nothing to do.");
        return alarm(
                trouble,
                first,
                first.since(),
                now,
                now,
                "Defender Routes works again: %s %s".formatted(inside(trouble.happens()), course),
                "%s %s. It works again, and what was due meanwhile is handled now.%s"
                        .formatted(trouble.happens(), course, aftermath));
    }

    Alarm runsOut(Expiry expiry, Clock clock) {
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant();
        return new Alarm(
                id,
                id,
                expiry.kind(),
                now,
                null,
                now,
                "Defender Routes: " + inside(expiry.headline(clock)),
                "%s.\n\nWhat it means: %s\n\nTo fix: %s\n\nUntil then we say so once a week, and daily in the last week.\n\nTenant %s"
                        .formatted(expiry.headline(clock), expiry.text(), expiry.fix(), tenant));
    }

    private Alarm alarm(
            Trouble trouble, Alarm first, Instant since, Instant until, Instant now, String subject, String text) {
        String id = UUID.randomUUID().toString();
        return new Alarm(
                id,
                first == null ? id : first.id(),
                trouble.kind(),
                since,
                until,
                now,
                subject,
                text + "\n\nTenant " + tenant);
    }

    private String time(Instant instant) {
        return times.format(instant.truncatedTo(ChronoUnit.SECONDS));
    }

    private static String inside(String sentence) {
        return sentence.startsWith("Our ") || sentence.startsWith("The ")
                ? sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1)
                : sentence;
    }
}
