package io.github.defenderroutes.standin;

import com.icegreen.greenmail.smtp.SmtpConnection;
import com.icegreen.greenmail.smtp.SmtpHandler;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpState;
import com.icegreen.greenmail.smtp.commands.AuthCommand;
import com.icegreen.greenmail.smtp.commands.SmtpCommand;
import com.icegreen.greenmail.smtp.commands.SmtpCommandRegistry;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;

/** One SMTP connection: GreenMail's, and what it lacks: STARTTLS, XOAUTH2, the demand to sign in, a lost answer. */
final class MailConversation extends SmtpHandler {

    private static final String XOAUTH2 = "XOAUTH2";

    private final MailRules rules;
    private final SSLContext tls;
    private boolean secured;

    /** {@code tls} is {@code null} where STARTTLS is not offered; where it is, it is also demanded. */
    MailConversation(Socket socket, MailRules rules, SSLContext tls) {
        super(new SmtpCommandRegistry(), rules, socket);
        this.rules = rules;
        this.tls = tls;
        this.registry = new Commands();
    }

    /** A client may leave or distrust us at any time; GreenMail would make that an uncaught exception. */
    @Override
    public void run() {
        try {
            super.run();
        } catch (IllegalStateException clientGone) {
            close();
        }
    }

    /** The first moment at which the connection can be replaced by ours; nothing has been read yet. */
    @Override
    protected void sendGreetings() {
        try {
            conn = new Connection(socket);
        } catch (IOException clientGone) {
            close();
        }
        super.sendGreetings();
    }

    private final class Connection extends SmtpConnection {

        private Connection(Socket wire) throws IOException {
            super(MailConversation.this, wire);
        }

        @Override
        public void send(String line) {
            if (line.startsWith("250") && "DATA".equalsIgnoreCase(currentLine) && rules.losesAnswer()) {
                close();
            } else {
                super.send(line);
            }
        }
    }

    /** GreenMail knows only verbs of four letters. */
    @Override
    protected boolean commandLegalSize() {
        return "STARTTLS".equalsIgnoreCase(currentLine) || super.commandLegalSize();
    }

    private final class Commands extends SmtpCommandRegistry {

        /** GreenMail asks with the first four letters. */
        @Override
        public SmtpCommand getCommand(String name) {
            return switch (name) {
                case "EHLO" -> new Ehlo();
                case "STAR" -> new StartTls();
                case "MAIL" -> new Mail(super.getCommand(name));
                case "AUTH" -> new Auth(super.getCommand(name));
                default -> super.getCommand(name);
            };
        }
    }

    private boolean mustSecure() {
        return tls != null && !secured;
    }

    private final class Ehlo extends SmtpCommand {

        @Override
        public void execute(SmtpConnection connection, SmtpState mail, SmtpManager manager, String line) {
            connection.setHeloName(line.length() > 5 ? line.substring(5) : null);
            mail.clearMessage();
            connection.send("250-localhost");
            if (mustSecure()) {
                connection.send("250-STARTTLS");
            }
            connection.send("250 AUTH " + (rules.takesTokens() ? XOAUTH2 : AuthCommand.SUPPORTED_AUTH_MECHANISM));
        }
    }

    private final class StartTls extends SmtpCommand {

        @Override
        public void execute(SmtpConnection connection, SmtpState mail, SmtpManager manager, String line)
                throws IOException {
            if (!mustSecure()) {
                connection.send("502 5.5.1 STARTTLS is not available");
                return;
            }
            connection.send("220 2.0.0 Ready to start TLS");
            Socket layered = tls.getSocketFactory().createSocket(socket, null, true);
            conn = new Connection(layered);
            state = new SmtpState();
            secured = true;
        }
    }

    private final class Auth extends SmtpCommand {

        private final SmtpCommand honest;

        private Auth(SmtpCommand honest) {
            this.honest = honest;
        }

        @Override
        public void execute(SmtpConnection connection, SmtpState mail, SmtpManager manager, String line)
                throws IOException {
            String[] words = line.split(" ");
            if (words.length < 3 || !words[1].equalsIgnoreCase(XOAUTH2)) {
                honest.execute(connection, mail, manager, line);
                return;
            }
            boolean welcome = rules.admits(words[2]);
            connection.setAuthenticated(welcome);
            connection.send(welcome ? "235 2.7.0 Authentication successful" : "535 5.7.3 Authentication unsuccessful");
        }
    }

    private final class Mail extends SmtpCommand {

        private final SmtpCommand honest;

        private Mail(SmtpCommand honest) {
            this.honest = honest;
        }

        @Override
        public void execute(SmtpConnection connection, SmtpState mail, SmtpManager manager, String line)
                throws IOException {
            if (mustSecure()) {
                connection.send("530 5.7.0 Must issue a STARTTLS command first");
            } else if (rules.passwordRequired() && !connection.isAuthenticated()) {
                connection.send("530 5.7.0 Authentication required");
            } else {
                honest.execute(connection, mail, manager, line);
            }
        }
    }
}
