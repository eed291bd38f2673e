package io.github.defenderroutes.standin;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * A running stand-in: a tenant's login and Defender API and its Microsoft Graph over TLS, and a mail server, all on the
 * loopback address.
 *
 * <pre>{@code
 * try (StandIn standIn = StandIn.start()) {
 *     standIn.tenant().add(aMachine("d-1")).add(anAlert("da1_-1").severity("High").device("d-1"));
 *     standIn.faults().next("isolate", Fault.status(504).butCarriedOut());
 *     runAgainst(standIn.settings());
 *     assertThat(standIn.tenant().acceptedIsolations("d-1")).hasSize(1);
 * }
 * }</pre>
 *
 * <p>Several can run in one process. Nothing is kept after {@link #close}.
 */
public final class StandIn implements AutoCloseable {

    private final StandInOptions options;
    private final Login login;
    private final Tenant tenant;
    private final Faults faults;
    private final CallLog calls;
    private final Mailbox mails;
    private final Hunting hunting = new Hunting();
    private final Inventory inventory;
    private final Records records = new Records();
    private final HttpListener https;
    private final HttpListener graph;
    private final Path certificate;

    private StandIn(StandInOptions options) {
        Clock clock = options.clock();
        SSLContext tls = Localhost.tls();
        this.options = options;
        this.login = new Login(options, clock);
        this.tenant = new Tenant(options.tenantId(), clock);
        this.faults = new Faults(clock);
        this.calls = new CallLog(clock);
        this.inventory = new Inventory(tenant, this::apiUrl);
        scarce();
        this.certificate = Localhost.certificateFile();
        this.https = listener(options.httpsPort(), routes(clock), Tokens.DEFENDER, tls);
        this.graph = graphListener(clock, tls);
        this.mails = mailbox(tls);
    }

    private HttpListener listener(int port, List<Route> routes, String audience, SSLContext tls) {
        FrontDoor door = new FrontDoor(routes, audience, login, faults, calls);
        return new HttpListener(port, tls, options.clock(), door::handle);
    }

    private HttpListener graphListener(Clock clock, SSLContext tls) {
        try {
            return listener(options.graphPort(), graphRoutes(clock), Tokens.GRAPH, tls);
        } catch (RuntimeException portTaken) {
            https.close();
            throw portTaken;
        }
    }

    /** Documented: operations that are granted less than the usual 100 a minute and 1,500 an hour. */
    private void scarce() {
        faults.quota("get-investigation-package-uri", 2, 120)
                .quota("run-live-response", 10, 1_500)
                .quota("start-investigation", 100, 50)
                .quota("list-device-vulnerabilities", 50, 1_500)
                .quota("update-alerts", 10, 500)
                .quota("create-alert", 15, 1_500)
                .quota("import-indicators", 30, 1_500)
                .quota("delete-indicators", 30, 1_500)
                .quota("run-advanced-query", 45, 1_500);
    }

    /** The operations of Microsoft Graph: a later one is added here. */
    private List<Route> graphRoutes(Clock clock) {
        return Stream.of(
                        hunting.routes(),
                        new MailEndpoints(mail -> mails.received(mail)).routes(),
                        new GraphSecurity(
                                        records,
                                        options.clientId(),
                                        () -> graphUrl().toString(),
                                        clock)
                                .routes())
                .flatMap(List::stream)
                .toList();
    }

    /** The operations of login and Defender: a later one is added here. */
    private List<Route> routes(Clock clock) {
        return Stream.of(
                        new TokenEndpoint(login, clock).routes(),
                        new AlertEndpoints(tenant, this::apiUrl).routes(),
                        new AlertChanges(tenant, options.clientId(), this::apiUrl).routes(),
                        new RelatedEndpoints(tenant, records, this::apiUrl).routes(),
                        new IndicatorEndpoints(records, options.clientId(), this::apiUrl, clock).routes(),
                        new VulnerabilityEndpoints(records, this::apiUrl).routes(),
                        hunting.defenderRoutes(),
                        new MachineEndpoints(tenant, clock, this::apiUrl).routes(),
                        inventory.routes(),
                        new DeviceActionEndpoints(tenant, options.clientId(), this::apiUrl).routes(),
                        new MachineActionEndpoints(tenant, options.clientId(), this::apiUrl).routes(),
                        new InvestigationEndpoints(tenant, clock, this::apiUrl).routes())
                .flatMap(List::stream)
                .toList();
    }

    private Mailbox mailbox(SSLContext tls) {
        try {
            return new Mailbox(options.smtpPort(), tls, options.mailSecurity(), login);
        } catch (RuntimeException portTaken) {
            closeHttps();
            throw portTaken;
        }
    }

    /** Starts with {@link StandInOptions#defaults}: free ports, an empty tenant. */
    public static StandIn start() {
        return start(StandInOptions.defaults());
    }

    /**
     * Starts with these options.
     *
     * @throws java.io.UncheckedIOException if a port is taken
     */
    public static StandIn start(StandInOptions options) {
        return new StandIn(options);
    }

    /** Base of login and Defender's API, {@code https://localhost:PORT} without a slash at the end. */
    public URI url() {
        return URI.create("https://localhost:" + https.port());
    }

    /** Base of Microsoft Graph, likewise. */
    public URI graphUrl() {
        return URI.create("https://localhost:" + graph.port());
    }

    public int smtpPort() {
        return mails.port();
    }

    /** A PEM file with the certificate to trust; deleted by {@link #close}. */
    public Path caCertificate() {
        return certificate;
    }

    /** What a client of ours needs to talk to this stand-in, as settings. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("defender.tenant-id", options.tenantId());
        settings.put("defender.client-id", options.clientId());
        settings.put("defender.credential", "secret");
        settings.put("defender.client-secret", login.clientSecret());
        settings.put("defender.login-url", apiUrl());
        settings.put("defender.api-url", apiUrl());
        settings.put("defender.api-scope", Tokens.DEFENDER + "/.default");
        settings.put("defender.graph-url", graphUrl().toString());
        settings.put("defender.graph-scope", Tokens.GRAPH + "/.default");
        settings.put("defender.ca-certificate", certificate.toString());
        settings.put("mail.host", "localhost");
        settings.put("mail.port", Integer.toString(smtpPort()));
        settings.put("mail.security", mails.security());
        settings.put("mail.from", "defender-routes@corp.example");
        settings.put("mail.to", "soc@corp.example");
        return settings;
    }

    public Tenant tenant() {
        return tenant;
    }

    /** What the tenant knows besides alerts, machines and machine actions. */
    public Records records() {
        return records;
    }

    /** What hunting queries find. */
    public Hunting hunting() {
        return hunting;
    }

    /** What devices have. */
    public Inventory inventory() {
        return inventory;
    }

    public Login login() {
        return login;
    }

    public Faults faults() {
        return faults;
    }

    /** Every request so far in the order of arrival, also those not answered yet. */
    public List<Call> calls() {
        return calls.all();
    }

    /** The requests of one operation, e.g. {@code isolate}. */
    public List<Call> calls(String operation) {
        return calls().stream()
                .filter(call -> call.operation().equals(operation))
                .toList();
    }

    /** Forgets the requests so far. */
    public void forgetCalls() {
        calls.clear();
    }

    public Mailbox mails() {
        return mails;
    }

    /** Stops both servers and deletes the certificate file. */
    @Override
    public void close() {
        mails.makeUnavailable();
        closeHttps();
    }

    private void closeHttps() {
        https.close();
        graph.close();
        try {
            Files.deleteIfExists(certificate);
        } catch (IOException leftToTheSystem) {
            certificate.toFile().deleteOnExit();
        }
    }

    private String apiUrl() {
        return url().toString();
    }
}
