package io.github.defenderroutes.check;

import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Whether one of Microsoft's servers can be reached: its name, the way to it, a connection that we trust. */
final class WebServerCheck implements Check {
    static final String LOGIN = "login server";

    private final String link;
    private final String key;
    private final URI url;
    private final WebServers servers;

    /** @param key the setting that holds the address */
    WebServerCheck(String link, String key, Settings settings, WebServers servers) {
        this.link = link;
        this.key = key;
        this.url = settings.uri(key);
        this.servers = servers;
    }

    @Override
    public String link() {
        return link;
    }

    @Override
    public Finding prove() {
        Optional<String> tls;
        try {
            tls = servers.ask(url);
        } catch (IOException e) {
            return Finding.problem(link, problem(e));
        }
        return Finding.ok(
                link,
                "%s answers%s%s"
                        .formatted(
                                url.getHost(),
                                servers.proxy()
                                        .map(proxy -> " through " + proxy)
                                        .orElse(""),
                                tls.map(version -> ", " + version).orElse(", unencrypted")));
    }

    private String problem(IOException failure) {
        if (failure instanceof UnknownHostException) {
            return "No such name: %s. To fix: check %s and the DNS of this machine."
                    .formatted(failure.getMessage(), servers.proxy().isPresent() ? "defender.proxy" : key);
        }
        if (failure instanceof SSLException) {
            return "No connection to %s that we trust: %s. To fix: if a proxy or a protection of yours opens TLS, name its CA in defender.ca-certificate; else check %s."
                    .formatted(url.getHost(), failure.getMessage(), key);
        }
        return "No connection to %s%s: %s. To fix: check firewall and %s."
                .formatted(
                        url.getHost(),
                        servers.proxy().map(proxy -> " through " + proxy).orElse(""),
                        failure.getMessage(),
                        servers.proxy().isPresent() ? "defender.proxy" : "defender.proxy; or " + key);
    }
}
