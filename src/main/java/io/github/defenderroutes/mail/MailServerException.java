package io.github.defenderroutes.mail;

import io.github.defenderroutes.defender.DefenderUnavailableException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/**
 * The mail server cannot be used now: no mail would get through. Every mail should wait; none is to blame. The message
 * names the server, what happened and the remedy.
 */
public final class MailServerException extends MessagingException {

    private static final long serialVersionUID = 1;

    private MailServerException(String message, Exception cause) {
        super(message, cause);
    }

    static MailServerException of(SmtpOptions options, MessagingException cause) {
        return new MailServerException(
                "Mail server %s: %s".formatted(options.address(), problemAndRemedy(options, cause)), cause);
    }

    static MailServerException withoutToken(SmtpOptions options, DefenderUnavailableException cause) {
        return new MailServerException(
                "Mail server %s: we have no token for it (mail.oauth.scope). %s"
                        .formatted(options.address(), said(cause)),
                cause);
    }

    static MailServerException closed(SmtpOptions options) {
        return new MailServerException(
                "Mail server %s: not used any more, we are shutting down. The mail is kept."
                        .formatted(options.address()),
                null);
    }

    private static String problemAndRemedy(SmtpOptions options, MessagingException cause) {
        if (cause instanceof AuthenticationFailedException) {
            String said = said(cause);
            return "refused user %s (%s). To fix: %s"
                    .formatted(Plain.line(options.signIn().user(), 100), said, Refusals.ofSignIn(options, said));
        }
        if (cause instanceof SMTPSendFailedException refused && Refusals.isOfOurSender(refused)) {
            return "refused our sender address (%s). To fix: %s".formatted(said(cause), Refusals.ofOurSender());
        }
        if (Causes.of(cause).anyMatch(SocketTimeoutException.class::isInstance)) {
            return "no answer within %s s (%s). To fix: check mail.host, mail.port and the firewalls between."
                    .formatted(options.timeout().toSeconds(), said(cause));
        }
        if (Causes.of(cause).anyMatch(SSLException.class::isInstance)) {
            return "no trusted TLS connection (%s). To fix: mail.host must be a name in the server's certificate, and its issuer one we trust."
                    .formatted(deepest(cause));
        }
        if (said(cause).contains("STARTTLS")) {
            return "%s. To fix: use a port that offers STARTTLS, or set mail.security = tls.".formatted(said(cause));
        }
        return "%s. To fix: check that it runs, and mail.host, mail.port and mail.from.".formatted(deepest(cause));
    }

    private static String deepest(Throwable cause) {
        return Causes.of(cause)
                .reduce((first, second) -> second)
                .map(MailServerException::said)
                .orElse("");
    }

    private static String said(Throwable cause) {
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return Plain.line(text, 300);
    }
}
