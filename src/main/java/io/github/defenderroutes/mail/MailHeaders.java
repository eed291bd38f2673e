package io.github.defenderroutes.mail;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.component.mail.MailConstants;
import org.apache.camel.support.DefaultMessage;

/**
 * Lays a rendered mail into an exchange so that Camel's smtp endpoint sends it as text and HTML, with its attachments
 * beside the HTML.
 */
public final class MailHeaders {

    /** One header per alert. Some servers refuse longer heads (Sendmail: 32 kB), so no digest holds more. */
    static final int MOST_ALERT_IDS = 500;

    private static final DateTimeFormatter RFC_5322 = DateTimeFormatter.ofPattern(
                    "EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private MailHeaders() {}

    /**
     * Replaces the exchange's message by the mail: no header, attachment or body of before is left, because camel-mail
     * copies every header into the mail and takes {@code mail.smtp.*} ones as session properties. A route may add headers
     * (say {@code Cc}) afterwards.
     */
    public static void fill(Exchange exchange, RenderedMail mail, Envelope envelope) {
        var message = new DefaultMessage(exchange.getContext());
        message.setHeader(MailConstants.MAIL_SUBJECT, Plain.line(mail.subject(), MailText.SUBJECT_LENGTH));
        message.setHeader(MailConstants.MAIL_FROM, envelope.from());
        message.setHeader(MailConstants.MAIL_TO, envelope.to());
        message.setHeader("Date", RFC_5322.format(envelope.date()));
        message.setHeader("Message-ID", envelope.messageId());
        if (envelope.replyTo() != null) {
            message.setHeader("In-Reply-To", envelope.replyTo());
            message.setHeader("References", envelope.replyTo());
        }
        // asks the readers' mailboxes not to answer with "out of office"
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("X-Defender-Routes-Kind", word(envelope.kind()));
        message.setHeader("X-Defender-Alert-Id", alertIds(envelope));
        // not Camel's "contentType": that one would stay behind as a header of the mail
        message.setHeader(Exchange.CONTENT_TYPE, "text/html; charset=UTF-8");
        message.setHeader(MailConstants.MAIL_ALTERNATIVE_BODY, mail.text());
        message.setBody(mail.html());
        exchange.setMessage(message);
        attach(exchange, envelope);
    }

    /** Camel keeps attachments in the exchange and not in its message: those of the mail before would go with this one. */
    private static void attach(Exchange exchange, Envelope envelope) {
        var message = exchange.getMessage(AttachmentMessage.class);
        if (message.hasAttachments()) {
            message.getAttachmentObjects().clear();
        }
        Attachment.byName(envelope.attachments()).forEach((name, file) -> message.addAttachment(name, file.data()));
    }

    private static List<String> alertIds(Envelope envelope) {
        return envelope.alertIds().stream()
                .limit(MOST_ALERT_IDS)
                .map(MailHeaders::word)
                .toList();
    }

    private static String word(String value) {
        try {
            return MimeUtility.encodeText(Plain.line(value, 200), "UTF-8", "Q").replaceAll("\\s+", " ");
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("Every Java knows UTF-8", e);
        }
    }
}
