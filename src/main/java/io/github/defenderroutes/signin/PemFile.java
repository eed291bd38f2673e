package io.github.defenderroutes.signin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Reads a key and its certificates from the blocks of a PEM file. */
final class PemFile {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final String PLAIN = "PRIVATE KEY";
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
    private static final String TO_PKCS8 =
            "convert it with openssl pkcs8 -topk8 -v2 aes-256-cbc -in old.pem -out key.pem, and put key and certificate into one file";

    private final List<X509Certificate> certificates = new ArrayList<>();
    private final List<PrivateKey> keys = new ArrayList<>();

    private PemFile() {}

    /** @throws KeyFileException if it does not hold exactly one key that we can read */
    static SigningKey read(String text, String password) {
        PemFile file = new PemFile();
        BLOCK.matcher(text).results().forEach(block -> file.add(block.group(1), block.group(2), password));
        if (file.keys.isEmpty()) {
            throw new KeyFileException(
                    "holds no private key", "put the private key beside its certificate, in one file");
        }
        if (file.keys.size() > 1) {
            throw new KeyFileException("holds several private keys", "leave the one that the app is to sign with");
        }
        return SigningKey.of(file.keys.get(0), file.certificates);
    }

    private void add(String kind, String content, String password) {
        switch (kind) {
            case "CERTIFICATE" -> certificates.add(certificate(bytes(content)));
            case PLAIN -> keys.add(key(new PKCS8EncodedKeySpec(bytes(content))));
            case ENCRYPTED -> keys.add(key(decrypted(bytes(content), password)));
            default -> {
                if (kind.endsWith(PLAIN)) {
                    throw new KeyFileException("holds its key as " + kind + ", an older form", TO_PKCS8);
                }
            }
        }
    }

    private static byte[] bytes(String content) {
        try {
            return Base64.getMimeDecoder().decode(content);
        } catch (IllegalArgumentException e) {
            throw new KeyFileException("is broken: a block is no Base64", "copy the file anew");
        }
    }

    private static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new KeyFileException("holds a broken certificate", "copy the file anew");
        }
    }

    private static PrivateKey key(PKCS8EncodedKeySpec der) {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(der);
        } catch (InvalidKeySpecException e) {
            throw new KeyFileException("holds a key that is no RSA key", "make the certificate with an RSA key");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** With a cipher of our own: asked directly, Java 17 looks for the name of the family and finds nothing. */
    private static PKCS8EncodedKeySpec decrypted(byte[] der, String password) {
        if (password.isEmpty()) {
            throw new KeyFileException("holds an encrypted private key", "set DEFENDER_CLIENT_CERTIFICATE_PASSWORD");
        }
        EncryptedPrivateKeyInfo encrypted;
        Cipher cipher;
        try {
            encrypted = new EncryptedPrivateKeyInfo(der);
            String scheme = encrypted.getAlgName().equals("PBES2")
                    ? encrypted.getAlgParameters().toString()
                    : encrypted.getAlgName();
            cipher = Cipher.getInstance(scheme);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(password.toCharArray())),
                    encrypted.getAlgParameters());
        } catch (IOException | GeneralSecurityException e) {
            throw new KeyFileException("holds a private key encrypted in a way that Java cannot read", TO_PKCS8);
        }
        try {
            return encrypted.getKeySpec(cipher);
        } catch (InvalidKeySpecException e) {
            throw new KeyFileException(
                    "holds a private key that does not open with the password we have",
                    "check DEFENDER_CLIENT_CERTIFICATE_PASSWORD");
        }
    }
}
