package io.github.defenderroutes.web;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.StartException;
import io.github.defenderroutes.settings.Settings;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;

/** What every request goes through on its way to a page, in order. */
final class Entry {
    private static final int LARGEST_FORM = 64 * 1024;

    private final Vertx vertx;
    private final DefenderRoutes app;
    private final Settings settings;
    private final Clock clock;
    private final boolean encrypted;
    private final Assets assets = new Assets();
    private final Templates templates;
    private final Failures failures;
    private final Sessions sessions;
    private final Frontier frontier;
    private final Users users;

    Entry(Vertx vertx, DefenderRoutes app, Settings settings, Clock clock) {
        this.vertx = vertx;
        this.app = app;
        this.settings = settings;
        this.clock = clock;
        encrypted = !settings.text("web.tls").equals("off");
        templates = new Templates(
                new Times(ZoneId.of(settings.text("mail.time-zone")), clock),
                assets.folder(),
                settings.text("isolation.mode"));
        failures = new Failures(templates);
        sessions = new Sessions(vertx, settings, encrypted, clock);
        frontier = Frontier.ofPages(settings);
        users = new Users(settings.path("web.users").orElseThrow());
    }

    /** @throws StartException if nobody could sign in */
    Router router() {
        String way = settings.text("web.sign-in");
        Tokens tokens = new Tokens(vertx, encrypted, settings.duration("web.session.longest"));
        List<Entrance> site = Site.of(app, settings, clock);
        Router router = Router.router(vertx);
        router.route().failureHandler(new OutdatedForms(sessions, site));
        router.route().failureHandler(failures);
        router.route().handler(frontier);
        SecurityHeaders.mount(router, encrypted);
        assets.mount(router);
        if (settings.optionalText("management.port").isEmpty()
                && !settings.text("web.tls").equals("proxy")) {
            new Management(app.desk()).mount(router, Frontier::isLoopback);
        }
        router.route().handler(BodyHandler.create(false).setBodyLimit(LARGEST_FORM));
        switch (way) {
            case "local" -> mountLocal(router, tokens);
            case "oidc" -> mountOidc(router);
            default -> {
                // everybody is let in
            }
        }
        mountSite(router, site, tokens, way);
        return router;
    }

    private void mountLocal(Router router, Tokens tokens) {
        requireSomebody();
        LocalSignIn signIn =
                new LocalSignIn(users, sessions, frontier, app.ledger().audit(), templates, clock);
        String cookie = "sign-in-token";
        router.route(Guard.SIGN_IN).handler(tokens.marking(cookie));
        router.route(Guard.SIGN_IN).handler(tokens.handler(cookie, Guard.SIGN_IN));
        router.get(Guard.SIGN_IN).handler(signIn::form);
        router.post(Guard.SIGN_IN).handler(sessions.handler());
        router.post(Guard.SIGN_IN).blockingHandler(signIn::enter, true); // one at a time: hashing is dear
    }

    private void mountOidc(Router router) {
        OidcSignIn signIn =
                new OidcSignIn(vertx, settings, sessions, app.ledger().audit(), templates, frontier, clock);
        signIn.mount(router);
    }

    private void requireSomebody() {
        String problem;
        try {
            if (!users.all().isEmpty()) {
                return;
            }
            problem = "names no user";
        } catch (IOException e) {
            problem = "cannot be read: " + e.getMessage();
        }
        throw new StartException(
                "Nobody can sign in to the pages: web.users = %s %s. To fix: add somebody with the command web-user add NAME --role admin."
                        .formatted(settings.text("web.users"), problem),
                null);
    }

    private void mountSite(Router router, List<Entrance> site, Tokens tokens, String way) {
        String cookie = encrypted ? "__Host-token" : "token";
        router.route().handler(sessions.handler());
        router.route().handler(new Guard(vertx, sessions, way, users));
        router.route().handler(tokens.marking(cookie));
        router.route().handler(tokens.handler(cookie, "/"));
        router.route().handler(Tokens::passed);
        Doorman doorman = new Doorman(sessions, templates, failures);
        site.forEach(entrance -> doorman.mount(router, entrance));
        router.post("/sign-out").handler(context -> {
            sessions.end(context);
            SeeOther.send(context, Guard.SIGN_IN);
        });
        router.route().handler(context -> context.fail(404));
    }
}
