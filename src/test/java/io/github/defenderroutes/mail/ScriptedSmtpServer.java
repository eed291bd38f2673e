package io.github.defenderroutes.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A mail server that answers each command as a test wants it. An answer of null ends the connection; commands without an
 * answer of the test's own get the usual one.
 */
final class ScriptedSmtpServer implements AutoCloseable {

    private final ServerSocket listening;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final SSLContext tls;
    private final BiFunction<Integer, String, String> answers;
    private volatile int connections;

    /** @param answers from the connection's number (1, 2, ...) and a command to the answer, "" for the usual one */
    ScriptedSmtpServer(BiFunction<Integer, String, String> answers) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), null, answers);
    }

    /** TLS from the first byte. */
    static ScriptedSmtpServer tls(SSLContext tls) throws IOException {
        ServerSocket listening =
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return new ScriptedSmtpServer(listening, tls, (connection, command) -> "");
    }

    /** Offers STARTTLS. */
    static ScriptedSmtpServer startTls(SSLContext tls) throws IOException {
        return new ScriptedSmtpServer(
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                tls,
                (connection, command) -> command.startsWith("EHLO") ? "250-localhost\r\n250 STARTTLS" : "");
    }

    private ScriptedSmtpServer(ServerSocket listening, SSLContext tls, BiFunction<Integer, String, String> answers) {
        this.listening = listening;
        this.tls = tls;
        this.answers = answers;
        var thread = new Thread(this::serve, "scripted-smtp");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    List<String> commands() {
        return commands;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket client = listening.accept()) {
                connections++;
                client.getOutputStream().write("220 ready\r\n".getBytes(StandardCharsets.US_ASCII));
                talk(client);
            } catch (IOException e) {
                // closed by the test, or the client has gone
            }
        }
    }

    private void talk(Socket client) throws IOException {
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        var out = new PrintStream(client.getOutputStream(), true, StandardCharsets.UTF_8);
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (data && !line.equals(".")) {
                continue;
            }
            commands.add(line);
            String answer = answers.apply(connections, line);
            if (answer == null) {
                return;
            }
            data = line.equals("DATA");
            if (line.equals("STARTTLS")) {
                out.print("220 go on\r\n");
                talk(encrypted(client));
                return;
            }
            out.print((answer.isEmpty() ? usual(line) : answer) + "\r\n");
        }
    }

    private Socket encrypted(Socket client) throws IOException {
        var socket = (SSLSocket) tls.getSocketFactory().createSocket(client, null, client.getPort(), true);
        socket.setUseClientMode(false);
        return socket;
    }

    private static String usual(String command) {
        return switch (command) {
            case "DATA" -> "354 go on";
            case "QUIT" -> "221 bye";
            default -> "250 ok";
        };
    }
}
