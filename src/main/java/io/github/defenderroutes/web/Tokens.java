package io.github.defenderroutes.web;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CSRFHandler;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;

/** Makes Vert.x' handlers against forged forms: a form counts only with the token that stood in a page of ours. */
final class Tokens {
    /** The hidden field of each form. */
    static final String FIELD = "token";

    private static final String RIGHT = "token-is-right";

    private final Vertx vertx;
    private final boolean encrypted;
    private final Duration validity;
    private final String secret;

    /** @param validity how long a form may be left open */
    Tokens(Vertx vertx, boolean encrypted, Duration validity) {
        this.vertx = vertx;
        this.encrypted = encrypted;
        this.validity = validity;
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        secret = HexFormat.of().formatHex(bytes);
    }

    /** Those of one part of the site; the cookie is its own, so that two parts do not take each other's tokens. */
    CSRFHandler handler(String cookie, String path) {
        return CSRFHandler.create(vertx, secret)
                .setCookieName(cookie)
                .setCookiePath(path)
                .setCookieHttpOnly(true)
                .setHeaderName(FIELD)
                .setTimeout(validity.toMillis())
                .setNagHttps(false);
    }

    /** Marks the cookie as one for encrypted connections only, which that handler does not. */
    Handler<RoutingContext> marking(String cookie) {
        return context -> {
            if (encrypted) {
                context.addHeadersEndHandler(sent -> secure(context.request().getCookie(cookie)));
            }
            context.next();
        };
    }

    /** Notes that the handler let a request pass; comes behind it. */
    static void passed(RoutingContext context) {
        context.put(RIGHT, true);
        context.next();
    }

    /** Whether the handler let this request pass. */
    static boolean areRight(RoutingContext context) {
        return context.get(RIGHT, false);
    }

    private static void secure(Cookie cookie) {
        if (cookie != null) {
            cookie.setSecure(true);
        }
    }
}
