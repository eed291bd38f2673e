package io.github.defenderroutes.signin;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The token of another issuer in {@code defender.federated-token-file}; the platform replaces it before it expires. */
final class FederatedToken implements Proof {
    private final Path file;

    FederatedToken(Settings settings) {
        this.file = settings.path("defender.federated-token-file").orElseThrow();
    }

    @Override
    public IClientCredential show() {
        return ClientCredentialFactory.createFromClientAssertion(read());
    }

    private String read() {
        try {
            String token = Files.readString(file).strip();
            if (token.isEmpty()) {
                throw unusable("is empty", "see that the platform writes a token into it");
            }
            if (!token.matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+")) {
                throw unusable("holds no token", "name the file with the token alone (a JWT) in it");
            }
            return token;
        } catch (NoSuchFileException e) {
            throw unusable(
                    "does not exist",
                    "see that the platform puts a token there; in Kubernetes the pod's label and service account decide");
        } catch (IOException e) {
            throw unusable("cannot be read", "let this process read it");
        }
    }

    private DefenderUnavailableException unusable(String problem, String remedy) {
        return new DefenderUnavailableException("We cannot sign in: defender.federated-token-file = %s %s. To fix: %s."
                .formatted(file, problem, remedy));
    }

    @Override
    public String whence() {
        return "defender.federated-token-file";
    }

    @Override
    public String remedy() {
        return "check that the app defender.client-id has a federated credential (Entra admin center, Certificates & secrets)"
                + " whose issuer, subject and audience are those of the token in %s.".formatted(file);
    }
}
