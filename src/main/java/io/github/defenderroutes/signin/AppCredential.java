package io.github.defenderroutes.signin;

import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.MsalServiceException;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.settings.Settings;
import java.net.MalformedURLException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** An app registration that proves itself at Entra ID: the client-credentials grant. */
final class AppCredential implements Credential {
    private final Settings settings;
    private final Proof proof;
    private final IHttpClient http;

    AppCredential(Settings settings, Proof proof, IHttpClient http) {
        this.settings = settings;
        this.proof = proof;
        this.http = http;
    }

    @Override
    public CompletableFuture<IAuthenticationResult> ask(String scope) throws MalformedURLException {
        String authority = settings.text("defender.login-url") + "/" + settings.text("defender.tenant-id") + "/";
        return ConfidentialClientApplication.builder(settings.text("defender.client-id"), proof.show())
                .authority(authority)
                .instanceDiscovery(false) // it would ask the commercial cloud about every host it does not know
                .httpClient(http)
                .build()
                .acquireToken(ClientCredentialParameters.builder(Set.of(scope))
                        .skipCache(true)
                        .build());
    }

    @Override
    public DefenderUnavailableException failure(String scope, Throwable cause) {
        String sentence = cause instanceof MsalServiceException refused
                ? "Entra ID did not give us a token: %s. To fix: %s"
                        .formatted(describe(refused), remedy(refused, scope))
                : "Entra ID cannot be asked for a token: %s. To fix: check that %s can be reached from here%s."
                        .formatted(
                                cause.getMessage(),
                                settings.uri("defender.login-url").getHost(),
                                trust(cause));
        return new DefenderUnavailableException(sentence, null, cause);
    }

    private static String said(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static String trust(Throwable cause) {
        return String.valueOf(cause.getMessage()).contains("PKIX")
                ? " and that defender.ca-certificate names the CA of your proxy or endpoint"
                : "";
    }

    private static String describe(MsalServiceException refused) {
        String message = String.valueOf(refused.getMessage());
        try {
            message = URLDecoder.decode(message.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            // some servers send the description as plain text
        }
        return "%s (%s)"
                .formatted(refused.errorCode(), message.lines().findFirst().orElse(""));
    }

    private String remedy(MsalServiceException refused, String scope) {
        return switch (String.valueOf(refused.errorCode())) {
            case "invalid_client" -> proof.remedy();
            case "unauthorized_client" ->
                "check that defender.client-id is registered in the tenant defender.tenant-id.";
            case "invalid_request" -> "check defender.tenant-id.";
            case "invalid_scope", "invalid_resource" ->
                "check the scope, %s, in defender.api-scope or defender.graph-scope, and defender.cloud."
                        .formatted(scope);
            default -> "check defender.tenant-id, defender.client-id and %s.".formatted(proof.whence());
        };
    }
}
