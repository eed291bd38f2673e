package io.github.defenderroutes.web;

import io.github.defenderroutes.settings.Settings;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may speak to us at all: behind a reverse proxy only that, and only of callers who came encrypted; on this machine only
 * those who call us by a name of ours, so that no foreign page can reach us under a name that it controls.
 */
final class Frontier implements Handler<RoutingContext> {
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final Optional<Set<String>> proxies;
    private final Optional<Set<String>> names;

    private Frontier(Optional<Set<String>> proxies, Optional<Set<String>> names) {
        this.proxies = proxies;
        this.names = names;
    }

    /** That of the pages. */
    static Frontier ofPages(Settings settings) {
        boolean proxy = settings.text("web.tls").equals("proxy");
        Optional<String> published = settings.optionalText("web.public-url")
                .map(url -> URI.create(url).getHost());
        return new Frontier(
                proxy ? Optional.of(addresses(settings.words("web.proxy.addresses"))) : Optional.empty(),
                proxy && published.isEmpty() ? Optional.empty() : names(settings.text("web.host"), published));
    }

    /** That of the port for machines, which no proxy of the pages stands before. */
    static Frontier ofManagement(Settings settings) {
        return new Frontier(Optional.empty(), names(settings.text("management.host"), Optional.empty()));
    }

    /** The names we answer to; empty for any, where other machines are served. */
    private static Optional<Set<String>> names(String host, Optional<String> published) {
        if (!isLoopback(host)) {
            return Optional.empty();
        }
        Set<String> known = new HashSet<>(LOOPBACK_NAMES);
        known.add(host.toLowerCase(Locale.ROOT));
        published.ifPresent(name -> known.add(name.toLowerCase(Locale.ROOT)));
        return Optional.of(known);
    }

    static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Set<String> addresses(List<String> written) {
        Set<String> addresses = new HashSet<>();
        written.forEach(address -> addresses.add(canonical(address)));
        return addresses;
    }

    /** One spelling for each address; numbers only, so nothing is looked up. */
    private static String canonical(String address) {
        try {
            return InetAddress.getByName(address).getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (proxies.isPresent() && !cameThroughProxy(request)) {
            context.fail(403);
        } else if (names.isPresent() && !names.get().contains(calledName(request))) {
            context.fail(421);
        } else {
            context.next();
        }
    }

    private boolean cameThroughProxy(HttpServerRequest request) {
        return proxies.get().contains(canonical(request.remoteAddress().hostAddress()))
                && "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
    }

    private static String calledName(HttpServerRequest request) {
        return request.authority() == null ? "" : request.authority().host().toLowerCase(Locale.ROOT);
    }

    /** The address of who visits us; behind a proxy the one that the proxy itself saw, which is the last it names. */
    String visitor(RoutingContext context) {
        String direct = context.request().remoteAddress().hostAddress();
        List<String> forwarded = context.request().headers().getAll("X-Forwarded-For");
        if (proxies.isEmpty() || forwarded.isEmpty()) {
            return direct;
        }
        String last = forwarded.get(forwarded.size() - 1);
        return last.substring(last.lastIndexOf(',') + 1).strip();
    }
}
