package io.github.defenderroutes.settings;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The ways to sign in, and which settings each needs or may use. */
enum SignInWay {
    SECRET(
            "secret",
            List.of("defender.client-id", "defender.client-secret"),
            List.of("defender.client-secret.expires")),
    CERTIFICATE(
            "certificate",
            List.of("defender.client-id", "defender.client-certificate"),
            List.of("defender.client-certificate-password")),
    MANAGED_IDENTITY("managed-identity", List.of(), List.of("defender.managed-identity.client-id")),
    WORKLOAD_IDENTITY("workload-identity", List.of("defender.client-id", "defender.federated-token-file"), List.of());

    private final String credential;
    private final List<String> needed;
    private final List<String> optional;

    SignInWay(String credential, List<String> needed, List<String> optional) {
        this.credential = credential;
        this.needed = needed;
        this.optional = optional;
    }

    /** The words of {@code defender.credential}. */
    static String[] credentials() {
        return Arrays.stream(values()).map(way -> way.credential).toArray(String[]::new);
    }

    static SignInWay of(String credential) {
        return Arrays.stream(values())
                .filter(way -> way.credential.equals(credential))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no way to sign in is named " + credential));
    }

    /** The first way that has a use for this key. */
    static SignInWay using(String key) {
        return Arrays.stream(values())
                .filter(way -> way.uses(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no way to sign in uses " + key));
    }

    /** Every key that some way uses. */
    static List<String> all() {
        return Arrays.stream(values())
                .flatMap(way -> Stream.concat(way.needed.stream(), way.optional.stream()))
                .distinct()
                .toList();
    }

    static Map<String, String> bySecret(String clientId, String secret) {
        var values = new LinkedHashMap<String, String>();
        all().forEach(key -> values.put(key, ""));
        values.put("defender.credential", SECRET.credential);
        values.put("defender.client-id", clientId);
        values.put("defender.client-secret", secret);
        return values;
    }

    String credential() {
        return credential;
    }

    List<String> needed() {
        return needed;
    }

    boolean uses(String key) {
        return needed.contains(key) || optional.contains(key);
    }
}
