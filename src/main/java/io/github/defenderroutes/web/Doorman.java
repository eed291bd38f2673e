package io.github.defenderroutes.web;

import io.github.defenderroutes.web.Reply.Done;
import io.github.defenderroutes.web.Reply.Download;
import io.github.defenderroutes.web.Reply.Missing;
import io.github.defenderroutes.web.Reply.Refused;
import io.github.defenderroutes.web.Reply.Shown;
import io.github.defenderroutes.web.Sessions.Notice;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/** Opens an entrance to whoever has the role for it, and carries out what the page behind it replies. */
final class Doorman {
    private final Sessions sessions;
    private final Templates templates;
    private final Failures failures;

    Doorman(Sessions sessions, Templates templates, Failures failures) {
        this.sessions = sessions;
        this.templates = templates;
        this.failures = failures;
    }

    void mount(Router router, Entrance entrance) {
        router.route(entrance.method(), entrance.path())
                .handler(context -> {
                    if (Guard.person(context).role().covers(entrance.role())) {
                        context.next();
                    } else {
                        context.fail(403);
                    }
                })
                .blockingHandler(context -> open(context, entrance.page()), false);
    }

    private void open(RoutingContext context, Page page) {
        Visit visit = new Visit(context, Guard.person(context));
        Reply reply = page.answer(visit);
        // a switch over a sealed type is a later Java's
        if (reply instanceof Shown shown) {
            show(context, visit, shown);
        } else if (reply instanceof Done done) {
            goOn(context, done.next(), new Notice(true, done.words()));
        } else if (reply instanceof Refused refused) {
            goOn(context, refused.next(), new Notice(false, refused.words()));
        } else if (reply instanceof Download download) {
            context.response()
                    .putHeader("Content-Type", download.type())
                    .putHeader("Content-Disposition", "attachment; filename=\"%s\"".formatted(download.name()))
                    .end(download.text());
        } else if (reply instanceof Missing missing) {
            failures.missing(context, missing.words());
        }
    }

    private void show(RoutingContext context, Visit visit, Shown shown) {
        Map<String, Object> model = new HashMap<>(shown.model());
        model.put("person", Guard.person(context));
        model.put("path", context.normalizedPath());
        model.put("notice", visit.isRefresh() ? null : sessions.takeNotice(context)); // a refresh has no place for it
        templates.send(context, 200, shown.template(), model);
    }

    private void goOn(RoutingContext context, String next, Notice notice) {
        sessions.leaveNotice(context, notice);
        SeeOther.send(context, next);
    }
}
