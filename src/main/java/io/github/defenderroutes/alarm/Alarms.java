package io.github.defenderroutes.alarm;

import io.github.defenderroutes.expiry.Expiries;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.mail.Envelope;
import io.github.defenderroutes.mail.MailHeaders;
import io.github.defenderroutes.mail.RenderedMail;
import io.github.defenderroutes.mail.SmtpSender;
import io.github.defenderroutes.poll.GoodPolls;
import io.github.defenderroutes.run.Problems;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final Map<String, List<Telling>> ways;

    public Alarms(
            Settings settings, Ledger ledger, GoodPolls polls, Expiries expiries, Problems problems, Clock clock) {
        this.settings = settings;
        this.problems = problems;
        this.clock = clock;
        Wording wording = new Wording(settings.text("defender.tenant-id"), ZoneId.of(settings.text("mail.time-zone")));
        this.ways = Stream.of(LOGGED, "mail", "route")
                .collect(Collectors.toMap(Function.identity(), way -> Stream.concat(
                                courses(Troubles.all(ledger, polls, problems, settings), wording),
                                reminders(way, expiries, ledger, wording))
                        .toList()));
    }

    private Stream<Telling> courses(List<Trouble> watched, Wording wording) {
        return watched.stream().map(trouble -> new Course(trouble, wording, settings.duration("alarm.after")));
    }

    private Stream<Telling> reminders(String way, Expiries expiries, Ledger ledger, Wording wording) {
        boolean logged = way.equals(LOGGED);
        return Expiries.KINDS.stream()
                .map(kind -> new Reminder(
                        kind,
                        () -> expiries.ahead(clock).stream()
                                .filter(expiry -> expiry.kind().equals(kind))
                                .findFirst(),
                        logged ? Reminder.DAILY : Reminder.WEEKLY_THEN_DAILY,
                        logged ? new LastSaid.OfProcess() : new LastSaid.OfLedger(ledger, "told-" + way + "-" + kind),
                        wording,
                        clock));
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
                .map(telling -> telling.due(clock.instant()))
                .flatMap(Optional::stream)
                .toList();
    }

    private void log() {
        for (Alarm alarm : all(LOGGED)) {
            telling(LOGGED, alarm).log(alarm, LOG);
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
        telling(way, alarm).said(alarm, clock.instant());
        problems.solved("alarm." + way);
    }

    /** The alarm could not be sounded in this way and is tried again soon, unless part of its readers have it. */
    public synchronized void notSaid(String way, Alarm alarm, Exception failure) {
        if (!SmtpSender.reached(failure).isEmpty()) {
            telling(way, alarm).said(alarm, clock.instant());
        } else {
            telling(way, alarm).notSaid(clock.instant());
        }
        problems.report("alarm." + way, "An alarm about our own trouble does not get out: " + sentence(failure));
    }

    private Telling telling(String way, Alarm alarm) {
        return ways.get(way).stream()
                .filter(telling -> telling.kind().equals(alarm.kind()))
                .findFirst()
                .orElseThrow();
    }

    private static String sentence(Exception failure) {
        String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return text.endsWith(".") ? text : text + ".";
    }
}
