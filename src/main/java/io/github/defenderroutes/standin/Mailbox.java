package io.github.defenderroutes.standin;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.user.UserException;
import io.github.defenderroutes.standin.StandInOptions.MailSecurity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** The stand-in's mail server, and what it and Microsoft Graph accepted. */
public final class Mailbox {

    private final SSLContext tls;
    private final MailSecurity security;
    private final Login login;
    private final Managers managers = new Managers();
    private final MailRules rules = new MailRules(managers, this::received);
    private final List<ReceivedMail> mails = new ArrayList<>();
    private final int port;
    private MailServer server;

    Mailbox(int wantedPort, SSLContext tls, MailSecurity security, Login login) {
        this.tls = tls;
        this.security = security;
        this.login = login;
        managers.getUserManager().setAuthRequired(false);
        server = MailServer.started(wantedPort, tls, security, rules, managers);
        port = server.port();
    }

    /** Every mail accepted so far, in that order. */
    public List<ReceivedMail> all() {
        synchronized (mails) {
            return List.copyOf(mails);
        }
    }

    /**
     * Waits until there are at least so many mails, and gives all there are.
     *
     * @throws IllegalStateException if there are fewer when the time (real time) is over
     */
    public List<ReceivedMail> await(int count, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (mails) {
            while (mails.size() < count) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new IllegalStateException("Expected %d mails within %s but got %s"
                            .formatted(
                                    count,
                                    limit,
                                    mails.stream().map(ReceivedMail::subject).toList()));
                }
                waitFor(left);
            }
            return List.copyOf(mails);
        }
    }

    /** Forgets the mails received so far. */
    public void clear() {
        synchronized (mails) {
            mails.clear();
        }
    }

    /** The server is gone: connections are refused until {@link #makeAvailable}. */
    public synchronized void makeUnavailable() {
        if (server != null) {
            server.shut();
            server = null;
        }
    }

    /** The server is back on the same port, with what it had received. */
    public synchronized void makeAvailable() {
        if (server == null) {
            server = MailServer.started(port, tls, security, rules, managers);
        }
    }

    /** Answers 550 to this recipient; others of the same mail are fine. */
    public void rejectRecipient(String address) {
        rules.reject(address);
    }

    public void acceptAllRecipients() {
        rules.acceptAll();
    }

    /** From now on only who signs in with this name and password may send; may be called for several names. */
    public void requirePassword(String username, String password) {
        try {
            managers.getUserManager().createUser(username, username, password);
        } catch (UserException taken) {
            throw new IllegalArgumentException("There is already a password for " + username, taken);
        }
        managers.getUserManager().setAuthRequired(true);
        rules.requirePassword();
    }

    /**
     * From now on only who signs in for this mailbox by SASL XOAUTH2 may send, with a token for Exchange Online that carries
     * SMTP.SendAsApp. Documented: the exchange of words and both answers.
     */
    public void requireToken(String mailbox) {
        rules.requireToken((user, authorization) -> {
            try {
                login.check(authorization, Tokens.EXCHANGE, Set.of("SMTP.SendAsApp"));
                return user.equalsIgnoreCase(mailbox);
            } catch (RefusedException refused) {
                return false;
            }
        });
    }

    /** The next mail is not kept and answered with this, e.g. {@code 452 4.2.2 Mailbox full}. Several calls queue up. */
    public void refuseNext(String answer) {
        rules.refuseNext(answer);
    }

    /** The next mail is kept, but the connection ends before the 250: the sender will repeat what has arrived. */
    public void loseNextAnswer() {
        rules.loseNextAnswer();
    }

    int port() {
        return port;
    }

    String security() {
        return security.name().toLowerCase(Locale.ROOT);
    }

    void received(ReceivedMail mail) {
        synchronized (mails) {
            mails.add(mail);
            mails.notifyAll();
        }
    }

    private void waitFor(long millis) {
        try {
            mails.wait(millis);
        } catch (InterruptedException givenUp) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for mails", givenUp);
        }
    }
}
