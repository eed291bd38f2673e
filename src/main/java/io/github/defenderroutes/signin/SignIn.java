package io.github.defenderroutes.signin;

import io.github.defenderroutes.defender.AccessTokens;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/** How one tenant's process signs in: the way of {@code defender.credential}, and the tokens it has got by it. */
public final class SignIn {
    private final Credential credential;
    private final Clock clock;
    private final Map<String, AccessTokens> tokens = new ConcurrentHashMap<>();

    /** @param tls whom to trust when Entra ID is asked */
    public SignIn(Settings settings, SSLContext tls, Clock clock) {
        this(credential(settings, tls, clock), clock);
    }

    SignIn(Credential credential, Clock clock) {
        this.credential = credential;
        this.clock = clock;
    }

    private static Credential credential(Settings settings, SSLContext tls, Clock clock) {
        return switch (settings.text("defender.credential")) {
            case "secret" -> app(settings, tls, new ClientSecret(settings));
            case "certificate" -> app(settings, tls, new ClientCertificate(settings, clock));
            case "workload-identity" -> app(settings, tls, new FederatedToken(settings));
            case "managed-identity" -> new ManagedIdentity(settings, MsalHttp.direct(settings, tls));
            default ->
                throw new IllegalArgumentException("no way to sign in for " + settings.text("defender.credential"));
        };
    }

    private static Credential app(Settings settings, SSLContext tls, Proof proof) {
        return new AppCredential(settings, proof, MsalHttp.outward(settings, tls));
    }

    /**
     * The tokens for one API, the same source at each call; nothing is asked yet.
     *
     * @param scope what they are for, ending in {@code /.default}, such as the value of {@code defender.api-scope}
     */
    public AccessTokens tokens(String scope) {
        return tokens.computeIfAbsent(scope, wanted -> new AccessTokens(source(wanted), clock));
    }

    AccessTokens.Source source(String scope) {
        return new TokenSource(credential, scope, clock);
    }
}
