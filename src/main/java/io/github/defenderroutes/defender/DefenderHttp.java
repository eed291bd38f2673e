package io.github.defenderroutes.defender;

import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
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
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.util.Timeout;

/**
 * The HTTP client of the Kamelets: puts the token on the request itself, where no route, log or trace can see it.
 *
 * <p>A token goes only to the host it is for. HttpClient's own retry is off: it would repeat a POST after a 503 (observed
 * with 5.5.1), and a second isolation is not ours to risk.
 */
public final class DefenderHttp implements HttpClientConfigurer {
    /** The header by which an {@link Operation} says on what permit it asks. It is ours, and never reaches the wire. */
    static final String PERMIT = "Defender-Routes-Permit";

    private static final String AUTHORIZATION = "Authorization";

    private final Map<String, AccessTokens> tokensByHost;
    private final Optional<ProxyServer> proxy;
    private final Function<String, Optional<Permit>> permits;
    private final Set<Retirement> retiringInUse = ConcurrentHashMap.newKeySet();

    /**
     * @param tokens by base URL of the API they are for
     * @param permits the permit of that id; see {@link Permits#find}
     */
    public DefenderHttp(Settings settings, Map<URI, AccessTokens> tokens, Function<String, Optional<Permit>> permits) {
        this.proxy = ProxyServer.of(settings);
        this.permits = permits;
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
        Optional<Permit> permit =
                Optional.ofNullable(request.getFirstHeader(PERMIT)).flatMap(header -> permits.apply(header.getValue()));
        request.removeHeaders(PERMIT);
        request.removeHeaders(AUTHORIZATION);
        Retirement.of(request.getPath()).ifPresent(retiringInUse::add);
        AccessTokens tokens = tokensByHost.get(key(scope.route.getTargetHost()));
        if (tokens == null) {
            return chain.proceed(request, scope);
        }
        String token = tokens.get();
        ClassicHttpResponse answer = send(request, scope, chain, token);
        if (answer.getCode() != 401
                || request.getEntity() != null && !request.getEntity().isRepeatable()) {
            return answer;
        }
        answer.close();
        String fresh = tokens.replace(token);
        permit.ifPresent(Permit::repeat);
        // the request as it came: the one just sent carries headers of its sending, which may not stand there twice
        ClassicHttpRequest again =
                ClassicRequestBuilder.copy(scope.originalRequest).build();
        again.removeHeaders(PERMIT);
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
