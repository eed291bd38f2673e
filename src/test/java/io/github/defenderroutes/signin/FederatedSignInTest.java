package io.github.defenderroutes.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.github.defenderroutes.defender.AccessTokens;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.defender.Tls;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.standin.StandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in with the token that a platform such as Kubernetes keeps in a file. */
class FederatedSignInTest {
    private static final String ISSUER = "https://cluster.example/oidc";
    private static final String SUBJECT = "system:serviceaccount:soc:defender-routes";

    @TempDir
    private Path folder;

    private final StandIn standIn = StandIn.start();
    private Path file;
    private KeyPair cluster;

    @BeforeEach
    void trustTheCluster() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        cluster = generator.generateKeyPair();
        standIn.login().trust(cluster.getPublic(), ISSUER, SUBJECT);
        file = folder.resolve("azure-identity-token");
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void theTokenInTheFileSignsIn() throws Exception {
        Files.writeString(file, token(SUBJECT, Duration.ofHours(1)) + "\n");

        assertThat(source().fetch().value()).isNotBlank();
        assertThat(standIn.calls("token")).singleElement().satisfies(call -> assertThat(call.body())
                .contains("client_assertion=", "client_assertion_type="));
    }

    @Test
    void theFileIsReadAnewEachTime() throws Exception {
        AccessTokens.Source source = source();
        Files.writeString(file, token(SUBJECT, Duration.ofSeconds(-1)));
        assertThatThrownBy(source::fetch).hasMessageContaining("not within its valid time range");

        Files.writeString(file, token(SUBJECT, Duration.ofHours(1)));

        assertThatCode(source::fetch).doesNotThrowAnyException();
    }

    @Test
    void aSubjectThatTheAppDoesNotTrustSaysWhatToCompare() throws Exception {
        Files.writeString(file, token("system:serviceaccount:default:default", Duration.ofHours(1)));

        assertThatThrownBy(source()::fetch)
                .isInstanceOf(DefenderUnavailableException.class)
                .hasMessageStartingWith("Entra ID did not give us a token: invalid_client (AADSTS")
                .hasMessageContaining("system:serviceaccount:default:default")
                .hasMessageContaining("has a federated credential")
                .hasMessageContaining("are those of the token in " + file)
                .hasMessageNotContaining(Files.readString(file));
    }

    @Test
    void aFileThatIsMissingEmptyOrNoTokenSaysSo() throws Exception {
        assertUnusable("does not exist. To fix: see that the platform puts a token there");
        Files.writeString(file, " \n");
        assertUnusable("is empty. To fix: ");
        Files.writeString(file, "AZURE_CLIENT_ID=1");
        assertUnusable("holds no token. To fix: name the file with the token alone");
        Files.delete(file);
        Files.createDirectory(file);
        assertUnusable("cannot be read. To fix: let this process read it");

        assertThat(standIn.calls("token")).isEmpty();
    }

    private void assertUnusable(String problem) {
        assertThatThrownBy(source()::fetch)
                .isInstanceOf(DefenderUnavailableException.class)
                .hasMessageStartingWith("We cannot sign in: defender.federated-token-file = " + file + " " + problem);
    }

    private AccessTokens.Source source() {
        Map<String, String> values = new HashMap<>(standIn.settings());
        values.put("defender.credential", "workload-identity");
        values.put("defender.client-secret", "");
        values.put("defender.federated-token-file", file.toString());
        Settings settings = Settings.of(values);
        return new SignIn(settings, Tls.trusting(settings.path("defender.ca-certificate")), Clock.systemUTC())
                .source(settings.text("defender.api-scope"));
    }

    private String token(String subject, Duration lifetime) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.RS256),
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .subject(subject)
                        .audience("api://AzureADTokenExchange")
                        .expirationTime(Date.from(Instant.now().plus(lifetime)))
                        .build());
        token.sign(new RSASSASigner(cluster.getPrivate()));
        return token.serialize();
    }
}
