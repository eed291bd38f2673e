package io.github.defenderroutes.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.Mails;
import io.github.defenderroutes.ledger.Mails.Mail;
import io.github.defenderroutes.settings.Settings;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the route send-mail asks of the waiting mails, as the bean {@code mails}. */
public final class MailQueue {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ledger ledger;
    private final Mails mails;
    private final MailText text;
    private final Settings settings;

    /** Whether this round is over: one mail that finds the server away speaks for all. */
    private volatile boolean roundOver;

    public MailQueue(Ledger ledger, MailText text, Settings settings) {
        this.ledger = ledger;
        this.mails = ledger.mails();
        this.text = text;
        this.settings = settings;
    }

    /** Seals what there is to tell into mails and begins a round. */
    public void begin() {
        roundOver = !ledger.leads("send-mail");
        if (!roundOver) {
            String from = settings.text("mail.from");
            mails.seal(from.substring(from.indexOf('@') + 1));
        }
    }

    /** The next mail that is due; {@code null} at the end of the round: none is due, or the server is away. */
    public Mail next() {
        return roundOver ? null : mails.due().orElse(null);
    }

    /** Lays the mail into the message, so that the next step only has to send it. */
    public void prepare(Mail mail, Exchange exchange) throws JsonProcessingException {
        MailModel model = JSON.readValue(mail.models().get(0), MailModel.class);
        MailHeaders.fill(
                exchange,
                text.render(model),
                new Envelope(
                        mail.messageId(),
                        Instant.ofEpochMilli(mail.createdAt()),
                        settings.text("mail.from"),
                        settings.words("mail.to"),
                        model.alertIds(),
                        mail.kind()));
    }

    public void sent(Mail mail) {
        mails.sent(mail);
    }

    /** The mail was not accepted; it is kept and due again later, unless part of its readers have it already. */
    public void failed(Mail mail, Exception cause) {
        if (SmtpSender.reachedSomeone(cause)) {
            mails.sent(mail);
            LOG.warn(
                    "Mail not accepted for {}; the others have it. To fix: correct mail.to. mail={}",
                    String.join(", ", SmtpSender.notReached(cause)),
                    mail.messageId());
            return;
        }
        Instant due = Instant.ofEpochMilli(mails.postpone(mail, cause.getMessage()));
        roundOver = SmtpSender.serverAway(cause);
        LOG.warn("Mail not sent: {} It is kept and tried again at {}. mail={}", sentence(cause), due, mail.messageId());
    }

    private static String sentence(Exception cause) {
        String text = String.valueOf(cause.getMessage()).strip();
        return text.endsWith(".") ? text : text + ".";
    }
}
