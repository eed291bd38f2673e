package io.github.defenderroutes.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.id.Audience;
import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.defender.AccessTokens;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.defender.Tls;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.StandIn;
import java.io.File;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.OAuth2Exception;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.http.Ssl;
import no.nav.security.mock.oauth2.http.SslKeystore;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signing in at an OAuth server that we did not write: it reads what we send with a library of its own, signs its tokens
 * (RS256), and its errors are not ours. It does not check the secret; that we send the right one, it shows.
 */
class ForeignSignInTest {
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final StandIn defender = StandIn.start();
    private final String tenant = defender.settings().get("defender.tenant-id");
    private final OAuth2TokenProvider tokens = new OAuth2TokenProvider();
    private final Registration registration = new Registration(tenant + "/oauth2/v2.0");
    private MockOAuth2Server signIn;
    private String loginUrl;

    /** What the server knows of our app; it remembers what was asked in its name. */
    private static final class Registration extends DefaultOAuth2TokenCallback {
        private final List<TokenRequest> requests = new CopyOnWriteArrayList<>();
        private volatile ErrorObject refusal;

        private Registration(String issuer) {
            super(
                    issuer,
                    "defender-routes",
                    "JWT",
                    null,
                    Map.of("roles", List.of("Alert.Read.All")),
                    LIFETIME.toSeconds());
        }

        @Override
        public List<String> audience(TokenRequest request) {
            requests.add(request);
            if (refusal != null) {
                throw new OAuth2Exception(refusal, "The app is not welcome");
            }
            return super.audience(request);
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
        signIn = new MockOAuth2Server(new OAuth2Config(false, null, null, false, tokens, Set.of(registration), web));
        signIn.start(InetAddress.getLoopbackAddress(), 0);
        loginUrl = "https://localhost:" + web.port();
    }

    @AfterEach
    void stop() {
        signIn.shutdown();
        defender.close();
    }

    @Test
    void weAskWithTheClientCredentialsGrantAndTheScopeOfDefender() {
        source().fetch();

        assertThat(registration.requests).singleElement().satisfies(request -> {
            assertThat(request.getAuthorizationGrant().getType().getValue()).isEqualTo("client_credentials");
            assertThat(request.getScope().toStringList())
                    .contains(defender.settings().get("defender.api-scope"));
            assertThat(request.getClientAuthentication()).isInstanceOfSatisfying(ClientSecretPost.class, proof -> {
                assertThat(proof.getClientID().getValue())
                        .isEqualTo(defender.settings().get("defender.client-id"));
                assertThat(proof.getClientSecret().getValue())
                        .isEqualTo(defender.settings().get("defender.client-secret"));
            });
        });
    }

    @Test
    void theCertificateIsShownAsATokenThatItsOwnKeySigned(@TempDir Path folder) throws Exception {
        TestKey key = TestKey.make(folder);

        source(key.settings(key.pem(folder))).fetch();

        assertThat(registration.requests).singleElement().satisfies(request -> assertThat(
                        request.getClientAuthentication())
                .isInstanceOfSatisfying(PrivateKeyJWT.class, proof -> {
                    SignedJWT shown = proof.getClientAssertion();
                    assertThat(verified(shown, key)).isTrue();
                    assertThat(proof.getClientID().getValue())
                            .isEqualTo(defender.settings().get("defender.client-id"));
                    assertThat(proof.getJWTAuthenticationClaimsSet().getAudience())
                            .extracting(Audience::getValue)
                            .containsExactly(loginUrl + "/" + tenant + "/oauth2/v2.0/token");
                    assertThat(proof.getJWTAuthenticationClaimsSet().getExpirationTime())
                            .isBetween(Instant.now(), Instant.now().plusSeconds(600));
                }));
    }

    private static boolean verified(SignedJWT token, TestKey key) {
        try {
            return token.verify(
                    new RSASSAVerifier((RSAPublicKey) key.certificate().getPublicKey()));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theTokenOfThatServerGoesWithTheCallToDefenderUnchanged() throws Exception {
        defender.faults().always("list-alerts", Fault.answer(200, "application/json", "{\"value\":[]}"));

        try (DefenderRoutes app = new DefenderRoutes(
                settings("state.url", "jdbc:h2:mem:" + UUID.randomUUID()), Path.of("routes"), Clock.systemUTC())) {
            app.runOnce();
            assertThat(app.hasProblems()).isFalse();
        }

        String sent = defender.calls("list-alerts").get(0).header("Authorization");
        SignedJWT token = SignedJWT.parse(sent.substring("Bearer ".length()));
        assertThat(token.verify(new RSASSAVerifier(tokens.publicJwkSet(registration.issuerId())
                        .getKeys()
                        .get(0)
                        .toRSAKey())))
                .isTrue();
        assertThat(token.getJWTClaimsSet().getAudience())
                .containsExactly(defender.settings().get("defender.api-scope"));
        assertThat(token.getJWTClaimsSet().getStringListClaim("roles")).containsExactly("Alert.Read.All");
    }

    @Test
    void itsRefusalsBecomeOurWordsWithWhatToDo() {
        registration.refusal = OAuth2Error.INVALID_CLIENT;
        assertRefused("invalid_client", "DEFENDER_CLIENT_SECRET");
        registration.refusal = OAuth2Error.INVALID_SCOPE;
        assertRefused("invalid_scope", "defender.api-scope");
        registration.refusal = OAuth2Error.UNAUTHORIZED_CLIENT;
        assertRefused("unauthorized_client", "defender.client-id");
        registration.refusal = OAuth2Error.SERVER_ERROR;
        assertRefused("server_error", "defender.tenant-id");
    }

    private void assertRefused(String error, String remedy) {
        assertThatThrownBy(source()::fetch)
                .isInstanceOf(DefenderUnavailableException.class)
                .hasMessageStartingWith("Entra ID did not give us a token: " + error)
                .hasMessageContaining("To fix: ")
                .hasMessageContaining(remedy)
                .hasMessageNotContaining(defender.settings().get("defender.client-secret"));
    }

    @Test
    void aTokenIsUsedUntilItsEndIsNearAndThenFollowedByAnother() {
        HandClock clock = new HandClock();
        AccessTokens held = new SignIn(settings(), trust(), clock).tokens(scope());
        String first = held.get();
        clock.pass(LIFETIME.dividedBy(3));
        assertThat(held.get()).isEqualTo(first);

        clock.pass(LIFETIME);

        assertThat(held.get()).isNotEqualTo(first);
        assertThat(registration.requests).hasSize(2);
    }

    private AccessTokens.Source source(String... more) {
        return new SignIn(settings(more), trust(), Clock.systemUTC()).source(scope());
    }

    private SSLContext trust() {
        return Tls.trusting(settings().path("defender.ca-certificate"));
    }

    private String scope() {
        return defender.settings().get("defender.api-scope");
    }

    private Settings settings(String... more) {
        Map<String, String> values = new HashMap<>(defender.settings());
        values.put("defender.login-url", loginUrl);
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return Settings.load(Path.of("config"), Map.of(), values);
    }
}
