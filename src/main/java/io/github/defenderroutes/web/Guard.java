package io.github.defenderroutes.web;

import io.github.defenderroutes.web.Sessions.SignedIn;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets nobody pass who is not signed in, and says of those who are who they are. */
final class Guard implements Handler<RoutingContext> {
    static final String SIGN_IN = "/sign-in";

    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");
    private static final String PERSON = "person";

    /** Without a sign-in, everybody on this machine. */
    private static final Person ANYBODY = new Person("somebody on this machine", Role.ADMIN);

    private final Vertx vertx;
    private final Sessions sessions;
    private final String way;
    private final Users users;

    /**
     * @param way the setting {@code web.sign-in}
     * @param users asked with {@code local} only
     */
    Guard(Vertx vertx, Sessions sessions, String way, Users users) {
        this.vertx = vertx;
        this.sessions = sessions;
        this.way = way;
        this.users = users;
    }

    @Override
    public void handle(RoutingContext context) {
        if (way.equals("off")) {
            letIn(context, ANYBODY);
            return;
        }
        boolean byHand = !context.request().headers().contains("HX-Request");
        Optional<SignedIn> signedIn = sessions.current(context, byHand);
        if (signedIn.isEmpty()) {
            sendToSignIn(context);
        } else if (way.equals("local")) {
            // the one thread that serves everybody must not wait for a disk
            vertx.executeBlocking(() -> isStillKnown(signedIn.get()), false)
                    .onSuccess(known -> letInIf(known, context, signedIn.get().person()))
                    .onFailure(context::fail);
        } else {
            letIn(context, signedIn.get().person());
        }
    }

    private void letInIf(boolean known, RoutingContext context, Person person) {
        if (known) {
            letIn(context, person);
        } else {
            sessions.end(context);
            sendToSignIn(context);
        }
    }

    private static void letIn(RoutingContext context, Person person) {
        context.put(PERSON, person);
        context.next();
    }

    /** Who passed. */
    static Person person(RoutingContext context) {
        return context.get(PERSON);
    }

    /** Whoever is taken out of the file, or gets another role or password, is signed out at once. */
    private boolean isStillKnown(SignedIn signedIn) {
        try {
            return users.find(signedIn.person().name())
                    .filter(user -> user.role() == signedIn.person().role()
                            && user.hash().equals(signedIn.stamp()))
                    .isPresent();
        } catch (IOException e) {
            LOG.warn("Everybody is signed out of the pages: {}", e.getMessage());
            return false;
        }
    }

    private static void sendToSignIn(RoutingContext context) {
        boolean isLook = context.request().method().name().equals("GET");
        boolean refreshes = context.request().headers().contains("HX-Request");
        String next =
                isLook && !refreshes ? "?next=" + encoded(context.request().uri()) : "";
        if (refreshes) {
            context.response()
                    .setStatusCode(401)
                    .putHeader("HX-Redirect", SIGN_IN)
                    .end();
        } else {
            SeeOther.send(context, SIGN_IN + next);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Where to go after signing in: only to a path of ours. */
    static String safe(String next) {
        boolean ours = next != null
                && next.startsWith("/")
                && !next.startsWith("//")
                && next.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\')
                && !next.startsWith(SIGN_IN);
        return ours ? next : "/";
    }
}
