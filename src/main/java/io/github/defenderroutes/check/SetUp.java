package io.github.defenderroutes.check;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.Links;
import io.github.defenderroutes.defender.Api;
import io.github.defenderroutes.handover.HandOver;
import io.github.defenderroutes.settings.Settings;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A set-up and all its links, in the order in which they are tried. */
public final class SetUp {
    /** What is proved by the settings being complete and valid: without them nothing else can be tried. */
    public static final String SETTINGS = "settings";

    static final String GUARDRAILS = "guardrails";
    static final String ROUTES = "routes";
    static final String DATABASE = "database";
    static final String DATABASE_SERVER = "database server";
    static final String MAIL_SERVER = "mail server";

    private final DefenderRoutes app;
    private final Links links;
    private final Settings settings;
    private final Clock clock;
    private final String user;
    private final boolean sendTestMail;
    private final Map<String, Finding> found = new LinkedHashMap<>();
    private final Consumer<Finding> listener;

    /**
     * @param app not started; its database is opened as late as possible and stays open until the app is closed
     * @param user the OS user who asks
     * @param listener hears of each finding at once
     */
    public SetUp(
            DefenderRoutes app,
            Settings settings,
            Clock clock,
            String user,
            boolean sendTestMail,
            Consumer<Finding> listener) {
        this.app = app;
        this.links = app.links();
        this.settings = settings;
        this.clock = clock;
        this.user = user;
        this.sendTestMail = sendTestMail;
        this.listener = listener;
    }

    /** What is said of every other link when the settings are wrong. */
    public static List<Finding> withoutSettings(String problem) {
        List<Finding> all = new ArrayList<>();
        all.add(Finding.problem(SETTINGS, problem));
        Stream.of(
                        "mail texts and queries",
                        GUARDRAILS,
                        ROUTES,
                        "servers",
                        "sign-in",
                        "permissions",
                        "what runs out",
                        "mail",
                        DATABASE,
                        "calls",
                        "quota")
                .map(link -> Finding.skipped(link, "because " + SETTINGS + " must be right first"))
                .forEach(all::add);
        return all;
    }

    /** Tries every link, whatever is found at the others; those that depend on one that does not work are skipped. */
    public List<Finding> prove() {
        note(Finding.ok(
                SETTINGS,
                "complete and valid; tenant %s, isolation.mode = %s"
                        .formatted(settings.text("defender.tenant-id"), settings.text("isolation.mode"))));
        prove(new FilesCheck(links));
        prove(new GuardrailsCheck(links.guardrails()));
        RoutesCheck routes = new RoutesCheck(links);
        prove(routes);
        if (HandOver.passesAQueue(settings)) {
            prove(new HandOverCheck(links));
        }
        Used used = routes.used();
        WebServers web = new WebServers(settings, links.trusted(), clock);
        servers(used, web).forEach(this::prove);
        prove(new ClockCheck(web));
        for (Api api : used.apis()) {
            SignInCheck signIn = new SignInCheck(api, links);
            prove(signIn);
            prove(new PermissionsCheck(api, used, settings, signIn));
        }
        prove(new ExpiryCheck(used, settings, clock));
        if (mailsGoBySmtp()) {
            prove(new MailSignInCheck(links, settings));
        }
        if (sendTestMail) {
            prove(new TestMailCheck(links, settings, clock));
        }
        DatabaseCheck database = new DatabaseCheck(app, settings, user);
        prove(database);
        try (CallsByHand calls = new CallsByHand(links, database)) {
            used.triable().forEach(kamelet -> prove(new CallCheck(kamelet, calls)));
        }
        used.apis().forEach(api -> prove(new QuotaCheck(api, database, settings, clock)));
        return List.copyOf(found.values());
    }

    private List<Check> servers(Used used, WebServers web) {
        List<Check> servers = new ArrayList<>();
        servers.add(new WebServerCheck(WebServerCheck.LOGIN, "defender.login-url", settings, web));
        for (Api api : used.apis()) {
            ApiLinks names = new ApiLinks(api);
            servers.add(new WebServerCheck(names.server(), names.urlSetting(), settings, web));
        }
        if (mailsGoBySmtp()) {
            servers.add(SocketCheck.ofMailServer(settings));
        }
        settings.optionalText("heartbeat.url")
                .map(URI::create)
                .ifPresent(url -> servers.add(SocketCheck.ofHeartbeat(url, links.trusted(), settings)));
        SocketCheck.ofDatabase(settings).ifPresent(servers::add);
        return servers;
    }

    /** Otherwise by Microsoft Graph, which the routes then need like any other operation. */
    private boolean mailsGoBySmtp() {
        return settings.text("mail.send-by").equals("smtp");
    }

    private void prove(Check check) {
        List<String> missing = check.needs().stream()
                .filter(link -> found.containsKey(link) && !found.get(link).carries())
                .toList();
        note(missing.isEmpty() ? tried(check) : Finding.skipped(check.link(), because(missing)));
    }

    static Finding tried(Check check) {
        try {
            return check.prove();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.skipped(check.link(), "because the check was interrupted");
        } catch (Exception e) { // whatever it is, the other links are tried
            return Finding.problem(check.link(), e);
        }
    }

    private static String because(List<String> missing) {
        return "because of " + String.join(" and ", missing);
    }

    private void note(Finding finding) {
        found.put(finding.link(), finding);
        listener.accept(finding);
    }
}
