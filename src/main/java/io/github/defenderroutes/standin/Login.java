package io.github.defenderroutes.standin;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** The app registration: who may sign in, with which permissions, and for how long a token lasts. Changes at run time. */
public final class Login {

    private final String tenantId;
    private final String clientId;
    private final Tokens tokens;
    private final Assertions assertions;
    private final Set<String> roles;
    private String clientSecret;
    private Duration lifetime = Duration.ofSeconds(3599);

    Login(StandInOptions options, Clock clock) {
        this.tenantId = options.tenantId();
        this.clientId = options.clientId();
        this.clientSecret = options.clientSecret();
        this.roles = new LinkedHashSet<>(options.roles());
        this.tokens = new Tokens(clock);
        this.assertions = new Assertions(clock);
    }

    /** Replaces the permissions; tokens already issued keep theirs, as with Entra ID. */
    public synchronized void roles(Collection<String> granted) {
        roles.clear();
        roles.addAll(granted);
    }

    /** Adds a permission to tokens issued from now on. */
    public synchronized void grant(String role) {
        roles.add(role);
    }

    /** Takes a permission from tokens issued from now on. */
    public synchronized void withdraw(String role) {
        roles.remove(role);
    }

    public synchronized Set<String> roles() {
        return new LinkedHashSet<>(roles);
    }

    /** How long new tokens last; 3599 s at first (documented). */
    public synchronized void tokenLifetime(Duration time) {
        lifetime = time;
    }

    /** Rotates the secret: the old one is refused from now on. */
    public synchronized void clientSecret(String secret) {
        clientSecret = secret;
    }

    /** The app may sign in with this certificate's key from now on, besides its secret. */
    public void upload(X509Certificate certificate) {
        assertions.upload(certificate);
    }

    /** The app may show tokens of this issuer for this subject from now on: a federated credential. */
    public void trust(PublicKey key, String issuer, String subject) {
        assertions.trust(key, issuer, subject);
    }

    /** Every token issued so far is refused with 401 from now on; new ones are fine. */
    public void revokeAllTokens() {
        tokens.revokeAll();
    }

    String tenantId() {
        return tenantId;
    }

    String clientId() {
        return clientId;
    }

    Assertions assertions() {
        return assertions;
    }

    synchronized String clientSecret() {
        return clientSecret;
    }

    synchronized Duration tokenLifetime() {
        return lifetime;
    }

    synchronized String issueToken(String audience) {
        return tokens.issue(audience, clientId, tenantId, roles, lifetime);
    }

    void check(String authorization, String audience, Set<String> anyRole) {
        tokens.check(authorization, audience, anyRole);
    }
}
