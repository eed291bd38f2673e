package io.github.defenderroutes.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.defender.AccessTokens;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.defender.Tls;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.StandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every way to sign in has in common, shown by the secret. */
class SecretSignInTest {
    private static final String SECRET = "S3cret~that-must-not-show";

    private final StandIn standIn = StandIn.start();
    private final HandClock clock = new HandClock();

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void aTokenIsGoodForAsLongAsItsAnswerSaysByOurClock() {
        standIn.login().tokenLifetime(Duration.ofSeconds(600));

        AccessTokens.Token token = source().fetch();

        assertThat(token.fetchedAt()).isEqualTo(clock.instant());
        assertThat(token.expiresAt())
                .isBetween(clock.instant().plusSeconds(595), clock.instant().plusSeconds(605));
    }

    @Test
    void everyFetchIsANewToken() {
        AccessTokens.Source source = source();

        source.fetch();
        source.fetch();

        assertThat(standIn.calls("token")).hasSize(2);
    }

    @Test
    void aWrongSecretIsNamedAndNeverShown() {
        assertFailure(source("defender.client-secret", SECRET), "Entra ID did not give us a token: invalid_client")
                .hasMessageContaining("check defender.client-id and DEFENDER_CLIENT_SECRET");
    }

    @Test
    void aWrongClientOrTenantSaysWhatToCheck() {
        assertFailure(source("defender.client-id", "aaaaaaaa-7777-8888-9999-000000000000"), "Entra ID did not give us")
                .hasMessageContaining("defender.client-id");
        assertFailure(source("defender.tenant-id", "other.example"), "Entra ID did not give us a token: ")
                .hasMessageContaining("defender.tenant-id");
    }

    @Test
    void anUntrustedCertificateNamesTheSetting() {
        assertFailure(
                        new SignIn(settings(), Tls.trusting(Optional.empty()), clock).source(scope()),
                        "Entra ID cannot be asked for a token: ")
                .hasMessageContaining("defender.ca-certificate");
    }

    @Test
    void aHostThatDoesNotAnswerIsNamed() {
        assertFailure(source("defender.login-url", "https://localhost:1"), "Entra ID cannot be asked for a token: ")
                .hasMessageContaining("check that localhost can be reached from here");
    }

    @Test
    void anAnswerThatIsNoJsonIsAFailureOfTheWorld() {
        standIn.faults().always("token", Fault.html(200));
        assertFailure(source(), "Entra ID ");
        standIn.faults().always("token", Fault.html(502));
        assertFailure(source(), "Entra ID ");
        standIn.faults().always("token", Fault.answer(200, "application/json", "{}"));
        assertFailure(source(), "Entra ID ");
        standIn.faults().always("token", Fault.answer(200, "application/json", ""));
        assertFailure(source(), "Entra ID ");
        standIn.faults().always("token", Fault.reset());
        assertFailure(source(), "Entra ID ");
    }

    @Test
    void aFileThatHoldsNoCertificateIsNamed(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("ca.pem"), "hello");

        assertThatThrownBy(() -> Tls.trusting(Optional.of(file)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("defender.ca-certificate = " + file + " cannot be read as PEM certificates: ");
        assertThatThrownBy(() -> Tls.trusting(Optional.of(folder.resolve("absent"))))
                .isInstanceOf(IllegalStateException.class);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertFailure(
            AccessTokens.Source source, String start) {
        return assertThatThrownBy(source::fetch)
                .isInstanceOf(DefenderUnavailableException.class)
                .hasMessageStartingWith(start)
                .hasMessageContaining("To fix: ")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void thereIsOneSourceOfTokensForEachScope() {
        SignIn signIn = signIn();

        assertThat(signIn.tokens(scope())).isSameAs(signIn.tokens(scope()));
        signIn.tokens(scope()).get();
        signIn.tokens("https://graph.microsoft.com/.default").get();
        signIn.tokens(scope()).get();

        assertThat(standIn.calls("token")).hasSize(2);
    }

    private AccessTokens.Source source(String... changes) {
        return signIn(changes).source(scope());
    }

    private SignIn signIn(String... changes) {
        Settings settings = settings(changes);
        return new SignIn(settings, Tls.trusting(settings.path("defender.ca-certificate")), clock);
    }

    private String scope() {
        return standIn.settings().get("defender.api-scope");
    }

    private Settings settings(String... changes) {
        Map<String, String> values = new HashMap<>(standIn.settings());
        for (int i = 0; i < changes.length; i += 2) {
            values.put(changes[i], changes[i + 1]);
        }
        return Settings.of(values);
    }
}
