package io.github.defenderroutes.signin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;

/** A private key and the certificate that belongs to it. */
record SigningKey(PrivateKey key, X509Certificate certificate) {
    /** msal4j takes nothing shorter. */
    private static final int SHORTEST = 2048;

    /**
     * Reads a PKCS#12 or PEM file.
     *
     * @param password empty if there is none
     * @throws KeyFileException if it does not hold what we need
     */
    static SigningKey read(Path file, String password) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new KeyFileException("cannot be read", "name a file that this process may read");
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.contains("-----BEGIN ") ? PemFile.read(text, password) : Pkcs12File.read(bytes, password);
    }

    /**
     * The key with the one of these certificates that belongs to it.
     *
     * @throws KeyFileException if none does, or if the key is none that we can sign with
     */
    static SigningKey of(PrivateKey key, List<X509Certificate> certificates) {
        if (!(key instanceof RSAPrivateKey rsa)) {
            throw new KeyFileException(
                    "holds a key of the kind " + key.getAlgorithm(), "make the certificate with an RSA key");
        }
        if (rsa.getModulus().bitLength() < SHORTEST) {
            throw new KeyFileException(
                    "holds a key of %d bits".formatted(rsa.getModulus().bitLength()),
                    "make the certificate with an RSA key of at least %d bits".formatted(SHORTEST));
        }
        if (certificates.isEmpty()) {
            throw new KeyFileException("holds no certificate", "put the certificate beside its key, in one file");
        }
        return certificates.stream()
                .filter(certificate -> certificate.getPublicKey() instanceof RSAPublicKey shown
                        && shown.getModulus().equals(rsa.getModulus()))
                .findFirst()
                .map(certificate -> new SigningKey(key, certificate))
                .orElseThrow(() -> new KeyFileException(
                        "holds a key and a certificate that do not belong together",
                        "put the key with which the certificate was made beside it"));
    }

    @Override
    public String toString() {
        return "SigningKey[" + certificate.getSubjectX500Principal() + "]";
    }
}
