package io.github.defenderroutes.mail;

import io.github.defenderroutes.defender.AccessTokens;
import java.util.Optional;

/** How we say to the mail server who we are. */
public sealed interface SmtpSignIn {

    /** Not at all; the server knows us by other means. */
    SmtpSignIn NONE = new None();

    /** Use {@link #NONE}. */
    record None() implements SmtpSignIn {
        @Override
        public String toString() {
            return "no sign-in";
        }
    }

    /**
     * User name and password.
     *
     * @param password never printed
     */
    record Password(String username, String password) implements SmtpSignIn {
        private static final String AS_GOOGLE_SHOWS_IT = "[a-z]{4}([ \u00a0][a-z]{4}){3}";

        /** @throws IllegalArgumentException if one of them is missing */
        public Password {
            if (username == null || password == null) {
                throw new IllegalArgumentException("mail.auth = password needs mail.username and mail.password.");
            }
        }

        /** Google shows an app password in four groups; the blanks between them are no part of it. */
        Password withoutTheBlanksOfGoogle() {
            return password.matches(AS_GOOGLE_SHOWS_IT)
                    ? new Password(username, password.replaceAll("[ \u00a0]", ""))
                    : this;
        }

        @Override
        public String toString() {
            return "password of " + username;
        }
    }

    /**
     * A token of our app (SASL XOAUTH2), for Exchange Online.
     *
     * @param mailbox the mailbox that sends
     * @param clientId our app, for the commands that a message shows to an administrator; empty if we are an identity of
     *     Azure's, whose id we do not know
     * @param tokens asked once for each connection, and for another one when the first is refused
     */
    record OAuth(String mailbox, Optional<String> clientId, AccessTokens tokens) implements SmtpSignIn {
        @Override
        public String toString() {
            return "token for " + mailbox;
        }
    }

    /** The name that the server knows us by; null without sign-in. */
    default String user() {
        if (this instanceof OAuth oauth) {
            return oauth.mailbox();
        }
        return this instanceof Password password ? password.username() : null;
    }
}
