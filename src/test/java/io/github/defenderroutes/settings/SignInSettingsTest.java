package io.github.defenderroutes.settings;

import static io.github.defenderroutes.settings.Given.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each way to sign in needs, and what it does not leave standing there unused. */
class SignInSettingsTest {
    private static final String IDENTITY = "aaaaaaaa-0000-4000-8000-000000000000";

    @TempDir
    private Path folder;

    private Path certificate;

    @BeforeEach
    void writeCertificate() throws IOException {
        certificate = Files.writeString(folder.resolve("app.p12"), "not looked into here");
    }

    /** The keys that this test gives a value. */
    static List<String> keysOfOtherWays() {
        return List.of(
                "defender.client-certificate",
                "defender.client-certificate-password",
                "defender.managed-identity.client-id",
                "defender.federated-token-file");
    }

    @Test
    void theSecretIsTheDefaultAndItsEndMayBeToldApart() {
        assertThat(settings("defender.client-secret.expires", "2027-03-01").date("defender.client-secret.expires"))
                .contains(LocalDate.of(2027, 3, 1));
        assertThat(settings().date("defender.client-secret.expires")).isEmpty();
        assertThatThrownBy(() -> settings("defender.client-secret.expires", "1 March 2027"))
                .hasMessageContaining("is not a date. To fix: year, month and day, such as 2027-03-01.");
    }

    @Test
    void aCertificateNeedsItsFileAndMayHaveAPassword() {
        var settings = way(
                "certificate",
                "defender.client-certificate",
                certificate.toString(),
                "defender.client-certificate-password",
                "p12");

        assertThat(settings.path("defender.client-certificate")).contains(certificate);
        assertThat(settings.text("defender.client-certificate-password")).isEqualTo("p12");
        assertThat(settings.toString()).contains("defender.client-certificate-password = (set, not shown)");
        assertThatThrownBy(() -> way("certificate"))
                .hasMessageContaining("defender.client-certificate  is required by defender.credential = certificate."
                        + " To fix: a PKCS#12 or PEM file with the private key and its certificate.");
    }

    @Test
    void aCertificateFileThatIsNotThereIsToldOnceAndAtOnce() {
        assertThatThrownBy(() -> way("certificate", "defender.client-certificate", folder + "/absent.p12"))
                .hasMessageStartingWith("Cannot start: 1 problem.")
                .hasMessageContaining("cannot be read. To fix: name a file that this process may read.");
    }

    @Test
    void aManagedIdentityNeedsNothingAndNamesAUserAssignedOne() {
        assertThat(identity().optionalText("defender.managed-identity.client-id"))
                .isEmpty();
        assertThat(identity("defender.managed-identity.client-id", IDENTITY)
                        .text("defender.managed-identity.client-id"))
                .isEqualTo(IDENTITY);
        assertThatThrownBy(() -> way("managed-identity"))
                .hasMessageContaining("is not used by defender.credential = managed-identity. To fix: remove it, a"
                        + " user-assigned identity is named by defender.managed-identity.client-id.");
    }

    @Test
    void aWorkloadIdentityNeedsTheFileOfItsTokenWhichMayComeLater() {
        assertThat(way("workload-identity", "defender.federated-token-file", "/not/yet/there")
                        .path("defender.federated-token-file"))
                .contains(Path.of("/not/yet/there"));
        assertThatThrownBy(() -> way("workload-identity"))
                .hasMessageContaining("defender.federated-token-file  is required by defender.credential = workload");
    }

    @Test
    void whatTheChosenWayDoesNotUseIsRefusedRatherThanIgnored() {
        assertThatThrownBy(() -> settings("defender.client-certificate", certificate.toString()))
                .hasMessageContaining("is not used by defender.credential = secret. To fix: remove it, or set"
                        + " defender.credential = certificate.");
        assertThatThrownBy(() -> settings(
                        "defender.credential", "certificate", "defender.client-certificate", certificate.toString()))
                .hasMessageContaining("defender.client-secret  is not used by defender.credential = certificate.")
                .hasMessageNotContaining(Given.CLIENT_SECRET);
    }

