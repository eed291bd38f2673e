package io.github.defenderroutes.web;

import io.github.defenderroutes.Desk;
import io.github.defenderroutes.operations.Health.Report;
import io.github.defenderroutes.operations.Metrics;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Predicate;

/** What machines ask: whether we live, whether we can work, and how it stands in figures. */
final class Management {
    private final Desk desk;

    Management(Desk desk) {
        this.desk = desk;
    }

    /** @param welcome which addresses get an answer; for others there is nothing here */
    void mount(Router router, Predicate<String> welcome) {
        for (String path : new String[] {"/health/live", "/health/ready", "/metrics"}) {
            router.get(path).handler(context -> {
                if (welcome.test(context.request().remoteAddress().hostAddress())) {
                    context.next();
                } else {
                    context.fail(404);
                }
            });
        }
        router.get("/health/live")
                .blockingHandler(context -> answer(context, desk.health().live()), false);
        router.get("/health/ready")
                .blockingHandler(context -> answer(context, desk.health().ready()), false);
        router.get("/metrics")
                .blockingHandler(
                        context -> context.response()
                                .putHeader("Content-Type", Metrics.CONTENT_TYPE)
                                .end(desk.metrics().scrape()),
                        false);
    }

    /** Answers who is refused; what failed otherwise is left to the server, which logs it. */
    static void refuse(RoutingContext context) {
        if (context.failure() == null) {
            context.response().setStatusCode(context.statusCode()).end();
        } else {
            context.next();
        }
    }

    private static void answer(RoutingContext context, Report report) {
        context.response()
                .setStatusCode(report.up() ? 200 : 503)
                .putHeader("Content-Type", "application/json")
                .end(report.json());
    }
}
