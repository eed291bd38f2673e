package io.github.defenderroutes.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.Mails;
import io.github.defenderroutes.ledger.Mails.Mail;
import io.github.defenderroutes.settings.Settings;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
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

    /** Whether the server was found away in this round, so that the other mails need not find out one by one. */
    private volatile boolean serverAway;

    public MailQueue(Ledger ledger, MailText text, Settings settings) {
        this.ledger = ledger;
        this.mails = ledger.mails();
        this.text = text;
        this.settings = settings;
    }

    /** Seals what there is to tell and goes through the mails that are due, one at a time, until the server is away. */
    public Iterator<Mail> due() {
        serverAway = false;
        if (ledger.leads("send-mail")) {
            String from = settings.text("mail.from");
            mails.seal(from.substring(from.indexOf('@') + 1));
            return new DueMails();
        }
        return Collections.emptyIterator();
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

    /** The mail was not accepted; it is kept and due again later. */
    public void failed(Mail mail, Exception cause) {
        Instant due = Instant.ofEpochMilli(mails.postpone(mail, cause.getMessage()));
        serverAway = SmtpSender.serverAway(cause);
        LOG.warn(
                "Mail not sent: {}. It is kept and tried again at {}. mail={}",
                cause.getMessage(),
                due,
                mail.messageId());
    }

    private final class DueMails implements Iterator<Mail> {
        private Optional<Mail> next = Optional.empty();

        @Override
        public boolean hasNext() {
            if (next.isEmpty() && !serverAway) {
                next = mails.due();
            }
            return next.isPresent();
        }

        @Override
        public Mail next() {
            Mail mail = hasNext() ? next.get() : null;
            next = Optional.empty();
            if (mail == null) {
                throw new NoSuchElementException();
            }
            return mail;
        }
    }
}
