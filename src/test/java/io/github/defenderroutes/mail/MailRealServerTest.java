package io.github.defenderroutes.mail;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** Our sender and a mail server that others wrote (SubEthaSMTP), which demands TLS and a password. */
class MailRealServerTest {
    private static SSLContext certificate;

    private final List<byte[]> mails = new CopyOnWriteArrayList<>();
    private SMTPServer server;

    @BeforeAll
    static void makeTheCertificate(@TempDir Path folder) throws Exception {
        certificate = TestCertificate.create(folder);
    }

    @BeforeEach
    void startTheServer() {
        server = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("localhost")
                .startTlsSocketFactory(certificate)
                .requireTLS()
                .requireAuth()
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((username, password, context) -> {
                    if (!username.equals("routes") || !password.equals("right")) {
                        throw new LoginFailedException();
                    }
                }))
                .messageHandler((context, from, to, data) -> mails.add(data))
                .build();
        server.start();
    }

    @AfterEach
    void stopTheServer() {
        server.stop();
    }

    @Test
    void mailsGoEncryptedAndSignedIn() throws Exception {
        try (var sender = new SmtpSender(options(new SmtpSignIn.Password("routes", "right")));
                var route = new SmtpRoute(sender)) {
            assertThat(route.send("<m1@x>")).isNull();
            assertThat(route.send("<m2@x>")).isNull();
        }

        assertThat(mails).hasSize(2);
        MimeMessage mail = new MimeMessage((Session) null, new ByteArrayInputStream(mails.get(0)));
        assertThat(mail.getMessageID()).isEqualTo("<m1@x>");
        assertThat(mail.getSubject()).isEqualTo(SmtpRoute.MAIL.subject());
        assertThat(((MimeMultipart) mail.getContent()).getBodyPart(0).getContent())
                .asString()
                .startsWith("Grüße – text");
    }

    @Test
    void aWrongPasswordConcernsAllMailsAndNothingIsSent() throws Exception {
        try (var sender = new SmtpSender(options(new SmtpSignIn.Password("routes", "wrong")));
                var route = new SmtpRoute(sender)) {
            Exception failure = route.send("<m1@x>");

            assertThat(failure).hasMessageContaining("refused user routes").hasMessageContaining("To fix: ");
            assertThat(SmtpSender.serverAway(failure)).isTrue();
        }
        assertThat(mails).isEmpty();
    }

    @Test
    void withoutAPasswordTheServerRefusesOurSenderAndSaysWhy() throws Exception {
        try (var sender = new SmtpSender(options(SmtpSignIn.NONE));
                var route = new SmtpRoute(sender)) {
            Exception failure = route.send("<m1@x>");

            assertThat(SmtpSender.serverAway(failure)).isTrue();
            assertThat(failure).hasMessageContaining("530");
        }
        assertThat(mails).isEmpty();
    }

    private SmtpOptions options(SmtpSignIn signIn) {
        return new SmtpOptions(
                "localhost",
                server.getPortAllocated(),
                SmtpOptions.Security.STARTTLS,
                signIn,
                Duration.ofSeconds(10),
                certificate);
    }
}
