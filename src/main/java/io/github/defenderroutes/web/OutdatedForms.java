package io.github.defenderroutes.web;

import io.github.defenderroutes.web.Sessions.Notice;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What somebody who is signed in is answered when the token of a form does not count any more, as after a double click or
 * in a second tab: the page of that form as it is now. Whether the first click did it, that page shows.
 */
final class OutdatedForms implements Handler<RoutingContext> {
    private static final Notice WORDS = new Notice(
            false, "That page was out of date, or the button was pressed twice. Below is how it stands now.");

    private final Sessions sessions;
    private final List<Pattern> pages;

    OutdatedForms(Sessions sessions, List<Entrance> site) {
        this.sessions = sessions;
        this.pages = site.stream()
                .filter(entrance -> entrance.method().equals(HttpMethod.GET))
                .map(entrance -> Pattern.compile(entrance.path().replaceAll(":\\w+", "[^/]+")))
                .toList();
    }

    @Override
    public void handle(RoutingContext context) {
        boolean isOutdated = context.request().method().equals(HttpMethod.POST)
                && context.statusCode() == 403
                && Guard.person(context) != null
                && !Tokens.areRight(context);
        if (isOutdated) {
            sessions.leaveNotice(context, WORDS);
            SeeOther.send(context, pageOf(context.normalizedPath()));
        } else {
            context.next();
        }
    }

    /** The nearest page above the address that a form is sent to. */
    private String pageOf(String address) {
        String above = address.substring(0, Math.max(0, address.lastIndexOf('/')));
        if (above.isEmpty()) {
            return "/";
        }
        return pages.stream().anyMatch(page -> page.matcher(above).matches()) ? above : pageOf(above);
    }
}
