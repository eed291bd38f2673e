/**
 * Who we are at Microsoft: tokens for each API, by whichever way {@code defender.credential} chooses, and what of it will run
 * out.
 *
 * <p>{@link io.github.defenderroutes.signin.SignIn} hands out one source of tokens for each scope. Behind it, a {@code
 * Credential} asks for a token: as an app that proves itself ({@code AppCredential} with one of the three {@code Proof}s: secret,
 * certificate, token of another issuer), or as the identity of the machine we run on ({@code ManagedIdentity}). Files with
 * keys or tokens are read anew for each token, so that what is renewed needs no restart. Another way to sign in is one more
 * {@code Proof} or {@code Credential}, and one more row in the settings' {@code SignInWay}.
 *
 * <p>All of it goes through msal4j. A failure says which step failed and how to mend it; what Entra ID says is shown, and
 * never judged by its AADSTS numbers, which Microsoft asks not to rely on.
 */
package io.github.defenderroutes.signin;
