package io.github.defenderroutes.standin;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import io.github.defenderroutes.HandClock;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenTest {

    private final HandClock clock = new HandClock();
    private final StandIn standIn = StandIn.start(StandInOptions.defaults().withClock(clock));
    private final TestClient client = new TestClient(standIn);
    private final String tenantId = standIn.settings().get("defender.tenant-id");

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void msal4jGetsATokenThatTheApiAccepts() throws Exception {
        Map<String, String> settings = standIn.settings();
        var app = ConfidentialClientApplication.builder(
                        settings.get("defender.client-id"),
                        ClientCredentialFactory.createFromSecret(settings.get("defender.client-secret")))
                .authority(settings.get("defender.login-url") + "/" + tenantId)
                .instanceDiscovery(false)
                .sslSocketFactory(TestClient.trusting(standIn).getSocketFactory())
                .build();

        String token = app.acquireToken(ClientCredentialParameters.builder(Set.of(settings.get("defender.api-scope")))
                        .build())
                .get()
                .accessToken();

        client.useToken(token);
        assertThat(client.get("/api/alerts").statusCode()).isEqualTo(200);
    }

    @Test
    void theAnswerSaysHowLongTheTokenLasts() throws Exception {
        standIn.login().tokenLifetime(Duration.ofSeconds(299));

        HttpResponse<String> answer = client.requestToken(tenantId, Map.of());

        assertThat(TestClient.json(answer).get("token_type").asText()).isEqualTo("Bearer");
        assertThat(TestClient.json(answer).get("expires_in").asInt()).isEqualTo(299);
        assertThat(TestClient.json(answer).get("access_token").asText().split("\\."))
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "client_secret, wrong, 401, invalid_client",
        "client_secret, '', 400, invalid_request",
        "client_id, wrong, 400, unauthorized_client",
        "grant_type, password, 400, unsupported_grant_type",
        "scope, openid, 400, invalid_scope",
        "scope, https://elsewhere.example/.default, 400, invalid_resource"
    })
    void aWrongFieldIsRefusedAsEntraDoes(String field, String value, int status, String error) throws Exception {
        HttpResponse<String> answer = client.requestToken(tenantId, Map.of(field, value));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(TestClient.json(answer).get("error").asText()).isEqualTo(error);
        assertThat(TestClient.json(answer).get("error_description").asText()).startsWith("AADSTS");
    }

    @Test
    void anotherTenantIsUnknown() throws Exception {
        assertThat(client.requestToken("elsewhere", Map.of()).statusCode()).isEqualTo(400);
    }

    @Test
    void aRotatedSecretIsNeeded() throws Exception {
        Map<String, String> old = Map.of("client_secret", standIn.settings().get("defender.client-secret"));
        standIn.login().clientSecret("new");

        assertThat(client.requestToken(tenantId, old).statusCode()).isEqualTo(401);
        assertThat(client.requestToken(tenantId, Map.of()).statusCode()).isEqualTo(200);
    }

    @Test
    void aCallWithoutATokenIsUnauthorizedWithoutABody() throws Exception {
        client.useToken("");

        HttpResponse<String> answer = client.get("/api/alerts");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }

    @Test
    void anExpiredTokenIsUnauthorized() throws Exception {
        client.signIn();
        clock.pass(Duration.ofSeconds(3598));
        assertThat(client.get("/api/alerts").statusCode()).isEqualTo(200);

        clock.pass(Duration.ofSeconds(1));

        assertThat(client.get("/api/alerts").body()).contains("\"code\":\"Unauthorized\"", "expired");
    }

    @Test
    void aRevokedTokenIsUnauthorizedAndANewOneIsFine() throws Exception {
        client.signIn();
        standIn.login().revokeAllTokens();

        assertThat(client.get("/api/alerts").statusCode()).isEqualTo(401);
        client.signIn();
        assertThat(client.get("/api/alerts").statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenForAnotherAudienceIsForbidden() throws Exception {
        HttpResponse<String> answer =
                client.requestToken(tenantId, Map.of("scope", "https://api.security.microsoft.com/.default"));
        client.useToken(TestClient.json(answer).get("access_token").asText());

        assertThat(client.get("/api/alerts").statusCode()).isEqualTo(403);
    }

    @Test
    void aMissingRoleIsNamed() throws Exception {
        standIn.login().roles(Set.of("Alert.Read.All"));

        HttpResponse<String> answer = client.post("/api/machines/d-1/isolate", "{\"Comment\":\"x\"}");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(TestClient.json(answer).at("/error/message").asText())
                .isEqualTo("Missing application roles. API required roles: Machine.Isolate,"
                        + " application roles: Alert.Read.All.");
    }

    @Test
    void aGrantedRoleCountsForNewTokensOnly() throws Exception {
        standIn.login().withdraw("Alert.Read.All");
        client.signIn();
        standIn.login().grant("Alert.ReadWrite.All");

        assertThat(client.get("/api/alerts").statusCode()).isEqualTo(403);
        client.signIn();
        assertThat(client.get("/api/alerts").statusCode()).isEqualTo(200);
    }
}
