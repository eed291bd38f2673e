package io.github.defenderroutes.signin;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import com.microsoft.aad.msal4j.MsalError;
import com.microsoft.aad.msal4j.MsalException;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.settings.Settings;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The identity of the Azure resource we run on: a virtual machine, App Service, container, Arc machine or Cloud Shell, as
 * msal4j finds out by itself. Tokens come from that machine, not from {@code defender.login-url}, and the platform may hand
 * out the same one for many hours: a role granted meanwhile shows late.
 */
final class ManagedIdentity implements Credential {
    private final Optional<String> clientId;
    private final IHttpClient http;

    /** @param http a way that leads past any proxy */
    ManagedIdentity(Settings settings, IHttpClient http) {
        this.clientId = settings.optionalText("defender.managed-identity.client-id");
        this.http = http;
    }

    @Override
    public CompletableFuture<IAuthenticationResult> ask(String scope) throws Exception {
        String resource = scope.replaceFirst("/\\.default$", "");
        return ManagedIdentityApplication.builder(clientId.map(ManagedIdentityId::userAssignedClientId)
                        .orElseGet(ManagedIdentityId::systemAssigned))
                .httpClient(http)
                .disableInternalRetries() // the route's next tick is the retry; a thread must not sleep here
                .build()
                .acquireTokenForManagedIdentity(ManagedIdentityParameters.builder(resource)
                        .forceRefresh(true) // its cache is one for the whole JVM
                        .build());
    }

    @Override
    public DefenderUnavailableException failure(String scope, Throwable cause) {
        String error = cause instanceof MsalException known ? String.valueOf(known.errorCode()) : "";
        String said = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        String sentence =
                switch (error) {
                    case MsalError.MANAGED_IDENTITY_REQUEST_FAILED,
                            MsalError.MANAGED_IDENTITY_RESPONSE_PARSE_FAILURE,
                            MsalError.USER_ASSIGNED_MANAGED_IDENTITY_NOT_SUPPORTED ->
                        "Azure did not give us a token for the managed identity: %s. To fix: %s."
                                .formatted(said, remedy(scope));
                    default ->
                        "Azure cannot be asked for a token for the managed identity: %s. To fix: run on an Azure resource that has an identity, or choose another defender.credential."
                                .formatted(said);
                };
        return new DefenderUnavailableException(sentence, null, cause);
    }

    private String remedy(String scope) {
        String identity = clientId.map(
                        "assign the identity %s of defender.managed-identity.client-id to this resource"::formatted)
                .orElse("switch on the system-assigned identity of this resource, or name a user-assigned one in"
                        + " defender.managed-identity.client-id");
        return "%s (Azure portal, the resource, Identity); if it has one, check the scope, %s"
                .formatted(identity, scope);
    }
}
