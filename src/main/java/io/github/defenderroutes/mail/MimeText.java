package io.github.defenderroutes.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Writes the mail that {@link MailHeaders} laid into an exchange as MIME text, as the bean {@code mime}: the very mail that
 * Camel's smtp endpoint would send.
 */
public final class MimeText {
    private static final String NO_SERVER =
            "smtp://mime.invalid"; // never connected to; it lends its way of writing mails

    private final Session session = Session.getInstance(new Properties());

    /** Puts the text in the place of body and attachments; the headers stay. */
    public void write(Exchange exchange) throws MessagingException, IOException {
        MailEndpoint endpoint = endpoint(exchange.getContext());
        MimeMessage mail = new MimeMessage(session);
        endpoint.getBinding().populateMailMessage(endpoint, mail, exchange);
        complete(mail);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        mail.writeTo(text);
        AttachmentMessage message = exchange.getMessage(AttachmentMessage.class);
        message.clearAttachments();
        message.setBody(text.toString(StandardCharsets.UTF_8));
    }

    /** One of our own: where ways out are held, the context gives out another. */
    private static MailEndpoint endpoint(CamelContext camel) {
        try {
            var endpoint = (MailEndpoint) camel.getComponent("smtp").createEndpoint(NO_SERVER);
            ServiceHelper.startService(endpoint);
            return endpoint;
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }

    /** Makes the mail ready to be sent, under the Message-ID and date it already has. */
    static void complete(MimeMessage mail) throws MessagingException {
        String messageId = mail.getMessageID();
        if (mail.getSentDate() == null) {
            mail.setSentDate(new Date());
        }
        mail.saveChanges();
        if (messageId != null) {
            // saveChanges has made a new one
            mail.setHeader("Message-ID", messageId);
        }
    }
}
