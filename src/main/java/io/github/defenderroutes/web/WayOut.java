package io.github.defenderroutes.web;

import io.github.defenderroutes.defender.Tls;
import io.github.defenderroutes.settings.Settings;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.TrustOptions;
import java.net.URI;

/** How we reach the sign-in service: through the same proxy and trusting the same CAs as for Defender. */
final class WayOut {
    private WayOut() {}

    static HttpClientOptions of(Settings settings) {
        HttpClientOptions options = new HttpClientOptions();
        options.setConnectTimeout(
                Math.toIntExact(settings.duration("defender.connect-timeout").toMillis()));
        options.setTrustOptions(TrustOptions.wrap(Tls.trustManager(settings.path("defender.ca-certificate"))));
        settings.optionalText("defender.proxy").map(URI::create).ifPresent(proxy -> {
            ProxyOptions way = new ProxyOptions().setHost(proxy.getHost()).setPort(proxy.getPort());
            settings.optionalText("defender.proxy.username").ifPresent(way::setUsername);
            settings.optionalText("defender.proxy.password").ifPresent(way::setPassword);
            options.setProxyOptions(way);
        });
        return options;
    }
}
