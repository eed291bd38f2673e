package io.github.defenderroutes.signin;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import io.github.defenderroutes.defender.AccessTokens;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;

/** Fetches tokens for one scope. */
final class TokenSource implements AccessTokens.Source {
    private final Credential credential;
    private final String scope;
    private final Clock clock;

    TokenSource(Credential credential, String scope, Clock clock) {
        this.credential = credential;
        this.scope = scope;
        this.clock = clock;
    }

    @Override
    public AccessTokens.Token fetch() {
        try {
            Instant fetchedAt = clock.instant();
            Instant asked = Instant.now(); // msal4j reckons by the system's clock, whatever ours is
            IAuthenticationResult result = credential.ask(scope).join();
            if (result.accessToken() == null || result.accessToken().isBlank()) {
                throw new IllegalStateException("its answer holds no token");
            }
            Duration lifetime = Duration.between(asked, result.expiresOnDate().toInstant());
            return new AccessTokens.Token(result.accessToken(), fetchedAt, fetchedAt.plus(lifetime));
        } catch (CompletionException e) {
            throw failure(e.getCause());
        } catch (Exception e) {
            throw failure(e);
        }
    }

    /** What we have put into words already passes; msal4j wraps it. */
    private DefenderUnavailableException failure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DefenderUnavailableException told) {
                return told;
            }
        }
        return credential.failure(scope, failure);
    }
}
