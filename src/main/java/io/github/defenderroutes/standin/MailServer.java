package io.github.defenderroutes.standin;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.server.ProtocolHandler;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.defenderroutes.standin.StandInOptions.MailSecurity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/** GreenMail's SMTP server on the loopback address, with our key pair and our rules. Runs once. */
final class MailServer extends SmtpServer {

    private final ServerSocket door;
    private final MailRules rules;
    private final SSLContext startTls;

    private MailServer(ServerSocket door, MailRules rules, SSLContext startTls, Managers managers) {
        super(new ServerSetup(door.getLocalPort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP), managers);
        this.door = door;
        this.rules = rules;
        this.startTls = startTls;
    }

    /** Listens when this returns; port 0 is any free one. */
    static MailServer started(int port, SSLContext tls, MailSecurity security, MailRules rules, Managers managers) {
        ServerSocket door = listen(port, security == MailSecurity.TLS ? tls.getServerSocketFactory() : plain());
        MailServer server = new MailServer(door, rules, security == MailSecurity.STARTTLS ? tls : null, managers);
        server.setDaemon(true);
        server.startService();
        return server;
    }

    int port() {
        return door.getLocalPort();
    }

    /** The port is free and every connection ended when this returns. */
    void shut() {
        stopService();
        try {
            door.close();
        } catch (IOException alreadyClosed) {
            // nothing left to close
        }
    }

    /** Bound before GreenMail's thread starts, so that a taken port is the caller's exception. */
    @Override
    protected ServerSocket openServerSocket() {
        return door;
    }

    @Override
    protected ProtocolHandler createProtocolHandler(Socket socket) {
        try {
            socket.setTcpNoDelay(true); // else every answer waits 40 ms for the client's acknowledgement
        } catch (SocketException clientGone) {
            // the conversation will notice
        }
        return new MailConversation(socket, rules, startTls);
    }

    private static ServerSocketFactory plain() {
        return ServerSocketFactory.getDefault();
    }

    private static ServerSocket listen(int port, ServerSocketFactory sockets) {
        try {
            ServerSocket socket = sockets.createServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            return socket;
        } catch (IOException inUse) {
            throw new UncheckedIOException("The stand-in cannot listen on 127.0.0.1:" + port, inUse);
        }
    }
}
