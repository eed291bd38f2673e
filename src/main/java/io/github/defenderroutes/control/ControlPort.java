package io.github.defenderroutes.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port on the loopback address through which commands reach a running process. Without it the process does its work
 * all the same, so nothing here stops the start or holds up the end.
 */
public final class ControlPort implements AutoCloseable {
    static final String PATH = "/command";

    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOST = "127.0.0.1";
    private static final int TOKEN_BYTES = 32;
    private static final int LARGEST_REQUEST = 1 << 20;
    private static final int AT_ONCE = 16;

    private final Optional<Path> place;
    private final Commands commands;
    private final ExecutorService threads =
            new ThreadPoolExecutor(0, AT_ONCE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), ControlPort::daemon);

    private HttpServer server;
    private ControlFile file;
    private boolean closed;

    /** @param stateUrl the setting {@code state.url}; a database that others can open needs no port, and gets none */
    public ControlPort(String stateUrl, Commands commands) {
        this.place = ControlFile.beside(stateUrl);
        this.commands = commands;
    }

    /** Opens the port, whose database this process must hold by now, and says where it is; if that fails, logs why. */
    public synchronized void open() {
        if (place.isEmpty() || closed) {
            return;
        }
        // the JDK's server knows this limit, in seconds, by no other way; without it a half request holds a thread
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(HOST), 0), 0);
            server.createContext("/", this::serve);
            server.setExecutor(threads);
            file = new ControlFile(
                    server.getAddress().getPort(),
                    newToken(),
                    ProcessHandle.current().pid());
            server.start();
            file.write(place.get());
        } catch (IOException e) {
            stopListening();
            LOG.warn(
                    "Commands cannot reach this process while it runs: {}. To fix: make the folder of {} writable and restart.",
                    e,
                    place.get());
        }
    }

    private static String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Optional<Answer> refusal = refusal(exchange);
            Answer answer = refusal.isPresent() ? refusal.get() : perform(exchange);
            byte[] body = JSON.writeValueAsBytes(answer.body());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private record Answer(int status, Object body) {
        static Answer refused(int status, String why) {
            return new Answer(status, Map.of("error", why));
        }
    }

    private Optional<Answer> refusal(HttpExchange exchange) {
        // a page in a browser can reach this port under a name of its own, but not under this one
        if (!(HOST + ":" + file.port()).equals(exchange.getRequestHeaders().getFirst("Host"))) {
            return Optional.of(Answer.refused(403, "This is not the host you ask for."));
        }
        if (!isOurToken(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return Optional.of(Answer.refused(401, "The token is missing or wrong."));
        }
        if (!exchange.getRequestURI().getPath().equals(PATH)) {
            return Optional.of(Answer.refused(404, "There is only " + PATH + "."));
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return Optional.of(Answer.refused(405, "There is only POST."));
        }
        return Optional.empty();
    }

    /** Takes as long for a wrong token as for a right one. */
    private boolean isOurToken(String authorization) {
        return authorization != null
                && MessageDigest.isEqual(
                        authorization.getBytes(StandardCharsets.UTF_8),
                        ("Bearer " + file.token()).getBytes(StandardCharsets.UTF_8));
    }

    private Answer perform(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_REQUEST + 1);
        if (body.length > LARGEST_REQUEST) {
            return Answer.refused(413, "A request holds at most %d bytes.".formatted(LARGEST_REQUEST));
        }
        Request request;
        try {
            request = JSON.readValue(body, Request.class);
        } catch (JsonProcessingException e) {
            return Answer.refused(400, "This is no request of ours: " + e.getOriginalMessage());
        }
        if (request == null || request.user() == null || request.words() == null) {
            return Answer.refused(400, "A request has user and words.");
        }
        try {
            return new Answer(200, commands.perform(request.user(), request.words()));
        } catch (RuntimeException e) { // the asker gets an answer, whatever happens
            LOG.error("A command failed: {} asked by {}", request.words(), request.user(), e);
            return Answer.refused(500, "It failed there: " + e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "defender-control");
        thread.setDaemon(true);
        return thread;
    }

    /** Takes the file away and stops listening; does not wait for commands at work. */
    @Override
    public synchronized void close() {
        closed = true;
        if (server == null) {
            return;
        }
        try {
            file.remove(place.orElseThrow());
        } catch (IOException e) {
            LOG.debug("{} stays behind: {}", place, e.toString());
        }
        stopListening();
    }

    private void stopListening() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
        threads.shutdown();
    }
}
