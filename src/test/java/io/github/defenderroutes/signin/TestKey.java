package io.github.defenderroutes.signin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A fresh key with a self-signed certificate, made with the JDK's keytool, and the files that may hold it. */
public record TestKey(Path pkcs12, PrivateKey key, X509Certificate certificate) {
    public static final String PASSWORD = "p12-Passw0rd";

    private static final String PBES2 = "06092a864886f70d01050d";
    private static final String PBE_SHA1_3DES = "060a2a864886f70d010c0103";

    /** An RSA key whose certificate is good for 20 days, unless these options of keytool say otherwise. */
    public static TestKey make(Path folder, String... options) {
        try {
            Path file = Files.createTempDirectory(folder, "key").resolve("app.p12");
            keytool(file, options.length == 0 ? new String[] {"-keyalg", "RSA", "-validity", "20"} : options);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            return new TestKey(file, (PrivateKey) keys.getKey("app", PASSWORD.toCharArray()), (X509Certificate)
                    keys.getCertificate("app"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(Path file, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "app",
                "-dname",
                "CN=defender-routes",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString()));
        command.addAll(List.of(options));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool failed: " + List.of(options));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What makes an app sign in with the key in this file, as key and value in turn. */
    public String[] settings(Path file) {
        return new String[] {
            "defender.credential",
            "certificate",
            "defender.client-secret",
            "",
            "defender.client-certificate",
            file.toString(),
            "defender.client-certificate-password",
            PASSWORD
        };
    }

    public Path pem(Path folder) {
        return write(folder, keyBlock() + certificateBlock());
    }

    String keyBlock() {
        return block("PRIVATE KEY", key.getEncoded());
    }

    String certificateBlock() {
        return block("CERTIFICATE", encoded(certificate));
    }

    /** As {@code openssl pkcs8 -topk8 -v2 aes-256-cbc} writes it, or with another scheme of Java's. */
    String encryptedKeyBlock(String scheme) {
        try {
            Cipher cipher = Cipher.getInstance(scheme);
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(PASSWORD.toCharArray())));
            byte[] parameters = cipher.getParameters().getEncoded();
            byte[] algorithm = HexFormat.of().parseHex(scheme.contains("AES") ? PBES2 : PBE_SHA1_3DES);
            return block(
                    "ENCRYPTED PRIVATE KEY",
                    der(0x30, der(0x30, algorithm, parameters), der(0x04, cipher.doFinal(key.getEncoded()))));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Java 17 reads this form and cannot write it. */
    private static byte[] der(int tag, byte[]... parts) {
        int length = Stream.of(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length > 127) {
            out.write(0x82);
            out.write(length >> 8);
        }
        out.write(length);
        Stream.of(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }

    static Path write(Path folder, String text) {
        try {
            return Files.writeString(Files.createTempFile(folder, "app", ".pem"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String block(String kind, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(
                        kind,
                        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(der),
                        kind);
    }

    private static byte[] encoded(Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
