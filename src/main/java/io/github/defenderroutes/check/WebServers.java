package io.github.defenderroutes.check;

import io.github.defenderroutes.defender.DefenderHttp;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.apache.hc.client5.http.classic.methods.HttpHead;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.ClassicHttpResponse;

/** Asks Microsoft's servers for nothing, by the way that the connector takes to them: proxy, trust and time limits. */
final class WebServers {
    private final Settings settings;
    private final SSLContext trusted;
    private final Clock clock;
    private Optional<Duration> ahead = Optional.empty();

    WebServers(Settings settings, SSLContext trusted, Clock clock) {
        this.settings = settings;
        this.trusted = trusted;
        this.clock = clock;
    }

    /**
     * Asks without a token, which counts against no quota.
     *
     * @return the version of the protected connection; empty if it is not protected
     * @throws DefenderUnavailableException if the proxy does not let us through
     */
    Optional<String> ask(URI server) throws IOException {
        HttpClientBuilder way =
                HttpClientBuilder.create().setConnectionManager(DefenderHttp.connections(settings, trusted));
        new DefenderHttp(settings, Map.of()).configureHttpClient(way);
        HttpClientContext context = HttpClientContext.create();
        try (CloseableHttpClient client = way.build()) {
            return client.execute(new HttpHead(server.resolve("/")), context, answer -> {
                note(answer);
                return Optional.ofNullable(context.getSSLSession()).map(SSLSession::getProtocol);
            });
        }
    }

    private void note(ClassicHttpResponse answer) {
        Instant date = DateUtils.parseStandardDate(answer, "Date");
        if (date != null) {
            ahead = Optional.of(Duration.between(date, clock.instant()));
        }
    }

    /** By how much our clock is ahead of that of the server that answered last; empty if none has said. */
    Optional<Duration> ahead() {
        return ahead;
    }

    Optional<String> proxy() {
        return settings.optionalText("defender.proxy");
    }
}
