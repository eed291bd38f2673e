package io.github.defenderroutes.signin;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import io.github.defenderroutes.settings.Settings;

/** The secret of {@code defender.client-secret}. */
final class ClientSecret implements Proof {
    private final Settings settings;

    ClientSecret(Settings settings) {
        this.settings = settings;
    }

    @Override
    public IClientCredential show() {
        return ClientCredentialFactory.createFromSecret(settings.text("defender.client-secret"));
    }

    @Override
    public String whence() {
        return "DEFENDER_CLIENT_SECRET";
    }

    @Override
    public String remedy() {
        return "check defender.client-id and DEFENDER_CLIENT_SECRET; a secret also expires.";
    }
}
