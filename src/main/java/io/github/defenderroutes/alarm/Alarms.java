package io.github.defenderroutes.alarm;

import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.mail.Envelope;
import io.github.defenderroutes.mail.MailHeaders;
import io.github.defenderroutes.mail.RenderedMail;
import io.github.defenderroutes.mail.SmtpSender;
import io.github.defenderroutes.poll.GoodPolls;
import io.github.defenderroutes.run.Problems;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which alarms are to be sounded, as the bean {@code alarms}. Each way (the mail, the engineer's route, our log) has its
 * own memory, so that one that fails neither stops nor repeats the other.
 */
public final class Alarms {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");
    private static final String LOGGED = "log";

    private final Settings settings;
    private final Problems problems;
    private final Clock clock;
    private final Map<String, List<Course>> ways;

    public Alarms(Settings settings, Ledger ledger, GoodPolls polls, Problems problems, Clock clock) {
        this(settings, Troubles.all(ledger, polls, problems), problems, clock);
    }

    Alarms(Settings settings, List<Trouble> watched, Problems problems, Clock clock) {
        this.settings = settings;
        this.problems = problems;
        this.clock = clock;
        Wording wording = new Wording(settings.text("defender.tenant-id"), ZoneId.of(settings.text("mail.time-zone")));
        Duration after = settings.duration("alarm.after");
        this.ways = Map.of(
                LOGGED,
                courses(watched, wording, after),
                "mail",
                courses(watched, wording, after),
                "route",
                courses(watched, wording, after));
    }

    private static List<Course> courses(List<Trouble> watched, Wording wording, Duration after) {
        return watched.stream()
                .map(trouble -> new Course(trouble, wording, after))
                .toList();
    }

    /**
     * What is to be said in this way now. It stays due until {@link #said}.
     *
     * @param way {@code mail}, or {@code route} for {@code alarm.route}
     */
    public synchronized List<Alarm> due(String way) {
        log();
        return way.equals("route") && settings.optionalText("alarm.route").isEmpty() ? List.of() : all(way);
    }

    private List<Alarm> all(String way) {
        return ways.get(way).stream()
                .map(course -> course.due(clock.instant()))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The log hears of it once, and once of its end. */
    private void log() {
        for (Alarm alarm : all(LOGGED)) {
            if (alarm.isOver()) {
                LOG.info("{}", alarm.subject());
            } else if (alarm.isFirst()) {
                LOG.error("{}. alarm={}", alarm.subject(), alarm.kind());
            }
            said(LOGGED, alarm);
        }
    }

    /** Lays the alarm into the message as a mail, so that the next step only has to send it. */
    public void letter(Alarm alarm, Exchange exchange) {
        String from = settings.text("mail.from");
        String domain = from.substring(from.indexOf('@') + 1);
        MailHeaders.fill(
                exchange,
                new RenderedMail(alarm.subject(), alarm.text() + "\n", html(alarm.text())),
                new Envelope(
                        "<%s@%s>".formatted(alarm.id(), domain),
                        alarm.madeAt(),
                        from,
                        settings.words("mail.to"),
                        List.of(),
                        "alarm"));
        exchange.getMessage().removeHeader("X-Defender-Alert-Id"); // it speaks for none
        if (!alarm.isFirst()) {
            exchange.getMessage().setHeader("In-Reply-To", "<%s@%s>".formatted(alarm.first(), domain));
        }
    }

    private static String html(String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return "<!DOCTYPE html>\n<html><body><p>%s</p></body></html>\n".formatted(escaped.replace("\n\n", "</p>\n<p>"));
    }

    /** The alarm was sounded in this way. */
    public synchronized void said(String way, Alarm alarm) {
        course(way, alarm).said(alarm, clock.instant());
        problems.solved("alarm." + way);
    }

    /** The alarm could not be sounded in this way and is tried again soon, unless part of its readers have it. */
    public synchronized void notSaid(String way, Alarm alarm, Exception failure) {
        if (!SmtpSender.reached(failure).isEmpty()) {
            course(way, alarm).said(alarm, clock.instant());
        } else {
            course(way, alarm).notSaid(clock.instant());
        }
        problems.report("alarm." + way, "An alarm about our own trouble does not get out: " + sentence(failure));
    }

    private Course course(String way, Alarm alarm) {
        return ways.get(way).stream()
                .filter(course -> course.kind().equals(alarm.kind()))
                .findFirst()
                .orElseThrow();
    }

    private static String sentence(Exception failure) {
        String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return text.endsWith(".") ? text : text + ".";
    }
}
