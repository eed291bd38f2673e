package io.github.defenderroutes.defender;

import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;

/**
 * The way out through {@code defender.proxy}, and who we are there. The proxy is told user and password when it asks, and
 * nobody else is; it sees the names of the hosts we call, no token and no alert.
 */
public final class ProxyServer {
    private static final String OPEN = "defender-routes.way-is-open";

    private final HttpHost host;
    private final Optional<UsernamePasswordCredentials> user;

    private ProxyServer(HttpHost host, Optional<UsernamePasswordCredentials> user) {
        this.host = host;
        this.user = user;
    }

    /** The proxy of the settings; empty if there is none. */
    public static Optional<ProxyServer> of(Settings settings) {
        Optional<UsernamePasswordCredentials> user = settings.optionalText("defender.proxy.username")
                .map(name -> new UsernamePasswordCredentials(
                        name, settings.text("defender.proxy.password").toCharArray()));
        return settings.optionalText("defender.proxy")
                .map(address -> new ProxyServer(HttpHost.create(URI.create(address)), user));
    }

    /** Sends everything of this client through the proxy; what the proxy itself answers is no answer of the host. */
    public void applyTo(HttpClientBuilder client) {
        client.setProxy(host);
        client.addExecInterceptorFirst("defender-proxy", this::send);
        client.addExecInterceptorAfter(ChainElement.CONNECT.name(), "defender-way-is-open", (request, scope, chain) -> {
            scope.clientContext.setAttribute(OPEN, true);
            return chain.proceed(request, scope);
        });
        user.ifPresent(credentials -> {
            var known = new BasicCredentialsProvider();
            known.setCredentials(new AuthScope(host), credentials);
            client.setDefaultCredentialsProvider(known);
        });
    }

    /** HttpClient hands on what a proxy answers to CONNECT as if it came from the host (observed with 5.5.1). */
    private ClassicHttpResponse send(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        scope.clientContext.removeAttribute(OPEN);
        ClassicHttpResponse answer = chain.proceed(request, scope);
        if (scope.clientContext.getAttribute(OPEN) == null) {
            answer.close();
            throw refused(answer);
        }
        return answer;
    }

    private DefenderUnavailableException refused(ClassicHttpResponse answer) {
        return new DefenderUnavailableException("The proxy %s does not let us through: %d %s. To fix: %s."
                .formatted(host.toURI(), answer.getCode(), answer.getReasonPhrase(), remedy(answer.getCode() == 407)));
    }

    private String remedy(boolean asksWhoWeAre) {
        if (!asksWhoWeAre) {
            return "let it allow CONNECT to the hosts of Microsoft, or correct defender.proxy";
        }
        return user.isPresent()
                ? "check defender.proxy.username and DEFENDER_PROXY_PASSWORD, and that it accepts Basic"
                : "it asks who we are: set defender.proxy.username and DEFENDER_PROXY_PASSWORD";
    }
}
