package io.github.defenderroutes.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.oauth2.sdk.TokenRequest;
import io.github.defenderroutes.Ports;
import java.io.File;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.http.Ssl;
import no.nav.security.mock.oauth2.http.SslKeystore;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in at an OpenID Connect service that we did not write, by the code flow with PKCE. */
class SigningInByOidcTest {
    private final AtomicReference<Map<String, Object>> claims = new AtomicReference<>(Map.of());
    private final List<TokenRequest> requests = new ArrayList<>();
    private final ServedPages pages = new ServedPages();
    private MockOAuth2Server service;

    /** Who signs in there, and what the service says of them. */
    private final class Person extends DefaultOAuth2TokenCallback {
        private Person() {
            super("entra", "anna", "JWT", null, Map.of(), 600);
        }

        @Override
        public List<String> audience(TokenRequest request) {
            requests.add(request);
            return super.audience(request);
        }

        @Override
        public Map<String, Object> addClaims(TokenRequest request) {
            return claims.get();
        }
    }

    @BeforeEach
    void start() throws Exception {
        SslKeystore keys = new SslKeystore(
                "stand-in",
                new File("src/main/resources/standin/localhost.p12"),
                SslKeystore.KeyStoreType.PKCS12,
                "stand-in");
        NettyWrapper web = new NettyWrapper(new Ssl(keys));
        service = new MockOAuth2Server(
                new OAuth2Config(false, null, null, false, new OAuth2TokenProvider(), Set.of(new Person()), web));
        service.start(InetAddress.getLoopbackAddress(), 0);
        String port = String.valueOf(Ports.unused());
        pages.with("web.sign-in", "oidc")
                .with("web.port", port)
                .with("web.public-url", "http://127.0.0.1:" + port)
                .with("web.oidc.issuer", "https://localhost:" + web.port() + "/entra")
                .with("web.oidc.client-id", "pages-app")
                .with("web.oidc.client-secret", "pages-secret")
                .start();
    }

    @AfterEach
    void stop() {
        pages.close();
        service.shutdown();
    }

    @Test
    void whoHasARoleThereHasItHereUnderTheNameOfTheToken() {
        claims.set(Map.of("preferred_username", "anna@corp.example", "roles", List.of("other", "responder")));
        Browser browser = browser();

        HttpResponse<String> in = signIn(browser, "/runs?text=x");

        assertThat(location(in)).isEqualTo("/runs?text=x");
        assertThat(browser.get("/").body()).contains("anna@corp.example", ">responder<");
        assertThat(requests).singleElement().satisfies(request -> assertThat(
                        request.getAuthorizationGrant().toParameters())
                .containsKeys("code", "code_verifier"));
    }

    @Test
    void whoHasNoRoleIsNotLetIn() {
        claims.set(Map.of("preferred_username", "eve@corp.example", "roles", List.of("Directory.Reader")));
        Browser browser = browser();

        HttpResponse<String> in = signIn(browser, "/");

        assertThat(in.statusCode()).isEqualTo(403);
        assertThat(in.body()).contains("nobody gave you a role here");
        assertThat(browser.get("/").statusCode()).isEqualTo(303);
    }

    @Test
    void aTokenForAnotherAppIsNotTaken() {
        claims.set(Map.of(
                "preferred_username", "eve@corp.example", "roles", List.of("admin"), "aud", List.of("another-app")));
        Browser browser = browser();

        signIn(browser, "/");

        assertThat(browser.get("/").statusCode()).isEqualTo(303);
    }

    @Test
    void anAnswerThatWeDidNotAskForIsNotTaken() {
        claims.set(Map.of("preferred_username", "eve@corp.example", "roles", List.of("admin")));
        Browser victim = browser();
        await().until(() -> victim.get("/sign-in/start").statusCode() == 302);

        HttpResponse<String> forged = victim.get("/sign-in/callback?code=stolen&state=made-up");

        assertThat(forged.statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(victim.get("/").statusCode()).isEqualTo(303);
        assertThat(requests).isEmpty();
    }

    private Browser browser() {
        return new Browser(pages.address(), pages.trust());
    }

    /** Goes where it is sent, from the sign-in page to the service and back, until it is where it wanted to go. */
    private HttpResponse<String> signIn(Browser browser, String next) {
        String start = "/sign-in/start?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        await().until(() -> browser.get(start).statusCode() == 302); // the service is looked for when we start
        HttpResponse<String> answer = browser.get(start);
        for (int hop = 0; hop < 4 && location(answer).contains("/"); hop++) {
            if (location(answer).equals(next)) {
                return answer;
            }
            answer = browser.get(location(answer));
        }
        return answer;
    }

    private String location(HttpResponse<String> response) {
        String location = response.headers().firstValue("Location").orElse("");
        return location.startsWith(pages.address().toString())
                ? URI.create(location).getRawPath()
                        + (URI.create(location).getRawQuery() == null
                                ? ""
                                : "?" + URI.create(location).getRawQuery())
                : location;
    }
}
