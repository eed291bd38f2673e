package io.github.defenderroutes.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A plain client that trusts nothing but the stand-in. */
final class TestClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final StandIn standIn;
    private final HttpClient http;
    private String token;

    TestClient(StandIn standIn) {
        this.standIn = standIn;
        this.http = HttpClient.newBuilder().sslContext(trusting(standIn)).build();
    }

    static SSLContext trusting(StandIn standIn) {
        try (InputStream pem = Files.newInputStream(standIn.caCertificate())) {
            Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(pem);
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("stand-in", certificate);
            TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException notJson) {
            throw new IllegalStateException(notJson);
        }
    }

    static List<String> ids(HttpResponse<String> list) {
        List<String> ids = new ArrayList<>();
        json(list).get("value").forEach(item -> ids.add(item.get("id").asText()));
        return ids;
    }

    /** The answer to a token request with these changes to a good one; {@code null} leaves a field out. */
    HttpResponse<String> requestToken(String tenantId, Map<String, String> changes) throws IOException {
        Map<String, String> settings = standIn.settings();
        Map<String, String> form = new HashMap<>(Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                settings.get("defender.client-id"),
                "client_secret",
                settings.get("defender.client-secret"),
                "scope",
                "openid profile offline_access " + settings.get("defender.api-scope")));
        form.putAll(changes);
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(standIn.url() + "/" + tenantId + "/oauth2/v2.0/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** Signs in; later calls use this token. */
    String signIn() throws IOException {
        token = json(requestToken(standIn.settings().get("defender.tenant-id"), Map.of()))
                .get("access_token")
                .asText();
        return token;
    }

    void useToken(String other) {
        token = other;
    }

    /** Option and value in turn: {@code get("/api/alerts", "$top", "5")}. */
    HttpResponse<String> get(String path, String... query) throws IOException {
        return send(request(path, query).GET().build());
    }

    HttpResponse<String> post(String path, String json) throws IOException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (InterruptedException givenUp) {
            throw new IllegalStateException(givenUp);
        }
    }

    HttpRequest.Builder request(String path, String... query) throws IOException {
        StringBuilder target = new StringBuilder(path.startsWith("https") ? path : standIn.url() + path);
        for (int i = 0; i < query.length; i += 2) {
            target.append(i == 0 ? '?' : '&').append(query[i]).append('=').append(encode(query[i + 1]));
        }
        if (token == null) {
            signIn();
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target.toString()));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
