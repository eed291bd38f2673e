package io.github.defenderroutes.check;

import io.github.defenderroutes.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Whether a server that is not Microsoft's can be reached, on the direct way: its name, its port, and TLS where that comes first. */
final class SocketCheck implements Check {
    private static final Pattern POSTGRESQL = Pattern.compile("jdbc:postgresql://([^/:,?]+)(?::(\\d+))?.*");
    private static final String POSTGRESQL_PORT = "5432";

    private final String link;
    private final String key;
    private final String host;
    private final int port;
    private final Duration limit;
    private final Optional<SSLContext> trusted;

    private SocketCheck(String link, String key, String host, int port, Duration limit, Optional<SSLContext> trusted) {
        this.link = link;
        this.key = key;
        this.host = host;
        this.port = port;
        this.limit = limit;
        this.trusted = trusted;
    }

    /** Its TLS is tried by signing in. */
    static SocketCheck ofMailServer(Settings settings) {
        return new SocketCheck(
                SetUp.MAIL_SERVER,
                "mail.host and mail.port",
                settings.text("mail.host"),
                settings.number("mail.port"),
                settings.duration("mail.timeout"),
                Optional.empty());
    }

    /** The address is not called: a call says that a poll was good. */
    static SocketCheck ofHeartbeat(URI url, SSLContext trusted, Settings settings) {
        boolean https = url.getScheme().equals("https");
        int port = url.getPort() > 0 ? url.getPort() : https ? 443 : 80;
        return new SocketCheck(
                "heartbeat server",
                "heartbeat.url",
                url.getHost(),
                port,
                settings.duration("defender.connect-timeout"),
                https ? Optional.of(trusted) : Optional.empty());
    }

    /** Empty if the database is on this machine without a server; of several servers, the first. */
    static Optional<SocketCheck> ofDatabase(Settings settings) {
        Matcher url = POSTGRESQL.matcher(settings.text("state.url"));
        return url.matches()
                ? Optional.of(new SocketCheck(
                        SetUp.DATABASE_SERVER,
                        "state.url",
                        url.group(1),
                        Integer.parseInt(Optional.ofNullable(url.group(2)).orElse(POSTGRESQL_PORT)),
                        settings.duration("defender.connect-timeout"),
                        Optional.empty()))
                : Optional.empty();
    }

    @Override
    public String link() {
        return link;
    }

    @Override
    public Finding prove() {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout((int) limit.toMillis());
            socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), (int) limit.toMillis());
            String tls = trusted.isPresent() ? ", " + handshake(socket, trusted.get()) : "";
            return Finding.ok(link, "%s:%d can be reached%s".formatted(host, port, tls));
        } catch (UnknownHostException e) {
            return Finding.problem(
                    link, "No such name: %s. To fix: check %s and the DNS of this machine.".formatted(host, key));
        } catch (SSLException e) {
            return Finding.problem(
                    link,
                    "No connection to %s that we trust: %s. To fix: the name must be one in its certificate, and the issuer one we trust; name a CA of your own in defender.ca-certificate."
                            .formatted(host, e.getMessage()));
        } catch (SocketTimeoutException e) {
            return unreachable("no answer within %d s".formatted(limit.toSeconds()));
        } catch (IOException e) {
            return unreachable(e.getMessage());
        }
    }

    private Finding unreachable(String why) {
        return Finding.problem(
                link,
                "No connection to %s:%d: %s. To fix: check %s, that the server runs, and the firewalls between."
                        .formatted(host, port, why, key));
    }

    private String handshake(Socket socket, SSLContext context) throws IOException {
        try (SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, false)) {
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // else the name is not compared
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            return secured.getSession().getProtocol();
        }
    }
}
