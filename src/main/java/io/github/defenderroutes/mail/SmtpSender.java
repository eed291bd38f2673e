package io.github.defenderroutes.mail;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Sends mails for Camel's smtp endpoint ({@code javaMailSender=#bean:smtp}) over one connection that is kept for the next
 * mail and closed after a few idle seconds. Thread-safe; mails go one after the other. The server is the one given at
 * construction, whatever the endpoint's URI says, and its settings cannot be changed.
 */
public final class SmtpSender extends FixedSender implements AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(5);

    private final Duration idle;
    private final SmtpConnection connection;
    private final ScheduledThreadPoolExecutor idleWatch;
    private long sent;
    private boolean closed;

    public SmtpSender(SmtpOptions options) {
        this(options, IDLE);
    }

    SmtpSender(SmtpOptions options, Duration idle) {
        super(options);
        this.idle = idle;
        this.connection = new SmtpConnection(options);
        this.idleWatch = new ScheduledThreadPoolExecutor(1, work -> {
            var thread = new Thread(work, "smtp-idle");
            thread.setDaemon(true);
            return thread;
        });
        idleWatch.setKeepAliveTime(1, TimeUnit.SECONDS);
        idleWatch.allowCoreThreadTimeOut(true);
        idleWatch.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Sends the mail to all its recipients, under the Message-ID and date it already has. Returns when the server has
     * accepted it.
     *
     * @throws MailServerException if no mail can be sent now
     * @throws SendFailedException if the server refused this mail or some of its recipients; the others have it then
     *     ({@link #reached})
     * @throws MessagingException if the mail cannot be written
     */
    @Override
    public synchronized void send(MimeMessage message) throws MessagingException {
        if (closed) {
            throw MailServerException.closed(options());
        }
        MimeText.complete(message);
        try {
            connection.send(message, message.getAllRecipients());
        } finally {
            long thisMail = ++sent;
            idleWatch.schedule(() -> closeIfLast(thisMail), idle.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Connects and signs in, and sends nothing.
     *
     * @throws MailServerException if no mail can be sent now
     */
    public synchronized void signIn() throws MailServerException {
        connection.connect();
        connection.close();
    }

    /** Ends the connection after the mail that is under way; later mails are refused as {@link MailServerException}. */
    @Override
    public synchronized void close() {
        closed = true;
        idleWatch.shutdown();
        connection.close();
    }

    /**
     * Whether a failure would meet every mail (server or Microsoft Graph unreachable, silent, throttling, refusing us or our
     * sender address) and not only this one (a recipient or the content refused). Looks through all causes.
     */
    public static boolean serverAway(Throwable failure) {
        return Causes.of(failure).anyMatch(Causes::meetsEveryMail);
    }

    /** The readers that have the mail although the sending failed: a repeat would reach them twice. */
    public static List<String> reached(Throwable failure) {
        return addresses(failure, partly -> Stream.<Address[]>of(partly.getValidSentAddresses()));
    }

    /** The readers that it did not reach. */
    public static List<String> notReached(Throwable failure) {
        return addresses(failure, partly -> Stream.of(partly.getInvalidAddresses(), partly.getValidUnsentAddresses()));
    }

    /** What the server said, of each refused reader if it was about them. */
    public static String said(Throwable failure) {
        return Causes.said(failure);
    }

    private static List<String> addresses(Throwable failure, Function<SendFailedException, Stream<Address[]>> which) {
        return Causes.of(failure)
                .filter(SendFailedException.class::isInstance)
                .map(SendFailedException.class::cast)
                .flatMap(which)
                .filter(Objects::nonNull)
                .flatMap(Stream::of)
                .map(address -> address instanceof InternetAddress mailbox ? mailbox.getAddress() : address.toString())
                .distinct()
                .toList();
    }

    private synchronized void closeIfLast(long mail) {
        if (mail == sent) {
            connection.close();
        }
    }

    @Override
    public Session getSession() {
        return connection.session();
    }

    @Override
    public String toString() {
        return "SmtpSender(" + options() + ")";
    }
}
