package io.github.defenderroutes.web;

import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Audit;
import io.github.defenderroutes.settings.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import io.vertx.ext.auth.oauth2.providers.OpenIDConnectAuth;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.OAuth2AuthHandler;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in at an OpenID Connect service, such as Entra ID: Vert.x does it; here is who somebody then is to us. */
final class OidcSignIn {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");
    private static final String START = Guard.SIGN_IN + "/start";
    private static final String CALLBACK = Guard.SIGN_IN + "/callback";
    private static final int MOST_FROM_ADDRESS = 20;
    private static final long TRY_AGAIN_MILLIS = 30_000;
    private static final int VERIFIER_LENGTH = 64;

    private final Vertx vertx;
    private final Settings settings;
    private final Sessions sessions;
    private final Audit audit;
    private final Templates templates;
    private final Frontier frontier;
    private final Claims claims;
    private final Attempts attempts;

    OidcSignIn(
            Vertx vertx,
            Settings settings,
            Sessions sessions,
            Audit audit,
            Templates templates,
            Frontier frontier,
            Clock clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.sessions = sessions;
        this.audit = audit;
        this.templates = templates;
        this.frontier = frontier;
        this.claims = new Claims(settings);
        this.attempts = new Attempts(MOST_FROM_ADDRESS, clock);
    }

    void mount(Router router) {
        router.get(Guard.SIGN_IN).handler(context -> show(context, 200, null));
        router.route(Guard.SIGN_IN + "/*").handler(this::slowDown);
        router.route(Guard.SIGN_IN + "/*").handler(sessions.handler());
        Route callback = router.get(CALLBACK); // its place is that of the start less one
        Route start = router.get(START);
        router.get(START).blockingHandler(this::enter, false);
        discover(start, callback);
    }

    /** A service that cannot be reached keeps nobody from starting; it is asked again until it answers. */
    private void discover(Route start, Route callback) {
        OpenIDConnectAuth.discover(vertx, options()).onComplete(found -> {
            if (found.succeeded()) {
                start.handler(handler(found.result(), callback));
            } else {
                LOG.warn(
                        "Nobody can sign in to the pages: {} cannot be asked: {}. It is tried again. To fix: web.oidc.issuer, network.",
                        issuer(),
                        found.cause().getMessage());
                vertx.setTimer(TRY_AGAIN_MILLIS, again -> discover(start, callback));
            }
        });
    }

    private OAuth2AuthHandler handler(OAuth2Auth found, Route callback) {
        return OAuth2AuthHandler.create(vertx, found, settings.uri("web.public-url") + CALLBACK)
                .setupCallback(callback)
                .withScopes(List.of("openid", "profile"))
                .pkceVerifierLength(VERIFIER_LENGTH);
    }

    private String issuer() {
        return settings.optionalText("web.oidc.issuer").orElseGet(() -> "%s/%s/v2.0"
                .formatted(settings.uri("defender.login-url"), settings.text("defender.tenant-id")));
    }

    private OAuth2Options options() {
        return new OAuth2Options()
                .setSite(issuer())
                .setClientId(settings.text("web.oidc.client-id"))
                .setClientSecret(settings.text("web.oidc.client-secret"))
                .setHttpClientOptions(WayOut.of(settings));
    }

    private void slowDown(RoutingContext context) {
        String address = frontier.visitor(context);
        if (attempts.waiting(address).isPresent()) {
            show(context, 429, "Too many tries. Try again in a few minutes.");
        } else {
            attempts.begin(address);
            context.next();
        }
    }

    /** The service says who it is; we say who that is to us, and keep nothing else of what it said. */
    private void enter(RoutingContext context) {
        User user = context.user();
        if (user == null) { // the service was not found yet
            show(context, 503, "The sign-in service cannot be reached at the moment. Try again in a minute.");
            return;
        }
        String next = Guard.safe(context.request().getParam("next"));
        if (sessions.isBegun(context)) { // what the service said counts once, or nobody would ever have to ask it again
            SeeOther.send(context, next);
            return;
        }
        JsonObject token = user.attributes().getJsonObject("idToken", new JsonObject());
        Optional<String> name = claims.name(token);
        Optional<Role> role = claims.isForUs(token) ? claims.role(token) : Optional.empty();
        if (name.isEmpty() || role.isEmpty()) {
            sessions.end(context);
            LOG.warn("{} signed in and has no role for the pages.", name.orElse("Somebody"));
            show(context, 403, "You are signed in, but nobody gave you a role here. Ask whoever runs Defender Routes.");
            return;
        }
        attempts.succeeded(frontier.visitor(context));
        audit.add(
                Actor.page(name.get()),
                "sign-in",
                null,
                "As %s, from %s".formatted(role.get(), frontier.visitor(context)));
        sessions.begin(context, new Person(name.get(), role.get()), "");
        SeeOther.send(context, next);
    }

    private void show(RoutingContext context, int status, String problem) {
        Map<String, Object> model = new HashMap<>();
        model.put("next", Guard.safe(context.request().getParam("next")));
        model.put("problem", problem);
        model.put("way", "oidc");
        templates.send(context, status, "sign-in", model);
    }
}
