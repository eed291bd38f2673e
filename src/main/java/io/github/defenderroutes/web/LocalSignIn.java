package io.github.defenderroutes.web;

import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Audit;
import io.github.defenderroutes.web.Users.User;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in with a name and a password of the file {@code web.users}. */
final class LocalSignIn {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");
    private static final int LONGEST = 200; // of a name or a password; hashing more would only cost time
    private static final int MOST_FROM_ADDRESS = 5;
    private static final int MOST_FOR_NAME = 30; // more, or anybody could keep somebody out

    private final Users users;
    private final Sessions sessions;
    private final Frontier frontier;
    private final Audit audit;
    private final Templates templates;
    private final Attempts byAddress;
    private final Attempts byName;

    LocalSignIn(Users users, Sessions sessions, Frontier frontier, Audit audit, Templates templates, Clock clock) {
        this.users = users;
        this.sessions = sessions;
        this.frontier = frontier;
        this.audit = audit;
        this.templates = templates;
        this.byAddress = new Attempts(MOST_FROM_ADDRESS, clock);
        this.byName = new Attempts(MOST_FOR_NAME, clock);
    }

    /** Shows the form. */
    void form(RoutingContext context) {
        show(context, 200, Guard.safe(context.request().getParam("next")), "", null);
    }

    /** Tries what was entered. On a thread that may take its time: hashing does. */
    void enter(RoutingContext context) {
        String name = field(context, "name");
        String next = Guard.safe(context.request().getFormAttribute("next"));
        String address = frontier.visitor(context);
        Optional<Duration> wait = byAddress.waiting(address).or(() -> byName.waiting(name));
        if (wait.isPresent()) {
            context.response()
                    .putHeader("Retry-After", String.valueOf(wait.get().toSeconds() + 1));
            show(
                    context,
                    429,
                    next,
                    name,
                    "Too many tries. Try again in %d minutes."
                            .formatted(wait.get().toMinutes() + 1));
            return;
        }
        byAddress.begin(address);
        byName.begin(name);
        Optional<User> user = known(name, field(context, "password"));
        if (user.isEmpty()) {
            LOG.warn("Somebody at {} could not sign in to the pages.", address);
            show(context, 401, next, name, "That name and password do not belong together.");
            return;
        }
        byAddress.succeeded(address);
        byName.succeeded(name);
        Person person = user.get().person();
        audit.add(Actor.page(person.name()), "sign-in", null, "As %s, from %s".formatted(person.role(), address));
        sessions.begin(context, person, user.get().hash());
        SeeOther.send(context, next);
    }

    private Optional<User> known(String name, String password) {
        if (name.isEmpty() || name.length() > LONGEST || password.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return users.signIn(name, password);
        } catch (IOException e) {
            LOG.warn("Nobody can sign in to the pages: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static String field(RoutingContext context, String name) {
        return Optional.ofNullable(context.request().getFormAttribute(name)).orElse("");
    }

    private void show(RoutingContext context, int status, String next, String name, String problem) {
        Map<String, Object> model = new HashMap<>();
        model.put("next", next);
        model.put("name", name);
        model.put("problem", problem);
        model.put("way", "local");
        templates.send(context, status, "sign-in", model);
    }
}
