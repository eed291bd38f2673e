package io.github.defenderroutes.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * HTTP/1.1 over TLS on the loopback address, one thread per connection.
 *
 * <p>Not the JDK's server: that one writes its own Date header, cannot reset a connection and delays small answers by
 * 40 ms (Nagle), and all three matter to the clients we test.
 */
final class HttpListener implements AutoCloseable {

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final ServerSocket door;
    private final SSLContext tls;
    private final Clock clock;
    private final Function<Request, Reply> handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(HttpListener::daemon);
    private final Thread porter = daemon(this::accept);

    HttpListener(int port, SSLContext tls, Clock clock, Function<Request, Reply> handler) {
        this.tls = tls;
        this.clock = clock;
        this.handler = handler;
        try {
            this.door = new ServerSocket(port, 200, InetAddress.getByName("127.0.0.1"));
        } catch (IOException inUse) {
            throw new UncheckedIOException("The stand-in cannot listen on 127.0.0.1:" + port, inUse);
        }
        porter.start();
    }

    int port() {
        return door.getLocalPort();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException | RuntimeException closing) {
                // the loop's condition decides
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            new HttpConnection(socket, tls, clock, handler).run();
        } catch (IOException clientGone) {
            // a client may leave or distrust us at any time
        } finally {
            open.remove(socket);
        }
    }

    /** The port is free when this returns: a thread that still waits at the door would keep it open a moment longer. */
    @Override
    public void close() {
        threads.shutdownNow();
        closeQuietly(door);
        try {
            porter.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.forEach(HttpListener::closeQuietly);
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception alreadyGone) {
            // nothing left to close
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "stand-in-http");
        thread.setDaemon(true);
        return thread;
    }
}
