package io.github.defenderroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.Links;
import io.github.defenderroutes.defender.Api;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Asks for a token and reads the roles inside. The token itself stays in this method. */
final class SignInCheck implements Check {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Api api;
    private final Links links;
    private Optional<Set<String>> roles = Optional.empty();

    SignInCheck(Api api, Links links) {
        this.api = api;
        this.links = links;
    }

    @Override
    public String link() {
        return new ApiLinks(api).signIn();
    }

    @Override
    public List<String> needs() {
        return List.of(WebServerCheck.LOGIN);
    }

    /** What the app is granted; empty if there is no token, or its roles cannot be read. */
    Optional<Set<String>> roles() {
        return roles;
    }

    @Override
    public Finding prove() {
        roles = roles(links.token(api));
        return Finding.ok(
                link(),
                "Entra ID gives a token"
                        + roles.map(granted -> granted.isEmpty()
                                        ? " without any permission"
                                        : " with " + String.join(", ", granted))
                                .orElse(", whose permissions cannot be read"));
    }

    /** Microsoft promises nobody but the API that a token can be read; where it cannot, the calls must show. */
    private static Optional<Set<String>> roles(String token) {
        String[] parts = token.split("\\.");
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            Set<String> roles = new TreeSet<>();
            claims.path("roles").forEach(role -> roles.add(role.asText()));
            return Optional.of(roles);
        } catch (IOException | IllegalArgumentException notJson) {
            return Optional.empty();
        }
    }
}
