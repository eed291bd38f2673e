package io.github.defenderroutes.signin;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.github.defenderroutes.defender.DefenderHttp;
import io.github.defenderroutes.defender.ProxyServer;
import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * msal4j's way to the network. It is the client we call Defender with, so that proxy, trusted authorities and time limits
 * are the same; msal4j's own would wait for ever, and the JDK below it refuses Basic at a proxy for HTTPS.
 */
final class MsalHttp implements IHttpClient {
    private final CloseableHttpClient client;

    private MsalHttp(Settings settings, SSLContext tls, Optional<ProxyServer> proxy) {
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(DefenderHttp.connections(settings, tls))
                .setConnectionReuseStrategy((request, response, context) -> false) // asked once an hour
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .setUserAgent("defender-routes");
        proxy.ifPresent(way -> way.applyTo(builder));
        this.client = builder.build();
    }

    /** Through the proxy, if there is one. */
    static MsalHttp outward(Settings settings, SSLContext tls) {
        return new MsalHttp(settings, tls, ProxyServer.of(settings));
    }

    /** Past any proxy. */
    static MsalHttp direct(Settings settings, SSLContext tls) {
        return new MsalHttp(settings, tls, Optional.empty());
    }

    @Override
    public IHttpResponse send(HttpRequest request) throws IOException {
        ClassicRequestBuilder builder = ClassicRequestBuilder.create(
                        request.httpMethod().name())
                .setUri(request.url().toString());
        Optional.ofNullable(request.headers()).ifPresent(headers -> headers.forEach(builder::setHeader));
        Optional.ofNullable(request.body())
                .ifPresent(body -> builder.setEntity(new StringEntity(body, null, null, false)));
        return client.execute(builder.build(), MsalHttp::read);
    }

    private static IHttpResponse read(ClassicHttpResponse answer) throws IOException {
        try {
            HttpResponse response = new HttpResponse().statusCode(answer.getCode());
            response.addHeaders(headers(answer));
            return response.body(
                    answer.getEntity() == null
                            ? "" // msal4j reads it whatever the status
                            : EntityUtils.toString(answer.getEntity(), StandardCharsets.UTF_8));
        } catch (ParseException e) {
            throw new IOException("The answer cannot be read: " + e.getMessage(), e);
        }
    }

    private static Map<String, List<String>> headers(ClassicHttpResponse answer) {
        return Arrays.stream(answer.getHeaders())
                .collect(Collectors.groupingBy(
                        NameValuePair::getName, Collectors.mapping(Header::getValue, Collectors.toList())));
    }
}