    @Test
    void withoutAnIdOrASecretTheStartSaysWhereTheyAre() {
        assertThatThrownBy(() -> settings("defender.client-id", "", "defender.client-secret", ""))
                .hasMessageContaining("defender.client-id      is required by defender.credential = secret. To fix:"
                        + " Entra admin center, your app, Application (client) ID.")
                .hasMessageContaining("defender.client-secret  is required by defender.credential = secret. To fix:"
                        + " Entra admin center, your app, Certificates & secrets, the Value.");
    }

    @Test
    void thePlatformsVariablesFillInWhatNobodySetForAWorkloadIdentity() {
        write("defender.credential = workload-identity\ndefender.client-id = %s\n".formatted(IDENTITY));

        var settings = Settings.load(folder, azure(), Map.of());

        assertThat(settings.text("defender.federated-token-file")).isEqualTo("/var/run/secrets/token");
        assertThat(settings.text("defender.tenant-id")).isEqualTo("11111111-2222-3333-4444-555555555555");
        assertThat(settings.text("defender.login-url")).isEqualTo("https://login.microsoftonline.us");
        assertThat(settings.text("defender.client-id"))
                .as("what is set here wins")
                .isEqualTo(IDENTITY);
    }

    @Test
    void forAnyOtherWayTheyAreAStrangersVariables() {
        write("defender.credential = secret\n");

        assertThatThrownBy(() -> Settings.load(folder, azure(), Map.of()))
                .hasMessageContaining("defender.tenant-id  is required")
                .hasMessageContaining("defender.client-id  is required")
                .hasMessageNotContaining("AZURE_");
    }

    @Test
    void aWrongVariableOfThePlatformIsToldByItsOwnName() {
        write("defender.credential = workload-identity\n");
        var environment = new HashMap<>(azure());
        environment.put("AZURE_AUTHORITY_HOST", "http://login.example");

        assertThatThrownBy(() -> Settings.load(folder, environment, Map.of()))
                .hasMessageContaining("AZURE_AUTHORITY_HOST = http://login.example  is not safe. To fix: use https.");
    }

    @Test
    void aUserAtTheProxyNeedsAProxyAndAPassword() {
        assertThatThrownBy(() -> settings("defender.proxy.username", "svc"))
                .hasMessageContaining("defender.proxy           is required by defender.proxy.username.")
                .hasMessageContaining("defender.proxy.password  is required by defender.proxy.username.");
        assertThatThrownBy(() -> settings("defender.proxy", "http://proxy:3128", "defender.proxy.password", "pr0xy"))
                .hasMessageContaining("defender.proxy.username  is required by defender.proxy.password.")
                .hasMessageNotContaining("pr0xy");
    }

    @Test
    void whoeverPlaysWithASecretOfItsOwnIsNotStoppedByAnotherWayInTheFile() {
        write("defender.tenant-id = t\ndefender.credential = certificate\ndefender.client-certificate = absent.p12\n");

        var settings = Settings.load(folder, Map.of(), Settings.signInBySecret("app-1", "s3cret"));

        assertThat(settings.text("defender.credential")).isEqualTo("secret");
        assertThat(settings.text("defender.client-secret")).isEqualTo("s3cret");
        assertThat(settings.optionalText("defender.client-certificate")).isEmpty();
    }

    private static Map<String, String> azure() {
        return Map.of(
                "AZURE_TENANT_ID", "11111111-2222-3333-4444-555555555555",
                "AZURE_CLIENT_ID", "66666666-7777-8888-9999-000000000000",
                "AZURE_FEDERATED_TOKEN_FILE", "/var/run/secrets/token",
                "AZURE_AUTHORITY_HOST", "https://login.microsoftonline.us/");
    }

    private void write(String lines) {
        try {
            Files.writeString(
                    folder.resolve(Origin.FILE),
                    lines + "mail.host = smtp.example.org\nmail.from = d@example.org\nmail.to = soc@example.org\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The required settings, without a secret, by this way. */
    private static Settings way(String credential, String... pairs) {
        var values = Given.required();
        values.put("defender.client-secret", "");
        values.put("defender.credential", credential);
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return Settings.of(values);
    }

    private static Settings identity(String... pairs) {
        var values = Given.required();
        values.put("defender.client-secret", "");
        values.put("defender.client-id", "");
        values.put("defender.credential", "managed-identity");
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return Settings.of(values);
    }
}
