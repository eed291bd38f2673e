package io.github.defenderroutes.signin;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.settings.Settings;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;

/** The key and certificate of {@code defender.client-certificate}. */
final class ClientCertificate implements Proof {
    private final Path file;
    private final String password;
    private final Clock clock;

    ClientCertificate(Settings settings, Clock clock) {
        this.file = settings.path("defender.client-certificate").orElseThrow();
        this.password =
                settings.optionalText("defender.client-certificate-password").orElse("");
        this.clock = clock;
    }

    @Override
    public IClientCredential show() {
        SigningKey signing = read();
        Instant now = clock.instant();
        X509Certificate certificate = signing.certificate();
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            throw unusable(new KeyFileException(
                    "expired on " + certificate.getNotAfter().toInstant(),
                    "upload a new certificate for the app in the Entra admin center and put it there with its key"));
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            throw unusable(new KeyFileException(
                    "is valid only from " + certificate.getNotBefore().toInstant(),
                    "wait until then, or check this machine's clock"));
        }
        return ClientCredentialFactory.createFromCertificate(signing.key(), certificate);
    }

    /**
     * When it expires.
     *
     * @throws DefenderUnavailableException if the file does not hold what it should
     */
    Instant expires() {
        return read().certificate().getNotAfter().toInstant();
    }

    private SigningKey read() {
        try {
            return SigningKey.read(file, password);
        } catch (KeyFileException e) {
            throw unusable(e);
        }
    }

    private DefenderUnavailableException unusable(KeyFileException problem) {
        return new DefenderUnavailableException(
                "We cannot sign in: defender.client-certificate = %s %s".formatted(file, problem.getMessage()),
                null,
                problem);
    }

    @Override
    public String whence() {
        return "defender.client-certificate";
    }

    @Override
    public String remedy() {
        return "check that the certificate %s (its thumbprint) is uploaded to the app defender.client-id in the Entra admin center, Certificates & secrets, and that this machine's clock is right."
                .formatted(thumbprint(read().certificate()));
    }

    /** As the Entra admin center shows it. */
    private static String thumbprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException | CertificateEncodingException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
