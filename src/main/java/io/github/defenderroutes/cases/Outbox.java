package io.github.defenderroutes.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.defenderroutes.ledger.Mails;
import io.github.defenderroutes.ledger.Mails.Mail;
import io.github.defenderroutes.mail.MailQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.component.mail.MailConstants;
import org.apache.camel.support.DefaultExchange;

/** What the SOC would be told of a case: its notices sealed into mails, with the texts of the config folder. */
final class Outbox {
    /** What a case can say of a mail. */
    static final List<String> FIELDS = List.of("kind", "to", "subject", "text", "html", "attachments");

    private final CamelContext camel;
    private final Mails mails;

    Outbox(CamelContext camel, Mails mails) {
        this.camel = camel;
        this.mails = mails;
    }

    /** The kinds of the notices that no mail has told yet. */
    List<String> kinds() {
        List<String> kinds = new ArrayList<>();
        mails.seal("example.org");
        for (Optional<Mail> mail = mails.due(); mail.isPresent(); mail = mails.due()) {
            kinds.add(mail.get().kind());
            mails.sent(mail.get());
        }
        return kinds;
    }

    /** The mails as send-mail would send them now, the most severe first. */
    List<Map<String, Object>> mails() {
        MailQueue queue = camel.getRegistry().lookupByNameAndType("mails", MailQueue.class);
        List<Map<String, Object>> sent = new ArrayList<>();
        queue.begin();
        for (Mail mail = queue.next(); mail != null; mail = queue.next()) {
            sent.add(read(queue, mail));
            queue.sent(mail);
        }
        return sent;
    }

    private Map<String, Object> read(MailQueue queue, Mail mail) {
        Exchange exchange = new DefaultExchange(camel);
        try {
            queue.prepare(mail, exchange);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A mail of the case cannot be read", e);
        }
        var message = exchange.getMessage(AttachmentMessage.class);
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("kind", mail.kind());
        read.put("to", List.copyOf((Collection<?>) message.getHeader(MailConstants.MAIL_TO)));
        read.put("subject", message.getHeader(MailConstants.MAIL_SUBJECT));
        read.put("text", message.getHeader(MailConstants.MAIL_ALTERNATIVE_BODY));
        read.put("html", message.getBody(String.class));
        read.put(
                "attachments",
                message.hasAttachments() ? new ArrayList<>(new TreeSet<>(message.getAttachmentNames())) : List.of());
        return read;
    }
}
