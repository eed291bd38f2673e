package io.github.defenderroutes.standin;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Entra ID's client-credentials flow.
 *
 * <p>Documented: form fields, among them an assertion in place of the secret, and a good answer. General Entra knowledge, numbers unconfirmed: the errors; Microsoft asks
 * not to build logic on them. Observed with MSAL4J: extra scopes beside the resource's own.
 */
final class TokenEndpoint {

    private static final Set<String> EXTRA_SCOPES = Set.of("openid", "profile", "offline_access");
    private static final Set<String> RESOURCES =
            Set.of(Tokens.DEFENDER, "https://api.security.microsoft.com", Tokens.GRAPH, Tokens.EXCHANGE);
    private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final String DEFAULT = "/.default";

    private final Login login;
    private final Clock clock;

    TokenEndpoint(Login login, Clock clock) {
        this.login = login;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(new Route("token", "POST", "/{tenant}/oauth2/v2.0/token", Set.of(), this::token));
    }

    private Answer token(Request request) {
        Map<String, String> form = request.form();
        if (!login.tenantId().equalsIgnoreCase(request.pathValues().get("tenant"))) {
            throw refused(400, "invalid_request", 90002, "Tenant not found.");
        }
        String grant = required(form, "grant_type");
        if (!grant.equals("client_credentials")) {
            throw refused(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
        }
        if (!login.clientId().equalsIgnoreCase(required(form, "client_id"))) {
            throw refused(400, "unauthorized_client", 700016, "Application was not found in the directory.");
        }
        if (form.containsKey("client_assertion")) {
            checkAssertion(form, request);
        } else if (!login.clientSecret().equals(required(form, "client_secret"))) {
            throw refused(401, "invalid_client", 7000215, "Invalid client secret provided.");
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("token_type", "Bearer");
        answer.put("expires_in", login.tokenLifetime().toSeconds());
        answer.put("ext_expires_in", login.tokenLifetime().toSeconds());
        answer.put("access_token", login.issueToken(audience(required(form, "scope"))));
        Answer good = Answer.json(200, answer).with("Cache-Control", "no-store, no-cache");
        String correlation = request.header("client-request-id");
        return correlation.isEmpty() ? good : good.with("client-request-id", correlation);
    }

    private void checkAssertion(Map<String, String> form, Request request) {
        if (!JWT_BEARER.equals(required(form, "client_assertion_type"))) {
            throw refused(400, "invalid_request", 900144, "The request body must contain: 'client_assertion_type'.");
        }
        String endpoint = "https://" + request.header("Host") + request.path();
        login.assertions()
                .problem(required(form, "client_assertion"), login.clientId(), endpoint)
                .ifPresent(problem -> {
                    throw refused(401, "invalid_client", 700027, problem);
                });
    }

    private String audience(String scopes) {
        List<String> wanted = List.of(scopes.trim().split("\\s+")).stream()
                .filter(scope -> !EXTRA_SCOPES.contains(scope))
                .toList();
        if (wanted.size() != 1 || !wanted.get(0).endsWith(DEFAULT)) {
            throw refused(400, "invalid_scope", 70011, "The provided value for scope is not valid: " + scopes);
        }
        String resource = wanted.get(0).substring(0, wanted.get(0).length() - DEFAULT.length());
        if (!RESOURCES.contains(resource)) {
            throw refused(400, "invalid_resource", 500011, "The resource principal was not found: " + resource);
        }
        return resource;
    }

    private String required(Map<String, String> form, String field) {
        String value = form.getOrDefault(field, "");
        if (value.isEmpty()) {
            throw refused(400, "invalid_request", 900144, "The request body must contain: '" + field + "'.");
        }
        return value;
    }

    private RefusedException refused(int status, String error, int number, String text) {
        String trace = UUID.randomUUID().toString();
        String time = UtcText.of(clock.instant());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put("error_description", "AADSTS%d: %s Trace ID: %s Timestamp: %s".formatted(number, text, trace, time));
        body.put("error_codes", List.of(number));
        body.put("timestamp", time);
        body.put("trace_id", trace);
        body.put("correlation_id", UUID.randomUUID().toString());
        return new RefusedException(Answer.json(status, body));
    }
}
