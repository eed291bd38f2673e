package io.github.defenderroutes.web;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** What is kept of a password: PBKDF2 with HMAC-SHA512, as {@code pbkdf2-sha512:rounds:salt:hash}. */
final class PasswordHash {
    private static final String NAME = "pbkdf2-sha512";

    /** As OWASP's password storage cheat sheet asks for. */
    private static final int ROUNDS = 210_000;

    private static final int MOST_ROUNDS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;

    private PasswordHash() {}

    /** A new one, with a salt of its own. */
    static String of(String password) {
        return of(password, ROUNDS);
    }

    static String of(String password, int rounds) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        Base64.Encoder text = Base64.getEncoder();
        return "%s:%d:%s:%s"
                .formatted(
                        NAME, rounds, text.encodeToString(salt), text.encodeToString(derived(password, salt, rounds)));
    }

    /** Whether it is one that we can read. */
    static boolean isOne(String written) {
        return written.matches(NAME + ":[1-9]\\d{3,7}:[A-Za-z0-9+/]{16,}={0,2}:[A-Za-z0-9+/]{43}=")
                && rounds(written) <= MOST_ROUNDS;
    }

    /** Whether it was made from this password. */
    static boolean matches(String written, String password) {
        String[] parts = written.split(":");
        byte[] salt = Base64.getDecoder().decode(parts[2]);
        return MessageDigest.isEqual(Base64.getDecoder().decode(parts[3]), derived(password, salt, rounds(written)));
    }

    private static int rounds(String written) {
        return Integer.parseInt(written.split(":")[1]);
    }

    private static byte[] derived(String password, byte[] salt, int rounds) {
        PBEKeySpec key = new PBEKeySpec(password.toCharArray(), salt, rounds, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(key)
                    .getEncoded();
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        } finally {
            key.clearPassword();
        }
    }
}
