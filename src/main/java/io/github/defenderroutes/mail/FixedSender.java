package io.github.defenderroutes.mail;

import jakarta.mail.Session;
import java.util.Properties;
import org.apache.camel.component.mail.JavaMailSender;
import org.apache.camel.component.mail.MailAuthenticator;

/** The part of Camel's sender interface that is about settings: ours can be read, but not the secret, and never changed. */
abstract sealed class FixedSender implements JavaMailSender permits SmtpSender {

    private final SmtpOptions options;

    FixedSender(SmtpOptions options) {
        this.options = options;
    }

    final SmtpOptions options() {
        return options;
    }

    @Override
    public final String getHost() {
        return options.host();
    }

    @Override
    public final int getPort() {
        return options.port();
    }

    @Override
    public final String getProtocol() {
        return "smtp";
    }

    @Override
    public final String getUsername() {
        return options.signIn().user();
    }

    /** Always null: secrets do not leave. */
    @Override
    public final String getPassword() {
        return null;
    }

    /** Always null. */
    @Override
    public final MailAuthenticator getAuthenticator() {
        return null;
    }

    /** A copy. */
    @Override
    public final Properties getJavaMailProperties() {
        var copy = new Properties();
        copy.putAll(getSession().getProperties());
        return copy;
    }

    @Override
    public final void setHost(String host) {
        throw fixed();
    }

    @Override
    public final void setPort(int port) {
        throw fixed();
    }

    @Override
    public final void setProtocol(String protocol) {
        throw fixed();
    }

    @Override
    public final void setUsername(String username) {
        throw fixed();
    }

    @Override
    public final void setPassword(String password) {
        throw fixed();
    }

    @Override
    public final void setAuthenticator(MailAuthenticator authenticator) {
        throw fixed();
    }

    @Override
    public final void setSession(Session session) {
        throw fixed();
    }

    @Override
    public final void setJavaMailProperties(Properties properties) {
        throw fixed();
    }

    @Override
    public final void addAdditionalJavaMailProperty(String key, String value) {
        throw fixed();
    }

    private static UnsupportedOperationException fixed() {
        return new UnsupportedOperationException("The mail server's settings are fixed at start. To fix: set mail.*.");
    }
}
