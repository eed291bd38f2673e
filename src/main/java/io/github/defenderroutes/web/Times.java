package io.github.defenderroutes.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How pages write times and spans. Public for the templates, which call it {@code times}; milliseconds since 1970. */
public final class Times {
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ENGLISH);

    private final ZoneId zone;
    private final Clock clock;

    Times(ZoneId zone, Clock clock) {
        this.zone = zone;
        this.clock = clock;
    }

    /** Day and time in the zone of {@code mail.time-zone}. */
    public String at(long millis) {
        return DAY_AND_TIME.format(Instant.ofEpochMilli(millis).atZone(zone));
    }

    /** For machines: UTC. */
    public String utc(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    /** The zone's name. */
    public String zone() {
        return zone.getId();
    }

    /** How long ago, in its largest unit: {@code 5 min ago}; of what is to come: {@code in 5 min}. */
    public String ago(long millis) {
        Duration since = Duration.ofMillis(clock.millis() - millis);
        if (since.abs().toSeconds() < 2) {
            return "just now";
        }
        return since.isNegative() ? "in " + span(since.negated().toMillis()) : span(since.toMillis()) + " ago";
    }

    /** A span in its largest unit, with the next smaller one where that tells something. */
    public String span(long millis) {
        Duration span = Duration.ofMillis(millis);
        if (span.toSeconds() < 1) {
            return millis + " ms";
        } else if (span.toMinutes() < 2) {
            return span.toSeconds() + " s";
        } else if (span.toHours() < 2) {
            return span.toMinutes() + " min";
        } else if (span.toDays() < 2) {
            return span.toHours() + " h";
        }
        return span.toDays() + " days";
    }
}
