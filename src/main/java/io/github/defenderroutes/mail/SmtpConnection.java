package io.github.defenderroutes.mail;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to the mail server, opened when needed and kept for the next mail. Not thread-safe. */
final class SmtpConnection {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpConnection.class);

    private final SmtpOptions options;
    private final Session session;
    private Transport open;

    SmtpConnection(SmtpOptions options) {
        this.options = options;
        this.session = Session.getInstance(properties(options));
    }

    Session session() {
        return session;
    }

    void send(MimeMessage message, Address[] recipients) throws MessagingException {
        // asks the server (NOOP), because a kept connection may have died unnoticed
        boolean kept = open != null && open.isConnected();
        if (!kept) {
            connect();
        }
        try {
            open.sendMessage(message, recipients);
        } catch (MessagingException e) {
            close();
            if (!kept || !gaveUpBeforeTheMail(e)) {
                throw explained(e);
            }
            sendAnew(message, recipients);
        }
    }

    void close() {
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (MessagingException e) {
            LOG.debug("Connection to the mail server was already gone: {}", e.getMessage());
        }
        open = null;
    }

    private void sendAnew(MimeMessage message, Address[] recipients) throws MessagingException {
        connect();
        try {
            open.sendMessage(message, recipients);
        } catch (MessagingException e) {
            close();
            throw explained(e);
        }
    }

    /** Connects and signs in. */
    void connect() throws MailServerException {
        close();
        boolean signIn = options.auth() == SmtpOptions.Auth.PASSWORD;
        try {
            Transport transport = session.getTransport("smtp");
            transport.connect(
                    options.host(),
                    options.port(),
                    signIn ? options.username() : null,
                    signIn ? options.password() : null);
            open = transport;
        } catch (MessagingException e) {
            throw MailServerException.of(options, e);
        }
    }

    /** Servers may end a long connection at the next MAIL command; then nothing of this mail has been accepted. */
    private static boolean gaveUpBeforeTheMail(MessagingException failure) {
        return failure instanceof SMTPSendFailedException refused
                && refused.getCommand().startsWith("MAIL")
                && (refused.getReturnCode() == 421 || refused.getReturnCode() < 0);
    }

    private MessagingException explained(MessagingException failure) {
        return SmtpSender.serverAway(failure) ? MailServerException.of(options, failure) : failure;
    }

    private static SSLSocketFactory tls(SmtpOptions options) {
        return options.sslContext() == null
                ? (SSLSocketFactory) SSLSocketFactory.getDefault()
                : options.sslContext().getSocketFactory();
    }

    private static Properties properties(SmtpOptions options) {
        String limit = String.valueOf(options.timeout().toMillis());
        boolean startTls = options.security() == SmtpOptions.Security.STARTTLS;
        var properties = new Properties();
        properties.put("mail.transport.protocol", "smtp");
        properties.put("mail.smtp.connectiontimeout", limit);
        properties.put("mail.smtp.timeout", limit);
        properties.put("mail.smtp.writetimeout", limit);
        properties.put("mail.smtp.auth", String.valueOf(options.auth() == SmtpOptions.Auth.PASSWORD));
        properties.put("mail.smtp.starttls.enable", String.valueOf(startTls));
        properties.put("mail.smtp.starttls.required", String.valueOf(startTls));
        properties.put("mail.smtp.ssl.enable", String.valueOf(options.security() == SmtpOptions.Security.TLS));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        // one dead address in mail.to must not keep an alert from the others
        properties.put("mail.smtp.sendpartial", "true");
        properties.put("mail.smtp.socketFactory", PromptSockets.plain());
        properties.put("mail.smtp.socketFactory.fallback", "false");
        properties.put("mail.smtp.ssl.socketFactory", PromptSockets.over(tls(options)));
        return properties;
    }
}
