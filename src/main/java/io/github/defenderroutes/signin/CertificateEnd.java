package io.github.defenderroutes.signin;

import io.github.defenderroutes.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * When the certificate that we sign in with expires.
 *
 * @param file its file
 */
public record CertificateEnd(Path file, Instant at) {

    /**
     * Read from the file as it is now.
     *
     * @return empty if we sign in by other means
     * @throws io.github.defenderroutes.defender.DefenderUnavailableException if the file does not hold what it should
     */
    public static Optional<CertificateEnd> read(Settings settings, Clock clock) {
        return settings.path("defender.client-certificate")
                .map(file -> new CertificateEnd(file, new ClientCertificate(settings, clock).expires()));
    }
}
