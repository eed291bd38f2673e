package io.github.defenderroutes.standin;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.server.ProtocolHandler;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.defenderroutes.standin.StandInOptions.MailSecurity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/** GreenMail's SMTP server on the loopback address, with our key pair and our rules. Runs once. */
final class MailServer extends SmtpServer {

    private static final long START_LIMIT_MILLIS = 5_000;

    private final int port;
    private final SSLContext tls;
    private final MailSecurity security;
    private final MailRules rules;

    private MailServer(int port, SSLContext tls, MailSecurity security, MailRules rules, Managers managers) {
        super(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP), managers);
        this.port = port;
        this.tls = tls;
        this.security = security;
        this.rules = rules;
    }

    static MailServer started(int port, SSLContext tls, MailSecurity security, MailRules rules, Managers managers) {
        MailServer server = new MailServer(port, tls, security, rules, managers);
        server.setDaemon(true);
        server.startService();
        try {
            if (server.waitTillRunning(START_LIMIT_MILLIS)) {
                return server;
            }
        } catch (InterruptedException givenUp) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("The stand-in's mail server did not start on 127.0.0.1:" + port);
    }

    @Override
    protected ServerSocket openServerSocket() throws IOException {
        ServerSocketFactory factory =
                security == MailSecurity.TLS ? tls.getServerSocketFactory() : ServerSocketFactory.getDefault();
        ServerSocket socket = factory.createServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        return socket;
    }

    @Override
    protected ProtocolHandler createProtocolHandler(Socket socket) {
        return new MailConversation(socket, rules, security == MailSecurity.STARTTLS ? tls : null);
    }
}
