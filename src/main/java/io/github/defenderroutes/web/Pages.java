package io.github.defenderroutes.web;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.StartException;
import io.github.defenderroutes.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The server of the pages, and of what machines ask about our health. */
public final class Pages implements AutoCloseable {
    private static final int SECONDS_TO_START = 30;
    private static final int SECONDS_TO_STOP = 5;
    private static final int THREADS = 8;

    private final DefenderRoutes app;
    private final Settings settings;
    private final Clock clock;
    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(THREADS)
            .setInternalBlockingPoolSize(2)
            .setUseDaemonThread(true)
            .setFileSystemOptions(
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));

    /** @param app its database must be open before {@link #start} */
    public Pages(DefenderRoutes app, Settings settings, Clock clock) {
        this.app = app;
        this.settings = settings;
        this.clock = clock;
    }

    /** Whether these settings want anything served. */
    public static boolean areWanted(Settings settings) {
        return settings.flag("web.enabled")
                || settings.optionalText("management.port").isPresent();
    }

    /**
     * Listens.
     *
     * @return the address of the pages; empty if only machines are served
     * @throws StartException if it cannot
     */
    public Optional<URI> start() {
        if (settings.optionalText("management.port").isPresent()) {
            Router router = Router.router(vertx);
            router.route().failureHandler(Management::refuse);
            router.route().handler(Frontier.ofManagement(settings));
            new Management(app.desk()).mount(router, caller -> true);
            listen(
                    router,
                    Listening.plain(settings.text("management.host"), settings.number("management.port")),
                    "management");
        }
        if (!settings.flag("web.enabled")) {
            return Optional.empty();
        }
        Router router = new Entry(vertx, app, settings, clock).router();
        HttpServerOptions options = Listening.forPages(settings);
        HttpServer server = listen(router, options, "web");
        return Optional.of(URI.create("%s://%s:%d"
                .formatted(options.isSsl() ? "https" : "http", bracketed(options.getHost()), server.actualPort())));
    }

    private HttpServer listen(Router router, HttpServerOptions options, String part) {
        try {
            return await(vertx.createHttpServer(options).requestHandler(router).listen(), SECONDS_TO_START);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            throw new StartException(
                    "The pages cannot be served at %s port %d: %s. To fix: %s.port, %s.host%s."
                            .formatted(
                                    options.getHost(),
                                    options.getPort(),
                                    cause.getMessage(),
                                    part,
                                    part,
                                    options.isSsl() ? ", or web.certificate and WEB_CERTIFICATE_PASSWORD" : ""),
                    cause);
        }
    }

    private static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    private static <T> T await(Future<T> future, int seconds) throws ExecutionException, TimeoutException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted");
        }
    }

    /** Stops listening; what is being answered is given up. */
    @Override
    public void close() {
        try {
            await(vertx.close(), SECONDS_TO_STOP);
        } catch (ExecutionException | TimeoutException e) {
            // its threads are daemons
        }
    }
}
