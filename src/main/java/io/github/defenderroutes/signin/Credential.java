package io.github.defenderroutes.signin;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import java.util.concurrent.CompletableFuture;

/** A way to get tokens. */
sealed interface Credential permits AppCredential, ManagedIdentity {

    /**
     * Asks for a new token, never a cached one.
     *
     * @throws DefenderUnavailableException if what it takes to ask is not there, saying how to fix it
     * @throws Exception whatever msal4j throws; {@link #failure} puts it into words
     */
    CompletableFuture<IAuthenticationResult> ask(String scope) throws Exception;

    /**
     * What went wrong, and how to fix it.
     *
     * @param scope what was asked for
     */
    DefenderUnavailableException failure(String scope, Throwable cause);
}
