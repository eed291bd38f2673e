package io.github.defenderroutes.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The endpoint at which an Azure machine gives tokens to what runs on it, in both dialects: of virtual machines (IMDS) and of
 * App Service. Documented: path, {@code Metadata} and secret header, parameters, a good answer. Unconfirmed: texts of errors.
 */
public final class IdentityEndpoint implements AutoCloseable {
    public static final String HEADER_VALUE = "app-service-header-value";

    private final HttpServer http;
    private final StandIn standIn;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String answer = "";

    public IdentityEndpoint(StandIn standIn) {
        this.standIn = standIn;
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/metadata/identity/oauth2/token", exchange -> give(exchange, "Metadata", "true"));
        http.createContext("/msi/token", exchange -> give(exchange, "X-IDENTITY-HEADER", HEADER_VALUE));
        http.start();
    }

    /** Its base, {@code http://127.0.0.1:PORT} without a slash at the end: with one, msal4j asks for another path. */
    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** The queries that were asked, undecoded. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** From now on every question is answered by this. */
    public void answers(int otherStatus, String body) {
        status = otherStatus;
        answer = body;
    }

    private void give(HttpExchange exchange, String header, String value) throws IOException {
        try (exchange) {
            String query = exchange.getRequestURI().getRawQuery();
            asked.add(query);
            boolean allowed = value.equals(exchange.getRequestHeaders().getFirst(header));
            String body = allowed && status == 200 && answer.isEmpty() ? token(query) : answer;
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(allowed ? status : 400, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String token(String query) {
        String resource =
                Request.of("GET", "/?" + query, Map.of(), new byte[0]).query().get("resource");
        return new String(
                Json.bytes(Map.of(
                        "access_token",
                        standIn.login().issueToken(resource),
                        "expires_on",
                        String.valueOf(Instant.now().getEpochSecond() + 3600),
                        "resource",
                        resource,
                        "token_type",
                        "Bearer")),
                StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
