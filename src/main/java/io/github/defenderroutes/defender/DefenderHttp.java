package io.github.defenderroutes.defender;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.util.Timeout;

/**
 * The HTTP client of the Kamelets: puts the token on the request itself, where no route, log or trace can see it.
 *
 * <p>A token goes only to the host it is for, and only with a request that an {@link Operation} has prepared, which asked
 * budget and gate. HttpClient's own retry is off: it would repeat a POST after a 503 (observed with 5.5.1), and a second
 * isolation is not ours to risk.
 */
public final class DefenderHttp implements HttpClientConfigurer {
    /** The header with an {@link Operation}'s pass. It is ours, and never reaches the wire. */
    static final String PASS = "Defender-Routes-Pass";

    private static final String AUTHORIZATION = "Authorization";

    private final Map<String, AccessTokens> tokensByHost;
    private final Optional<ProxyServer> proxy;
    private final Cache<String, Permit> passes =
            Caffeine.newBuilder().weakValues().build();
    private final Set<Retirement> retiringInUse = ConcurrentHashMap.newKeySet();

    /** @param tokens by base URL of the API they are for */
    public DefenderHttp(Settings settings, Map<URI, AccessTokens> tokens) {
        this.proxy = ProxyServer.of(settings);
        this.tokensByHost = tokens.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> key(HttpHost.create(entry.getKey())), Map.Entry::getValue, (one, same) -> one));
    }

    /** The pool of connections that all Kamelets share; closed with the Camel context. */
    public static PoolingHttpClientConnectionManager connections(Settings settings, SSLContext tls) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
                .setMaxConnPerRoute(50)
                .setMaxConnTotal(100)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(settings, "defender.connect-timeout"))
                        .setSocketTimeout(timeout(settings, "defender.response-timeout"))
                        .setValidateAfterInactivity(Timeout.ofSeconds(2))
                        .build())
                .build();
    }

    private static Timeout timeout(Settings settings, String key) {
        return Timeout.of(settings.duration(key));
    }

    /** What has been called since the start, by whatever route, and will end. */
    public Set<Retirement> retiringInUse() {
        return Set.copyOf(retiringInUse);
    }

    /** A pass for one request on this permit, good while the permit is in use. */
    String admit(Permit permit) {
        String pass = UUID.randomUUID().toString();
        passes.put(pass, permit);
        return pass;
    }

    private Permit redeem(ClassicHttpRequest request) {
        Header pass = request.getFirstHeader(PASS);
        Permit permit = pass == null ? null : passes.asMap().remove(pass.getValue());
        if (permit == null) {
            throw new DefenderRefusedException(
                    "%s %s was not sent: none of the connector's Kamelets prepared it. To fix: call one of them."
                            .formatted(request.getMethod(), request.getPath()),
                    0,
                    "NotPrepared");
        }
        return permit;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        proxy.ifPresent(way -> way.applyTo(client));
        client.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .setUserAgent("defender-routes")
                .addExecInterceptorFirst("defender-token", this::send);
    }

    private ClassicHttpResponse send(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        request.removeHeaders(AUTHORIZATION);
        Retirement.of(request.getPath()).ifPresent(retiringInUse::add);
        AccessTokens tokens = tokensByHost.get(key(scope.route.getTargetHost()));
        if (tokens == null) {
            request.removeHeaders(PASS);
            return chain.proceed(request, scope);
        }
        Permit permit = redeem(request);
        request.removeHeaders(PASS);
        String token = tokens.get();
        ClassicHttpResponse answer = send(request, scope, chain, token);
        if (answer.getCode() != 401
                || request.getEntity() != null && !request.getEntity().isRepeatable()) {
            return answer;
        }
        answer.close();
        String fresh = tokens.replace(token);
        permit.repeat();
        // the request as it came: the one just sent carries headers of its sending, which may not stand there twice
        ClassicHttpRequest again =
                ClassicRequestBuilder.copy(scope.originalRequest).build();
        again.removeHeaders(PASS);
        return send(again, scope, chain, fresh);
    }

    private static ClassicHttpResponse send(
            ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain, String token)
            throws IOException, HttpException {
        request.setHeader(AUTHORIZATION, "Bearer " + token);
        return chain.proceed(request, scope);
    }

    private static String key(HttpHost host) {
        int port = host.getPort() > 0 ? host.getPort() : "https".equals(host.getSchemeName()) ? 443 : 80;
        return (host.getSchemeName() + "://" + host.getHostName() + ":" + port).toLowerCase(Locale.ROOT);
    }
}
