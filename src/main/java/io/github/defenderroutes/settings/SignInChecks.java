package io.github.defenderroutes.settings;

import java.util.Map;

/** The rules of the way we sign in: what it needs is there, and nothing stands there that it would silently ignore. */
final class SignInChecks {
    private static final Map<String, String> REMEDIES = Map.of(
            "defender.client-id", "Entra admin center, your app, Application (client) ID",
            "defender.client-secret", "Entra admin center, your app, Certificates & secrets, the Value",
            "defender.client-certificate", "a PKCS#12 or PEM file with the private key and its certificate",
            "defender.federated-token-file", "the file into which the platform writes the token");

    private final Map<String, String> values;
    private final Resolver told;

    SignInChecks(Map<String, String> values, Resolver told) {
        this.values = values;
        this.told = told;
    }

    void run() {
        if (values.containsKey("defender.credential")) {
            SignInWay way = SignInWay.of(values.get("defender.credential"));
            way.needed().stream().filter(key -> !values.containsKey(key)).forEach(key -> missing(key, way));
            SignInWay.all().stream()
                    .filter(key -> values.containsKey(key) && !way.uses(key))
                    .forEach(key -> superfluous(key, way));
        }
        theProxyIsThereForItsUser();
    }

    private void missing(String key, SignInWay way) {
        told.missing(key, "is required by defender.credential = " + way.credential(), REMEDIES.get(key));
    }

    private void superfluous(String key, SignInWay way) {
        String other = key.equals("defender.client-id")
                ? "a user-assigned identity is named by defender.managed-identity.client-id"
                : "or set defender.credential = " + SignInWay.using(key).credential();
        told.wrong(
                key,
                "is not used by defender.credential = %s. To fix: remove it, %s.".formatted(way.credential(), other));
    }

    private void theProxyIsThereForItsUser() {
        boolean user = values.containsKey("defender.proxy.username");
        boolean password = values.containsKey("defender.proxy.password");
        if (user && !values.containsKey("defender.proxy")) {
            told.missing("defender.proxy", "is required by defender.proxy.username", "http://host:port of the proxy");
        }
        if (user && !password) {
            told.missing(
                    "defender.proxy.password",
                    "is required by defender.proxy.username",
                    "the password of that user at the proxy");
        }
        if (password && !user) {
            told.missing(
                    "defender.proxy.username",
                    "is required by defender.proxy.password",
                    "the user to whom that password belongs");
        }
    }
}
