package io.github.defenderroutes.signin;

import com.microsoft.aad.msal4j.IClientCredential;
import io.github.defenderroutes.defender.DefenderUnavailableException;

/** What an app shows Entra ID to prove that it is itself. */
sealed interface Proof permits ClientSecret, ClientCertificate, FederatedToken {

    /**
     * The proof as it is now.
     *
     * @throws DefenderUnavailableException if there is none that can be shown, saying how to fix it
     */
    IClientCredential show();

    /** Where it comes from, as a person would look for it. */
    String whence();

    /** What to do when Entra ID does not believe it. */
    String remedy();
}
