package io.github.defenderroutes.mail;

import io.github.defenderroutes.defender.DefenderRefusedException;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import jakarta.mail.AuthenticationFailedException;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;
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
        return recipients.isEmpty() ? Refusals.ofGraph(failure).strip() : recipients;
    }

    /** How long the service asked us to send nothing; empty if it did not. */
    static Optional<Duration> retryAfter(Throwable failure) {
        return of(failure)
                .filter(DefenderUnavailableException.class::isInstance)
                .flatMap(cause -> ((DefenderUnavailableException) cause).retryAfter().stream())
                .findFirst();
    }

    static boolean meetsEveryMail(Throwable cause) {
        if (cause instanceof SMTPSendFailedException refused) {
            int answer = refused.getReturnCode();
            // MAIL names our sender address, which all mails share
            boolean senderRefused = refused.getCommand().startsWith("MAIL") && answer != MAIL_TOO_BIG;
            return answer < 0 || answer == SERVICE_ENDS || senderRefused || Refusals.isOfOurSender(refused);
        }
        if (cause instanceof DefenderRefusedException refused) {
            return Refusals.isOfOurMailbox(refused);
        }
        return cause instanceof MailServerException
                || cause instanceof DefenderUnavailableException
                || cause instanceof NoHttpResponseException
                || cause instanceof ConnectionClosedException
                || cause instanceof AuthenticationFailedException
                || cause instanceof SocketException
                || cause instanceof SocketTimeoutException
                || cause instanceof UnknownHostException
                || cause instanceof EOFException
                || cause instanceof SSLException;
    }
}
