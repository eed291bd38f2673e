package io.github.defenderroutes.web;

import io.github.defenderroutes.ledger.LedgerException;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page that says what went wrong, without saying what is inside us. */
final class Failures implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");

    private final Templates templates;

    Failures(Templates templates) {
        this.templates = templates;
    }

    @Override
    public void handle(RoutingContext context) {
        if (context.response().ended() || context.response().headWritten()) {
            return;
        }
        Throwable cause = context.failure();
        if (cause instanceof LedgerException) {
            show(context, 503, "The database cannot be used at the moment. What is under way goes on when it is back.");
            return;
        }
        int status = context.statusCode() < 400 ? 500 : context.statusCode();
        if (status >= 500) {
            LOG.error("A page failed: {} {}", context.request().method(), context.normalizedPath(), cause);
        }
        show(context, status, words(status));
    }

    void missing(RoutingContext context, String words) {
        show(context, 404, words);
    }

    private static String words(int status) {
        return switch (status) {
            case 403 ->
                "This was not done: your role does not allow it, or the page was too old. Go back, reload it and try again.";
            case 404 -> "There is no such page.";
            case 405 -> "This address does not take that.";
            case 413 -> "That was too long.";
            case 421 -> "This is not the host you ask for.";
            default ->
                status >= 500 ? "Something went wrong here. The log says what." : "We do not understand this request.";
        };
    }

    private void show(RoutingContext context, int status, String words) {
        Map<String, Object> model = new HashMap<>();
        model.put("status", status);
        model.put("words", words);
        model.put("person", Guard.person(context));
        templates.send(context, status, "failure", model);
    }
}
