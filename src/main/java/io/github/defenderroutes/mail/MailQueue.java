package io.github.defenderroutes.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.ledger.Digests;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.Mails;
import io.github.defenderroutes.ledger.Mails.Mail;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the route send-mail asks of the waiting mails, as the bean {@code mails}. Two rounds at once share the mails. */
public final class MailQueue {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int READ_AT_ONCE = 100;

    /** A route that was torn down never says what came of its mail. */
    private static final Duration LONGEST_IN_HAND = Duration.ofMinutes(15);

    private final Ledger ledger;
    private final Mails mails;
    private final MailText text;
    private final Settings settings;
    private final Readers readers;
    private final Clock clock;
    private final Delays delays;
    private final AcceptedMails accepted;

    /** Read and not begun. */
    private final Deque<Mail> batch = new ArrayDeque<>();

    /** Given to a route that has not said yet what came of it, and when. */
    private final Map<String, Instant> inHand = new HashMap<>();

    /** Whether this round is over: one mail that finds the server away speaks for all. */
    private boolean roundOver;

    /** Until then the service has asked us to send nothing. */
    private Instant pausedUntil = Instant.MIN;

    /** What keeps all mails from being accepted, once it was said. */
    private String standing;

    public MailQueue(Ledger ledger, MailText text, Settings settings, Clock clock) {
        this.ledger = ledger;
        this.mails = ledger.mails();
        this.text = text;
        this.settings = settings;
        this.readers = new Readers(settings);
        this.clock = clock;
        this.delays = new Delays(ledger.delayedAlerts(), settings, clock);
        this.accepted = new AcceptedMails(mails);
    }

    /** Begins a round, unless another process sends the mails, and adds what nobody has told yet: alerts that wait too long. */
    public synchronized void begin() {
        batch.clear();
        boolean leads = ledger.leads("send-mail");
        if (leads) {
            delays.tell();
        }
        roundOver = !leads || clock.instant().isBefore(pausedUntil);
    }

    /** The next mail that is due; {@code null} at the end of the round: none is due, or the server is away. */
    public synchronized Mail next() {
        if (batch.isEmpty() || roundOver) {
            readMore();
        }
        Mail mail = batch.poll();
        if (mail != null) {
            inHand.put(mail.id(), clock.instant());
        }
        return mail;
    }

    /** Seals what there is to tell by now, so that in a long round the most severe still goes first. */
    private void readMore() {
        batch.clear();
        accepted.note();
        inHand.values().removeIf(since -> since.plus(LONGEST_IN_HAND).isBefore(clock.instant()));
        if (roundOver || !ledger.leads("send-mail")) {
            return;
        }
        String from = settings.text("mail.from");
        mails.seal(from.substring(from.indexOf('@') + 1), digests());
        for (Mail mail : mails.due(READ_AT_ONCE)) {
            if (inHand.containsKey(mail.id())) {
                continue;
            }
            if (readersLeft(mail).isEmpty()) {
                accepted.add(mail); // the readers were corrected, and the others have it
            } else {
                batch.add(mail);
            }
        }
    }

    private Digests digests() {
        return new Digests(
                Digests.By.valueOf(settings.text("mail.digest.by").toUpperCase(Locale.ROOT)),
                settings.number("mail.digest.above"),
                settings.duration("mail.digest.window"),
                readers::audience);
    }

    /** Lays the mail into the message, so that the next step only has to send it. */
    public void prepare(Mail mail, Exchange exchange) throws JsonProcessingException {
        List<MailModel> models = new ArrayList<>();
        for (String model : mail.models()) {
            models.add(JSON.readValue(model, MailModel.class));
        }
        MailHeaders.fill(
                exchange,
                models.size() == 1 ? text.render(models.get(0)) : text.render(models),
                new Envelope(
                        mail.messageId(),
                        mail.replyTo(),
                        Instant.ofEpochMilli(mail.createdAt()),
                        settings.text("mail.from"),
                        readersLeft(mail),
                        models.stream()
                                .flatMap(model -> model.alertIds().stream())
                                .distinct()
                                .toList(),
                        mail.kind(),
                        models.stream()
                                .flatMap(model -> model.attachments().stream())
                                .toList()));
    }

    private List<String> readersLeft(Mail mail) {
        List<String> own = ownReaders(mail);
        return (own.isEmpty() ? readers.of(mail.severity()) : own)
                .stream()
                        .filter(reader -> mail.accepted().stream().noneMatch(reader::equalsIgnoreCase))
                        .toList();
    }

    /** Whom the file of a hunting query names; also for what becomes of devices that it had isolated. */
    private static List<String> ownReaders(Mail mail) {
        if (mail.models().size() != 1 || !mail.models().get(0).contains("\"hunt\":{")) {
            return List.of();
        }
        return MailModel.read(mail.models().get(0)) // of one that cannot be read it is said when the mail is prepared
                .map(MailModel::hunt)
                .map(HuntReport::mailTo)
                .orElse(List.of());
    }

    public synchronized void sent(Mail mail) {
        accepted.add(mail);
        inHand.remove(mail.id());
        if (standing != null) {
            standing = null;
            LOG.info("Mails are accepted again.");
            mails.hurry();
        }
    }

    /** The mail was not accepted, or not by all; it is kept, for those who do not have it. */
    public synchronized void failed(Mail mail, Exception cause) {
        if (accepted.contains(mail.id())) {
            return; // the mail is fine; it is the database that cannot note it
        }
        inHand.remove(mail.id());
        String problem = Plain.line(Causes.said(cause), 500);
        Optional<Instant> due = mails.postpone(
                        mail, SmtpSender.reached(cause), problem, settings.duration("mail.give-up"))
                .map(Instant::ofEpochMilli);
        roundOver |= SmtpSender.serverAway(cause);
        Causes.retryAfter(cause).map(clock.instant()::plus).ifPresent(end -> pausedUntil = end);
        if (due.isEmpty()) {
            LOG.error(
                    "Mail set aside: for {} nobody could make the server accept it. {} To fix: cure that, then resubmit the mail."
                            + " mail={}",
                    settings.text("mail.give-up"),
                    sentence(problem),
                    mail.messageId());
        } else if (SmtpSender.serverAway(cause)) {
            sayOnce(mail, problem, due.get());
        } else if (!problem.equals(mail.problem())) {
            say(mail, problem, cause, due.get());
        }
    }

    private void sayOnce(Mail mail, String problem, Instant due) {
        if (!problem.equals(standing)) {
            standing = problem;
            LOG.warn(
                    "Mail not sent: {} All mails are kept; this one is tried again at {}. mail={}",
                    sentence(problem),
                    due,
                    mail.messageId());
        }
    }

    private static void say(Mail mail, String problem, Exception cause, Instant due) {
        if (SmtpSender.reached(cause).isEmpty() && mail.accepted().isEmpty()) {
            LOG.warn(
                    "Mail not sent: {} It is kept and tried again at {}. mail={}",
                    sentence(problem),
                    due,
                    mail.messageId());
        } else {
            LOG.warn(
                    "Mail not accepted for {}; the others have it: {} It is kept for them and tried again at {}. To fix: correct mail.to."
                            + " mail={}",
                    String.join(", ", SmtpSender.notReached(cause)),
                    sentence(problem),
                    due,
                    mail.messageId());
        }
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }
}
