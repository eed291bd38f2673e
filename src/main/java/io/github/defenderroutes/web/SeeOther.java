package io.github.defenderroutes.web;

import io.vertx.ext.web.RoutingContext;

/** Sends the browser on to a page of ours. To reload that one does not repeat what was done. */
final class SeeOther {
    private static final int STATUS = 303;

    private SeeOther() {}

    static void send(RoutingContext context, String page) {
        context.response().setStatusCode(STATUS).putHeader("Location", page).end();
    }
}
