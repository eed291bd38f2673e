package io.github.defenderroutes.standin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The stand-in's fixed key pair for localhost and 127.0.0.1. It protects nothing and is no secret: it is public with this
 * code, so nobody should trust it outside a stand-in.
 */
final class Localhost {

    private static final char[] PASSWORD = "stand-in".toCharArray();

    /** Decrypted once: that takes longer than all else at the start of a stand-in, and PKIX would do it in each handshake. */
    private static final KeyManager[] KEYS = keys();

    private Localhost() {}

    private static KeyManager[] keys() {
        try (InputStream store = resource("localhost.p12")) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(store, PASSWORD);
            KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
            managers.init(keys, PASSWORD);
            return managers.getKeyManagers();
        } catch (IOException | GeneralSecurityException brokenJar) {
            throw new IllegalStateException("The stand-in's key pair cannot be read", brokenJar);
        }
    }

    static SSLContext tls() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(KEYS, null, null);
            return context;
        } catch (GeneralSecurityException noTls) {
            throw new IllegalStateException("The stand-in cannot speak TLS", noTls);
        }
    }

    /** The certificate as a PEM file of its own; whoever asks deletes it. */
    static Path certificateFile() {
        try (InputStream pem = resource("localhost.pem")) {
            Path file = Files.createTempFile("stand-in-", ".pem");
            Files.copy(pem, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException noTempFile) {
            throw new UncheckedIOException("The stand-in cannot write its certificate to a file", noTempFile);
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream resource = Localhost.class.getResourceAsStream("/standin/" + name);
        if (resource == null) {
            throw new IOException("/standin/" + name + " is not on the class path");
        }
        return resource;
    }
}
