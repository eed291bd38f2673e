package io.github.defenderroutes.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.defender.AccessTokens;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.defender.Tls;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.standin.StandIn;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signing in with the private key of a certificate, against a token endpoint that checks the signature. */
class CertificateSignInTest {
    @TempDir
    private static Path folder;

    private static TestKey key;
    private static TestKey other;

    private final StandIn standIn = StandIn.start();
    private final HandClock clock = new HandClock();

    @BeforeAll
    static void makeKeys() {
        key = TestKey.make(folder);
        other = TestKey.make(folder);
    }

    @BeforeEach
    void upload() {
        standIn.login().upload(key.certificate());
        clock.pass(Duration.between(clock.instant(), Instant.now()));
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    static Stream<Path> filesThatHoldTheKey() {
        return Stream.of(
                key.pkcs12(),
                key.pem(folder),
                TestKey.write(folder, other.certificateBlock() + key.certificateBlock() + "\n# key\n" + key.keyBlock()),
                TestKey.write(
                        folder,
                        key.encryptedKeyBlock("PBEWithHmacSHA256AndAES_256").replace("\n", "\r\n")
                                + key.certificateBlock()),
                TestKey.write(folder, key.certificateBlock() + key.encryptedKeyBlock("PBEWithSHA1AndDESede")));
    }

    @ParameterizedTest
    @MethodSource("filesThatHoldTheKey")
    void theKeySignsInFromPkcs12AndPem(Path file) {
        AccessTokens.Token token = source(file).fetch();

        assertThat(token.value()).isNotBlank();
        assertThat(standIn.calls("token")).singleElement().satisfies(call -> assertThat(call.body())
                .contains("client_assertion=")
                .doesNotContain("client_secret"));
    }

    @Test
    void aRenewedFileNeedsNoRestart() throws Exception {
        Path file = Files.copy(other.pkcs12(), folder.resolve("renewed.p12"));
        AccessTokens.Source source = source(file);
        assertThatThrownBy(source::fetch).hasMessageContaining("invalid_client");

        Files.copy(key.pkcs12(), file, StandardCopyOption.REPLACE_EXISTING);

        assertThatCode(source::fetch).doesNotThrowAnyException();
    }

    @Test
    void aCertificateThatIsNotUploadedIsNamedByItsThumbprint() {
        fails(source(other.pkcs12()))
                .hasMessageStartingWith("Entra ID did not give us a token: invalid_client (AADSTS")
                .hasMessageContaining("To fix: check that the certificate ")
                .hasMessageMatching("(?s).* [0-9A-F]{40} \\(its thumbprint\\) is uploaded to the app .*");
    }

    @Test
    void aCertificateOutOfItsTimeIsNotEvenShown() {
        clock.pass(Duration.ofDays(20));
        fails(source(key.pkcs12()))
                .hasMessageContaining(key.pkcs12() + " expired on ")
                .hasMessageContaining("To fix: upload a new certificate for the app in the Entra admin center");

        clock.pass(Duration.ofDays(-30));
        fails(source(key.pkcs12())).hasMessageContaining(" is valid only from ");

        assertThat(standIn.calls("token")).isEmpty();
    }

    record Unfit(Path file, String problem, String remedy) {}

    static Stream<Unfit> filesThatCannotBeUsed() throws Exception {
        TestKey elliptic = TestKey.make(folder, "-keyalg", "EC");
        TestKey small = TestKey.make(folder, "-keyalg", "RSA", "-keysize", "1024");
        return Stream.of(
                pem(key.certificateBlock(), "holds no private key", "put the private key beside its certificate"),
                pem(key.keyBlock(), "holds no certificate", "put the certificate beside its key"),
                pem(
                        key.keyBlock() + other.certificateBlock(),
                        "holds a key and a certificate that do not belong together",
                        "put the key with which the certificate was made"),
                pem(key.keyBlock() + other.keyBlock(), "holds several private keys", "leave the one"),
                pem(
                        TestKey.block("RSA PRIVATE KEY", new byte[] {1}) + key.certificateBlock(),
                        "holds its key as RSA PRIVATE KEY, an older form",
                        "openssl pkcs8 -topk8 -v2 aes-256-cbc -in old.pem"),
                pem(
                        TestKey.block("ENCRYPTED PRIVATE KEY", new byte[] {1}) + key.certificateBlock(),
                        "holds a private key encrypted in a way that Java cannot read",
                        "openssl pkcs8 -topk8"),
                pem(elliptic.keyBlock() + elliptic.certificateBlock(), "holds a key that is no RSA key", "RSA key"),
                pem(small.keyBlock() + small.certificateBlock(), "holds a key of 1024 bits", "at least 2048 bits"),
                pem(TestKey.block("CERTIFICATE", new byte[] {1}), "holds a broken certificate", "copy the file anew"),
                pem(
                        "-----BEGIN PRIVATE KEY-----\n*\n-----END PRIVATE KEY-----",
                        "holds a key that is no RSA key",
                        "make the certificate with an RSA key"),
                pem("no key at all", "is neither PKCS#12 nor PEM that can be read", "name a .p12, .pfx or .pem file"),
                new Unfit(elliptic.pkcs12(), "holds a key of the kind EC", "RSA key"),
                new Unfit(store(false), "holds no private key", "export the certificate together with its private key"),
                new Unfit(store(true), "holds several private keys", "leave the one"));
    }

    private static Unfit pem(String text, String problem, String remedy) {
        return new Unfit(TestKey.write(folder, text), problem, remedy);
    }

    /** PKCS#12 with a certificate alone, or with two keys. */
    private static Path store(boolean keys) throws Exception {
        char[] password = TestKey.PASSWORD.toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("trusted", key.certificate());
        if (keys) {
            store.setKeyEntry("one", key.key(), password, new Certificate[] {key.certificate()});
            store.setKeyEntry("two", other.key(), password, new Certificate[] {other.certificate()});
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, password);
        return Files.write(Files.createTempFile(folder, "store", ".p12"), bytes.toByteArray());
    }

    @ParameterizedTest
    @MethodSource("filesThatCannotBeUsed")
    void aFileThatCannotBeUsedSaysWhyAndWhatToDo(Unfit unfit) {
        fails(source(unfit.file))
                .hasMessageStartingWith(
                        "We cannot sign in: defender.client-certificate = %s %s", unfit.file, unfit.problem)
                .hasMessageContaining(". To fix: ")
                .hasMessageContaining(unfit.remedy);
    }

    @Test
    void aMissingOrWrongPasswordIsTold() {
        Path encrypted =
                TestKey.write(folder, key.certificateBlock() + key.encryptedKeyBlock("PBEWithHmacSHA512AndAES_256"));
        for (Path file : new Path[] {key.pkcs12(), encrypted}) {
            fails(source(file, "defender.client-certificate-password", "wr0ng-Passw0rd"))
                    .hasMessageContaining(
                            "does not open with the password we have. To fix: check DEFENDER_CLIENT_CERTIFICATE")
                    .hasMessageNotContaining("wr0ng-Passw0rd");
            fails(source(file, "defender.client-certificate-password", ""))
                    .hasMessageContaining("To fix: set DEFENDER_CLIENT_CERTIFICATE_PASSWORD");
        }
    }

    @Test
    void aFileThatWentAwayIsTold() throws Exception {
        Path file = Files.copy(key.pkcs12(), folder.resolve("gone.p12"));
        AccessTokens.Source source = source(file);
        Files.delete(file);

        fails(source).hasMessageContaining(file + " cannot be read. To fix: ");
    }

    @Test
    void theKeyIsNotShownByItsHolder() {
        assertThat(SigningKey.read(key.pkcs12(), TestKey.PASSWORD)).hasToString("SigningKey[CN=defender-routes]");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> fails(AccessTokens.Source source) {
        return assertThatThrownBy(source::fetch)
                .isInstanceOf(DefenderUnavailableException.class)
                .hasMessageNotContaining(TestKey.PASSWORD);
    }

    private AccessTokens.Source source(Path file, String... changes) {
        Map<String, String> values = new HashMap<>(standIn.settings());
        put(values, key.settings(file));
        put(values, changes);
        Settings settings = Settings.of(values);
        return new SignIn(settings, Tls.trusting(settings.path("defender.ca-certificate")), clock)
                .source(settings.text("defender.api-scope"));
    }

    private static void put(Map<String, String> values, String... keysAndValues) {
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], keysAndValues[i + 1]);
        }
    }
}
