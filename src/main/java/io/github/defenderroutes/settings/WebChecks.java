package io.github.defenderroutes.settings;

import java.util.Map;

/** The rules of the pages: off this machine they are served only to people who signed in, and encrypted. */
final class WebChecks {
    private final Map<String, String> values;
    private final Resolver told;

    WebChecks(Map<String, String> values, Resolver told) {
        this.values = values;
        this.told = told;
    }

    void run() {
        if (!is("web.enabled", "true")) {
            return;
        }
        strangersAreKeptOut();
        tlsHasWhatItNeeds();
        signInHasWhatItNeeds();
    }

    private void strangersAreKeptOut() {
        boolean published = !isOnThisMachine() || is("web.tls", "proxy");
        if (is("web.sign-in", "off") && published) {
            told.wrong(
                    "web.sign-in",
                    "would let anybody in from other machines. To fix: use local or oidc, or set web.host = 127.0.0.1 and web.tls = off.");
        }
        if (is("web.tls", "off") && !isOnThisMachine()) {
            told.wrong(
                    "web.tls",
                    "would send passwords unencrypted through the network. To fix: use own, with web.certificate, or proxy, with web.proxy.addresses; or set web.host = 127.0.0.1.");
        }
    }

    private void tlsHasWhatItNeeds() {
        if (is("web.tls", "own") && !values.containsKey("web.certificate")) {
            told.missing(
                    "web.certificate",
                    "is required by web.tls = own",
                    "name a PEM file with certificate and key, or a PKCS#12 file");
        }
        if (is("web.tls", "proxy") && !values.containsKey("web.proxy.addresses")) {
            told.missing(
                    "web.proxy.addresses",
                    "is required by web.tls = proxy",
                    "the IP addresses from which your proxy calls us, such as 127.0.0.1");
        }
    }

    private void signInHasWhatItNeeds() {
        if (is("web.sign-in", "oidc")) {
            needed(
                    "web.public-url",
                    "the address of the pages as a browser writes it, such as https://defender.example.org");
            needed("web.oidc.client-id", "the Application (client) ID of an app registration for the pages");
            needed("web.oidc.client-secret", "the client secret of that app registration");
        }
    }

    private void needed(String key, String remedy) {
        if (!values.containsKey(key)) {
            told.missing(key, "is required by web.sign-in = oidc", remedy);
        }
    }

    private boolean isOnThisMachine() {
        return AddressTypes.isLoopback(values.getOrDefault("web.host", "127.0.0.1"));
    }

    private boolean is(String key, String value) {
        return value.equals(values.get(key));
    }
}
