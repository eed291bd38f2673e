package io.github.defenderroutes.defender;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.MsalServiceException;
import io.github.defenderroutes.settings.Settings;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;

/** Client credentials through msal4j. */
public final class MsalTokenSource implements AccessTokens.Source {
    private final Settings settings;
    private final String scope;
    private final SSLContext tls;
    private final Clock clock;
    private ConfidentialClientApplication application;

    /** @param scope what the token is for, such as {@code https://api.securitycenter.microsoft.com/.default} */
    public MsalTokenSource(Settings settings, String scope, SSLContext tls, Clock clock) {
        this.settings = settings;
        this.scope = scope;
        this.tls = tls;
        this.clock = clock;
    }

    @Override
    public AccessTokens.Token fetch() {
        try {
            var fetchedAt = clock.instant();
            var asked = Instant.now(); // msal4j reckons by the system's clock, whatever ours is
            IAuthenticationResult result = application()
                    .acquireToken(ClientCredentialParameters.builder(Set.of(scope))
                            .skipCache(true)
                            .build())
                    .join();
            if (result.accessToken() == null || result.accessToken().isBlank()) {
                throw new IllegalStateException("its answer holds no token");
            }
            var lifetime = Duration.between(asked, result.expiresOnDate().toInstant());
            return new AccessTokens.Token(result.accessToken(), fetchedAt, fetchedAt.plus(lifetime));
        } catch (CompletionException e) {
            throw failure(e.getCause());
        } catch (RuntimeException | MalformedURLException e) {
            throw failure(e);
        }
    }

    private synchronized ConfidentialClientApplication application() throws MalformedURLException {
        if (application == null) {
            String authority = settings.text("defender.login-url") + "/" + settings.text("defender.tenant-id") + "/";
            var builder = ConfidentialClientApplication.builder(settings.text("defender.client-id"), credential())
                    .authority(authority)
                    .instanceDiscovery(false)
                    .sslSocketFactory(tls.getSocketFactory())
                    .connectTimeoutForDefaultHttpClient(
                            (int) settings.duration("defender.connect-timeout").toMillis())
                    .readTimeoutForDefaultHttpClient(
                            (int) settings.duration("defender.response-timeout").toMillis());
            settings.optionalText("defender.proxy")
                    .map(URI::create)
                    .ifPresent(proxy -> builder.proxy(
                            new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), proxy.getPort()))));
            application = builder.build();
        }
        return application;
    }

    /** Where other ways to sign in will be told apart, by {@code defender.credential}. */
    private IClientCredential credential() {
        return ClientCredentialFactory.createFromSecret(settings.text("defender.client-secret"));
    }

    private DefenderUnavailableException failure(Throwable cause) {
        String host = settings.uri("defender.login-url").getHost();
        if (cause instanceof MsalServiceException refused) {
            return new DefenderUnavailableException(
                    "Entra ID did not give us a token: %s. To fix: %s"
                            .formatted(describe(refused), remedy(refused.errorCode())),
                    null,
                    cause);
        }
        return new DefenderUnavailableException(
                "Entra ID cannot be asked for a token: %s. To fix: check that %s can be reached from here%s."
                        .formatted(
                                cause.getMessage(),
                                host,
                                String.valueOf(cause.getMessage()).contains("PKIX")
                                        ? " and that defender.ca-certificate names the CA of your proxy or endpoint"
                                        : ""),
                null,
                cause);
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

    private static String remedy(String error) {
        return switch (String.valueOf(error)) {
            case "invalid_client" -> "check defender.client-id and DEFENDER_CLIENT_SECRET; a secret also expires.";
            case "unauthorized_client" ->
                "check that defender.client-id is registered in the tenant defender.tenant-id.";
            case "invalid_request" -> "check defender.tenant-id.";
            case "invalid_scope", "invalid_resource" -> "check defender.api-scope and defender.cloud.";
            default -> "check defender.tenant-id, defender.client-id and DEFENDER_CLIENT_SECRET.";
        };
    }
}
