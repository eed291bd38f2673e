package io.github.defenderroutes.mail;

import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * How to reach the mail server.
 *
 * @param host name or address; with TLS the name its certificate must carry
 * @param port 1 to 65535
 * @param security how the connection is protected
 * @param signIn how we say who we are; an app password of Google may still have its blanks
 * @param timeout limit of connecting, of each answer and of each write
 * @param sslContext whom to trust; null for Java's own trust store
 */
public record SmtpOptions(
        String host, int port, Security security, SmtpSignIn signIn, Duration timeout, SSLContext sslContext) {

    private static final String GOOGLE = "(?i)(.+\\.)?(gmail|googlemail)\\.com";

    /** Protection of the connection. */
    public enum Security {
        /** Starts plain and must become TLS before anything else is said. */
        STARTTLS,
        /** TLS from the first byte. */
        TLS,
        /** Plain text. */
        NONE
    }

    /** @throws IllegalArgumentException naming the setting that is missing or out of range */
    public SmtpOptions {
        require(host != null && !host.isBlank(), "mail.host is required");
        require(port > 0 && port < 65536, "mail.port = " + port + " is not between 1 and 65535");
        require(!timeout.isNegative() && !timeout.isZero(), "the mail server's time limit must be longer than 0");
        if (host.matches(GOOGLE) && signIn instanceof SmtpSignIn.Password password) {
            signIn = password.withoutTheBlanksOfGoogle();
        }
    }

    /** Where this leads to: {@code host:port}. */
    String address() {
        return host + ":" + port;
    }

    boolean isGoogle() {
        return host.matches(GOOGLE);
    }

    @Override
    public String toString() {
        return "%s, security %s, %s, time limit %s".formatted(address(), security, signIn, timeout);
    }

    private static void require(boolean fulfilled, String problem) {
        if (!fulfilled) {
            throw new IllegalArgumentException(problem + ".");
        }
    }
}
