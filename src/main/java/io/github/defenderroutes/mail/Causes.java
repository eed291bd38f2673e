package io.github.defenderroutes.mail;

import jakarta.mail.AuthenticationFailedException;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** What is behind a failure. */
final class Causes {

    private static final int DEEPEST = 20;
    private static final int SERVICE_ENDS = 421;
    private static final int MAIL_TOO_BIG = 552;

    private Causes() {}

    /** The failure itself, then its causes. */
    static Stream<Throwable> of(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(DEEPEST);
    }

    /** What the server said, of each refused recipient if it was about them; else the failure's own message. */
    static String said(Throwable failure) {
        String recipients = of(failure)
                .filter(SMTPAddressFailedException.class::isInstance)
                .map(cause -> String.valueOf(cause.getMessage()).strip())
                .distinct()
                .collect(Collectors.joining("; "));
        return recipients.isEmpty() ? String.valueOf(failure.getMessage()).strip() : recipients;
    }

    static boolean meetsEveryMail(Throwable cause) {
        if (cause instanceof SMTPSendFailedException refused) {
            int answer = refused.getReturnCode();
            // MAIL names our sender address, which all mails share
            boolean senderRefused = refused.getCommand().startsWith("MAIL") && answer != MAIL_TOO_BIG;
            return answer < 0 || answer == SERVICE_ENDS || senderRefused || Refusals.isOfOurSender(refused);
        }
        return cause instanceof MailServerException
                || cause instanceof AuthenticationFailedException
                || cause instanceof SocketException
                || cause instanceof SocketTimeoutException
                || cause instanceof UnknownHostException
                || cause instanceof EOFException
                || cause instanceof SSLException;
    }
}
