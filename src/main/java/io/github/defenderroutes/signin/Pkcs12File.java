package io.github.defenderroutes.signin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads a key and its certificates from PKCS#12. */
final class Pkcs12File {
    private Pkcs12File() {}

    /** @throws KeyFileException if it does not hold exactly one key that the password opens */
    static SigningKey read(byte[] file, String password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(file), password.toCharArray());
            String alias = onlyKey(store);
            List<X509Certificate> certificates = new ArrayList<>();
            for (Certificate certificate : store.getCertificateChain(alias)) {
                certificates.add((X509Certificate) certificate);
            }
            return SigningKey.of((PrivateKey) store.getKey(alias, password.toCharArray()), certificates);
        } catch (UnrecoverableKeyException e) {
            throw wrongPassword(password);
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw wrongPassword(password);
            }
            throw new KeyFileException(
                    "is neither PKCS#12 nor PEM that can be read",
                    "name a .p12, .pfx or .pem file with the private key and its certificate");
        } catch (GeneralSecurityException e) {
            throw new KeyFileException(
                    "cannot be read as PKCS#12: " + e.getMessage(), "export key and certificate anew, with AES");
        }
    }

    private static String onlyKey(KeyStore store) throws GeneralSecurityException {
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.entryInstanceOf(alias, KeyStore.PrivateKeyEntry.class)) {
                keys.add(alias);
            }
        }
        if (keys.isEmpty()) {
            throw new KeyFileException("holds no private key", "export the certificate together with its private key");
        }
        if (keys.size() > 1) {
            throw new KeyFileException("holds several private keys", "leave the one that the app is to sign with");
        }
        return keys.get(0);
    }

    private static KeyFileException wrongPassword(String password) {
        return password.isEmpty()
                ? new KeyFileException("asks for a password", "set DEFENDER_CLIENT_CERTIFICATE_PASSWORD")
                : new KeyFileException(
                        "does not open with the password we have", "check DEFENDER_CLIENT_CERTIFICATE_PASSWORD");
    }
}
