package io.github.defenderroutes.defender;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whom we trust: what the JVM trusts, and the CAs of {@code defender.ca-certificate} on top. */
public final class Tls {
    private Tls() {}

    /**
     * @param caCertificates a PEM file with one or more certificates
     * @throws IllegalStateException if the file holds no certificate we can read
     */
    public static SSLContext trusting(Optional<Path> caCertificates) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trustManager(caCertificates)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has TLS
        }
    }

    /** The same as one that decides whom to trust, for those who bring their own TLS. */
    public static X509TrustManager trustManager(Optional<Path> caCertificates) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (X509Certificate authority : jvmDefaults()) {
                trusted.setCertificateEntry("jvm-" + trusted.size(), authority);
            }
            if (caCertificates.isPresent()) {
                for (Certificate authority : read(caCertificates.get())) {
                    trusted.setCertificateEntry("own-" + trusted.size(), authority);
                }
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(
                    "defender.ca-certificate = %s cannot be read as PEM certificates: %s. To fix: name a file that begins with -----BEGIN CERTIFICATE-----."
                            .formatted(caCertificates.map(Path::toString).orElse(""), e.getMessage()),
                    e);
        }
    }

    private static X509Certificate[] jvmDefaults() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager certificates) {
                return certificates.getAcceptedIssuers();
            }
        }
        return new X509Certificate[0];
    }

    private static Iterable<? extends Certificate> read(Path file) throws GeneralSecurityException, IOException {
        try (InputStream pem = Files.newInputStream(file)) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (certificates.isEmpty()) {
                throw new GeneralSecurityException("it holds no certificate");
            }
            return certificates;
        }
    }
}
