package io.github.defenderroutes.web;

import io.github.defenderroutes.settings.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.Session;
import io.vertx.ext.web.handler.SessionHandler;
import io.vertx.ext.web.sstore.LocalSessionStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Who is signed in, and for how long: kept in memory, so a restart signs everybody out. */
final class Sessions {
    private static final String SIGNED_IN = "signed-in";
    private static final String USED = "used";
    private static final String NOTICE = "notice";

    private final SessionHandler handler;
    private final String cookie;
    private final Duration idle;
    private final Duration longest;
    private final Clock clock;

    Sessions(Vertx vertx, Settings settings, boolean encrypted, Clock clock) {
        idle = settings.duration("web.session.timeout");
        longest = settings.duration("web.session.longest");
        cookie = encrypted ? "__Host-session" : "session";
        this.clock = clock;
        handler = SessionHandler.create(LocalSessionStore.create(vertx))
                .setSessionTimeout(longest.toMillis())
                .setSessionCookieName(cookie)
                .setSessionCookiePath("/")
                .setCookieHttpOnlyFlag(true)
                .setCookieSecureFlag(encrypted)
                // strict would sign out whoever follows a link from a mail; forms have their token besides
                .setCookieSameSite(CookieSameSite.LAX)
                .setNagHttps(false)
                .setLazySession(true); // a stranger's visit leaves nothing here
    }

    /**
     * Somebody who is signed in.
     *
     * @param stamp what has to stay as it is for the session to hold, such as the hash of the password
     * @param since when they signed in, in milliseconds since 1970
     */
    record SignedIn(Person person, String stamp, long since) {}

    /** What the server calls on each request that may belong to a session. */
    SessionHandler handler() {
        return handler;
    }

    /** Lets somebody in, in a session of a new id. */
    void begin(RoutingContext context, Person person, String stamp) {
        long now = clock.millis();
        context.session().regenerateId();
        context.session().put(SIGNED_IN, new SignedIn(person, stamp, now)).put(USED, now);
    }

    /** Whether somebody was let in, even if their time is over. */
    boolean isBegun(RoutingContext context) {
        return context.session().get(SIGNED_IN) != null;
    }

    /**
     * Whose request this is; empty if nobody's, or if their time is over.
     *
     * @param byHand whether a person did it: what a page does by itself is no use
     */
    Optional<SignedIn> current(RoutingContext context, boolean byHand) {
        if (context.request().getCookie(cookie) == null) {
            return Optional.empty();
        }
        Session session = context.session();
        SignedIn signedIn = session.get(SIGNED_IN);
        Long used = session.get(USED);
        long now = clock.millis();
        if (signedIn == null || now - used >= idle.toMillis() || now - signedIn.since() >= longest.toMillis()) {
            session.destroy();
            return Optional.empty();
        }
        if (byHand) {
            session.put(USED, now);
        }
        return Optional.of(signedIn);
    }

    void end(RoutingContext context) {
        context.session().destroy();
    }

    /** Words for the page that comes next. Public for the templates. */
    public record Notice(boolean good, String words) {}

    /** Keeps a notice for the page that comes next. */
    void leaveNotice(RoutingContext context, Notice notice) {
        context.session().put(NOTICE, notice);
    }

    /** The notice that was left, once; {@code null} if there is none. */
    Notice takeNotice(RoutingContext context) {
        return context.session().remove(NOTICE);
    }
}
