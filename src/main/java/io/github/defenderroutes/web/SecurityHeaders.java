package io.github.defenderroutes.web;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.CSPHandler;
import io.vertx.ext.web.handler.HSTSHandler;
import io.vertx.ext.web.handler.XFrameHandler;

/** What browsers are told on every answer: nothing runs or is fetched but our own files, and nobody frames us. */
final class SecurityHeaders {
    private SecurityHeaders() {}

    static void mount(Router router, boolean encrypted) {
        router.route().handler(policy());
        router.route().handler(XFrameHandler.create(XFrameHandler.DENY));
        if (encrypted) {
            router.route().handler(HSTSHandler.create());
        }
        router.route().handler(context -> {
            context.response()
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .putHeader("Referrer-Policy", "no-referrer")
                    .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                    .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                    .putHeader("Cache-Control", "no-store");
            context.next();
        });
    }

    private static CSPHandler policy() {
        return CSPHandler.create()
                .setDirective("default-src", "'none'")
                .setDirective("script-src", "'self'")
                .setDirective("style-src", "'self'")
                .setDirective("img-src", "'self'")
                .setDirective("connect-src", "'self'")
                .setDirective("form-action", "'self'")
                .setDirective("frame-ancestors", "'none'")
                .setDirective("base-uri", "'none'");
    }
}
