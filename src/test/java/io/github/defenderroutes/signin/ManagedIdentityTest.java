package io.github.defenderroutes.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.github.defenderroutes.defender.AccessTokens;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.standin.IdentityEndpoint;
import io.github.defenderroutes.standin.StandIn;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signing in as the Azure machine we run on; its endpoint, at a fixed address there, is led to one of ours. */
class ManagedIdentityTest {
    private static final String MACHINE = "http://169.254.169.254";

    private final StandIn standIn = StandIn.start();
    private final IdentityEndpoint endpoint = new IdentityEndpoint(standIn);

    @AfterEach
    void close() {
        endpoint.close();
        standIn.close();
    }

    @Test
    void theMachineIsAskedForTheResourceWithoutItsDefault() {
        AccessTokens.Token token = source().fetch();

        assertThat(token.value()).isNotBlank();
        assertThat(token.expiresAt())
                .isBetween(
                        token.fetchedAt().plusSeconds(3500), token.fetchedAt().plusSeconds(3700));
        assertThat(endpoint.asked())
                .singleElement()
                .asString()
                .contains("resource=https%3A%2F%2Fapi.securitycenter.microsoft.com")
                .doesNotContain("default", "client_id");
    }

    @Test
    void everyFetchAsksAnewAlthoughMsal4jHasACacheForTheWholeJvm() {
        AccessTokens.Source source = source();

        source.fetch();
        source.fetch();

        assertThat(endpoint.asked()).hasSize(2);
    }

    @Test
    void aUserAssignedIdentityIsNamed() {
        source("defender.managed-identity.client-id", "66666666-7777-8888-9999-000000000000")
                .fetch();

        assertThat(endpoint.asked())
                .singleElement()
                .asString()
                .contains("client_id=66666666-7777-8888-9999-000000000000");
    }

    @Test
    void aMachineWithoutAnIdentitySaysWhereToSwitchItOn() {
        endpoint.answers(400, "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}");

        fails(source(), "Azure did not give us a token for the managed identity: ")
                .hasMessageContaining("Identity not found")
                .hasMessageContaining("To fix: switch on the system-assigned identity of this resource");
        fails(
                        source("defender.managed-identity.client-id", "66666666-7777-8888-9999-000000000000"),
                        "Azure did not give us a token for the managed identity: ")
                .hasMessageContaining("To fix: assign the identity 66666666-7777-8888-9999-000000000000");
    }

    @Test
    void outsideAzureNobodyAnswers() {
        IHttpClient nobody = request -> {
            throw new ConnectException("Connection timed out");
        };

        fails(
                        new SignIn(new ManagedIdentity(settings(), nobody), Clock.systemUTC()).source(scope()),
                        "Azure cannot be asked")
                .hasMessageContaining("Connection timed out")
                .hasMessageContaining("To fix: run on an Azure resource that has an identity, or choose another");
    }

    @Test
    void anAnswerThatIsNoTokenIsAFailureOfTheWorld() {
        endpoint.answers(200, "{}");
        fails(source(), "Azure ");
        endpoint.answers(200, "<html>");
        fails(source(), "Azure ");
        endpoint.answers(503, "<html>");
        fails(source(), "Azure ");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> fails(AccessTokens.Source source, String start) {
        return assertThatThrownBy(source::fetch)
                .isInstanceOf(DefenderUnavailableException.class)
                .hasMessageStartingWith(start)
                .hasMessageContaining("To fix: ");
    }

    private AccessTokens.Source source(String... changes) {
        return new SignIn(new ManagedIdentity(settings(changes), this::led), Clock.systemUTC()).source(scope());
    }

    private String scope() {
        return standIn.settings().get("defender.api-scope");
    }

    private IHttpResponse led(HttpRequest request) throws Exception {
        String asked = request.url().toString();
        assertThat(asked).startsWith(MACHINE);
        var builder = java.net.http.HttpRequest.newBuilder(URI.create(asked.replace(MACHINE, endpoint.url())));
        request.headers().forEach(builder::header);
        var answer = HttpClient.newHttpClient().send(builder.build(), BodyHandlers.ofString());
        HttpResponse response =
                new HttpResponse().statusCode(answer.statusCode()).body(answer.body());
        response.addHeaders(answer.headers().map());
        return response;
    }

    private Settings settings(String... changes) {
        Map<String, String> values = new HashMap<>(standIn.settings());
        values.put("defender.credential", "managed-identity");
        values.put("defender.client-id", "");
        values.put("defender.client-secret", "");
        for (int i = 0; i < changes.length; i += 2) {
            values.put(changes[i], changes[i + 1]);
        }
        return Settings.of(values);
    }
}
