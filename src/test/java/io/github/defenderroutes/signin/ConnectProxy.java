package io.github.defenderroutes.signin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A small proxy that opens tunnels, for those who sign in if it asks for that. It remembers what it was told. */
public final class ConnectProxy implements AutoCloseable {
    private final ServerSocket listening;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private volatile String credentials;
    private volatile String refusal;
    private volatile int passes = Integer.MAX_VALUE;

    public ConnectProxy() {
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** From now on only this user gets through. */
    public void asksFor(String user, String password) {
        credentials = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Only so many get through at all; the others are told a status such as {@code 403 Forbidden}. */
    public void refusesAllBut(int first, String status) {
        passes = first;
        refusal = status;
    }

    public String url() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    /** What it was told, request by request: request line and headers. */
    public List<String> heads() {
        return List.copyOf(heads);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                start(() -> serve(client));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                heads.add(head);
                if (heads.size() > passes) {
                    answer(client, refusal, "");
                } else if (credentials != null && !head.contains("Proxy-Authorization: Basic " + credentials)) {
                    answer(
                            client,
                            "407 Proxy Authentication Required",
                            "Proxy-Authenticate: Basic realm=\"office\"\r\n");
                } else {
                    tunnel(client, Integer.parseInt(head.split("[ :]")[2]));
                    return;
                }
            }
        } catch (IOException e) {
            // one of both ends has left
        }
    }

    private static String head(BufferedReader in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    private static void answer(Socket client, String status, String header) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write("HTTP/1.1 %s\r\n%sContent-Length: 0\r\n\r\n"
                .formatted(status, header)
                .getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static void tunnel(Socket client, int port) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            Thread back = start(() -> pass(server, client));
            pass(client, server);
            back.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            Stream.of(from, to).forEach(ConnectProxy::close);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work, "connect-proxy");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
