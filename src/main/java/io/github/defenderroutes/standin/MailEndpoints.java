package io.github.defenderroutes.standin;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Mail by Microsoft Graph, as MIME only.
 *
 * <p>Documented: path, permission, base64 as text/plain, an empty 202, the 400 for what is no base64. Seen in the field:
 * the codes ErrorSendAsDenied and ErrorInvalidRecipients. Invented: their texts; that any mailbox exists; that mails arrive
 * at once and with the Message-ID they were given.
 */
final class MailEndpoints {
    private static final Set<String> ROLES = Set.of("Mail.Send");

    private final Consumer<ReceivedMail> accepted;

    MailEndpoints(Consumer<ReceivedMail> accepted) {
        this.accepted = accepted;
    }

    List<Route> routes() {
        return List.of(new Route("send-mail", "POST", "/v1.0/users/{user}/sendMail", ROLES, this::send));
    }

    private Answer send(Request request) {
        if (!request.header("Content-Type").startsWith("text/plain")) {
            throw new RefusedException(400, "ErrorInvalidRequest", "The stand-in takes mails as MIME only.");
        }
        try {
            MimeMessage mail = new MimeMessage((Session) null, new ByteArrayInputStream(decoded(request)));
            checkSender(request.pathValues().get("user"), mail);
            List<String> recipients = Stream.of(
                            mail.getAllRecipients() == null ? new Address[0] : mail.getAllRecipients())
                    .map(address -> ((InternetAddress) address).getAddress())
                    .toList();
            if (recipients.isEmpty()) {
                throw new RefusedException(400, "ErrorInvalidRecipients", "At least one recipient is not valid.");
            }
            accepted.accept(ReceivedMail.of(mail, recipients));
            return Answer.empty(202);
        } catch (MessagingException unreadable) {
            throw new RefusedException(400, "ErrorMimeContentInvalid", "Invalid MIME content.");
        }
    }

    private static byte[] decoded(Request request) {
        try {
            return Base64.getMimeDecoder().decode(request.body());
        } catch (IllegalArgumentException notBase64) {
            throw new RefusedException(
                    400, "ErrorMimeContentInvalidBase64String", "Invalid base64 string for MIME content.");
        }
    }

    private static void checkSender(String user, MimeMessage mail) throws MessagingException {
        boolean own = Stream.of(mail.getFrom() == null ? new Address[0] : mail.getFrom())
                .allMatch(from -> ((InternetAddress) from).getAddress().equalsIgnoreCase(user));
        if (!own) {
            throw new RefusedException(403, "ErrorSendAsDenied", "Not allowed to send as that sender.");
        }
    }
}
