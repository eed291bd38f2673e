package io.github.defenderroutes.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mail goes over TLS to the server we mean, or it does not go. */
class SmtpTlsTest {

    private static SSLContext certificate;

    @BeforeAll
    static void makeTheCertificate(@TempDir Path folder) throws Exception {
        certificate = TestCertificate.create(folder);
    }

    @Test
    void startTlsComesBeforeTheMail() throws Exception {
        try (var server = ScriptedSmtpServer.startTls(certificate);
                var sender = new SmtpSender(
                        options("localhost", server.port(), SmtpOptions.Security.STARTTLS, certificate));
                var route = new SmtpRoute(sender)) {
            assertThat(route.send("<m1@x>")).isNull();

            List<String> commands = server.commands();
            assertThat(commands.indexOf("STARTTLS")).isEqualTo(1);
            assertThat(commands).contains("MAIL FROM:<routes@corp.example>", ".");
        }
    }

    @Test
    void tlsFromTheFirstByteSends() throws Exception {
        try (var server = ScriptedSmtpServer.tls(certificate);
                var sender =
                        new SmtpSender(options("localhost", server.port(), SmtpOptions.Security.TLS, certificate));
                var route = new SmtpRoute(sender)) {
            assertThat(route.send("<m1@x>")).isNull();
        }
    }

    @Test
    void aCertificateNobodyVouchesForIsRefused() throws Exception {
        try (var server = ScriptedSmtpServer.startTls(certificate);
                var sender = new SmtpSender(options("localhost", server.port(), SmtpOptions.Security.STARTTLS, null));
                var route = new SmtpRoute(sender)) {
            assertRefused(route.send("<m1@x>"), server);
        }
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        for (var security : List.of(SmtpOptions.Security.STARTTLS, SmtpOptions.Security.TLS)) {
            try (var server = security == SmtpOptions.Security.TLS
                            ? ScriptedSmtpServer.tls(certificate)
                            : ScriptedSmtpServer.startTls(certificate);
                    var sender = new SmtpSender(options("127.0.0.1", server.port(), security, certificate));
                    var route = new SmtpRoute(sender)) {
                assertRefused(route.send("<m1@x>"), server);
            }
        }
    }

    private static void assertRefused(Exception failure, ScriptedSmtpServer server) {
        assertThat(failure).isInstanceOf(MailServerException.class).hasMessageContaining("no trusted TLS connection");
        assertThat(SmtpSender.serverAway(failure)).isTrue();
        assertThat(server.commands()).noneMatch(command -> command.startsWith("MAIL"));
    }

    private static SmtpOptions options(String host, int port, SmtpOptions.Security security, SSLContext trust) {
        return new SmtpOptions(host, port, security, SmtpSignIn.NONE, Duration.ofSeconds(5), trust);
    }
}
