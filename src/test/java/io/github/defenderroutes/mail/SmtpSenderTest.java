package io.github.defenderroutes.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our sender against real and scripted mail servers, through Camel's smtp endpoint. */
class SmtpSenderTest {

    private GreenMail server;

    @BeforeEach
    void startTheMailServer() {
        server = start(0);
    }

    @AfterEach
    void stopTheMailServer() {
        server.stop();
    }

    @Test
    void manyMailsShareOneConnection() throws Exception {
        try (var proxy = new CountingProxy(port());
                var sender = new SmtpSender(plain(proxy.port()));
                var route = new SmtpRoute(sender)) {
            IntStream.range(0, 6).parallel().forEach(i -> assertThat(route.send("<m" + i + "@x>"))
                    .isNull());

            assertThat(server.getReceivedMessages()).hasSize(12);
            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    @Test
    void anIdleConnectionIsClosedAndTheNextMailOpensANewOne() throws Exception {
        try (var proxy = new CountingProxy(port());
                var sender = new SmtpSender(plain(proxy.port()), Duration.ofMillis(100));
                var route = new SmtpRoute(sender)) {
            assertThat(route.send("<m1@x>")).isNull();
            await().until(proxy::allClosed);

            assertThat(route.send("<m2@x>")).isNull();

            assertThat(proxy.connections()).isEqualTo(2);
        }
    }

    @Test
    void aRestartOfTheServerInBetweenIsNotNoticed() throws Exception {
        try (var proxy = new CountingProxy(port());
                var sender = new SmtpSender(plain(proxy.port()));
                var route = new SmtpRoute(sender)) {
            assertThat(route.send("<m1@x>")).isNull();
            server.stop();
            proxy.cutAll();
            server = start(0);
            proxy.leadTo(port());

            assertThat(route.send("<m2@x>")).isNull();

            assertThat(server.getReceivedMessages()).hasSize(2);
            assertThat(proxy.connections()).isEqualTo(2);
        }
    }

    @Test
    void aServerThatEndsALongConnectionAtTheNextMailGetsItOnANewOne() throws Exception {
        try (var scripted = new ScriptedSmtpServer(
                        (connection, command) -> connection == 1 && command.startsWith("MAIL") && mailsBefore > 0
                                ? "421 too many mails"
                                : counted(command));
                var sender = new SmtpSender(plain(scripted.port()));
                var route = new SmtpRoute(sender)) {
            assertThat(route.send("<m1@x>")).isNull();

            assertThat(route.send("<m2@x>")).isNull();

            assertThat(scripted.commands()).filteredOn("."::equals).hasSize(2);
        }
    }

    @Test
    void aMailThatMayHaveBeenAcceptedIsNotSentAgainByItself() throws Exception {
        try (var scripted = new ScriptedSmtpServer((connection, command) -> ".".equals(command) ? null : "");
                var sender = new SmtpSender(plain(scripted.port()));
                var route = new SmtpRoute(sender)) {
            Exception failure = route.send("<m1@x>");

            assertThat(failure).isInstanceOf(MailServerException.class);
            assertThat(SmtpSender.serverAway(failure)).isTrue();
            assertThat(scripted.commands()).filteredOn("."::equals).hasSize(1);
        }
    }

    @Test
    void aServerThatIsNotThereIsAway() throws Exception {
        int nobody = port();
        server.stop();
        try (var sender = new SmtpSender(plain(nobody));
                var route = new SmtpRoute(sender)) {
            Exception failure = route.send("<m1@x>");

            assertThat(failure)
                    .isInstanceOf(MailServerException.class)
                    .hasMessageStartingWith("Mail server localhost:%d: ".formatted(nobody))
                    .hasMessageContaining("Connection refused")
                    .hasMessageContaining("To fix: ");
            assertThat(SmtpSender.serverAway(failure)).isTrue();
            server.start();
        }
    }

    @Test
    void aServerThatDoesNotAnswerTimesOut() throws Exception {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var sender = new SmtpSender(options(
                        silent.getLocalPort(), SmtpOptions.Security.NONE, SmtpSignIn.NONE, Duration.ofSeconds(1)));
                var route = new SmtpRoute(sender)) {
            Exception failure = route.send("<m1@x>");

            assertThat(failure).hasMessageContaining("no answer within 1 s");
            assertThat(SmtpSender.serverAway(failure)).isTrue();
        }
    }

    @Test
    void startTlsThatIsNotOfferedSendsNothing() throws Exception {
        try (var sender = new SmtpSender(
                        options(port(), SmtpOptions.Security.STARTTLS, SmtpSignIn.NONE, Duration.ofSeconds(5)));
                var route = new SmtpRoute(sender)) {
            Exception failure = route.send("<m1@x>");

            assertThat(failure)
                    .isInstanceOf(MailServerException.class)
                    .hasMessageContaining("STARTTLS")
                    .hasMessageContaining("mail.security");
            assertThat(SmtpSender.serverAway(failure)).isTrue();
            assertThat(server.getReceivedMessages()).isEmpty();
        }
    }

    @Test
    void aWrongPasswordConcernsAllMailsAndIsNotPrinted() throws Exception {
        server.setUser("routes@corp.example", "routes", "right");
        try (var sender = new SmtpSender(options(
                        port(),
                        SmtpOptions.Security.NONE,
                        new SmtpSignIn.Password("routes", "wr0ng-s3cret"),
                        Duration.ofSeconds(5)));
                var route = new SmtpRoute(sender)) {
            Exception failure = route.send("<m1@x>");

            assertThat(failure)
                    .hasMessageContaining("refused user routes")
                    .hasMessageContaining("To fix: check mail.username and mail.password.");
            assertThat(SmtpSender.serverAway(failure)).isTrue();
            assertThat(failure).asString().doesNotContain("wr0ng-s3cret");
            assertThat(sender).asString().doesNotContain("wr0ng-s3cret");
            assertThat(sender.getPassword()).isNull();
        }
    }

    @Test
    void theRightPasswordSends() throws Exception {
        server.setUser("routes@corp.example", "routes", "right");
        try (var sender = new SmtpSender(options(
                        port(),
                        SmtpOptions.Security.NONE,
                        new SmtpSignIn.Password("routes", "right"),
                        Duration.ofSeconds(5)));
                var route = new SmtpRoute(sender)) {
            assertThat(route.send("<m1@x>")).isNull();
        }
    }

    @Test
    void aRefusedRecipientIsThisMailsProblemAndTheOthersGetIt() throws Exception {
        try (var scripted = new ScriptedSmtpServer(
                        (connection, command) -> command.contains("joerg") ? "550 no such mailbox" : "");
                var sender = new SmtpSender(plain(scripted.port()));
                var route = new SmtpRoute(sender)) {
            Exception failure = route.send("<m1@x>");

            assertThat(SmtpSender.serverAway(failure)).isFalse();
            assertThat(SmtpSender.reached(failure)).containsExactly("soc@corp.example");
            assertThat(SmtpSender.notReached(failure)).containsExactly("joerg@corp.example");
            assertThat(scripted.commands()).contains("RCPT TO:<soc@corp.example>", ".");
        }
    }

    @Test
    void refusedContentIsThisMailsProblem() throws Exception {
        try (var scripted = new ScriptedSmtpServer(
                        (connection, command) -> ".".equals(command) ? "554 looks like spam" : "");
                var sender = new SmtpSender(plain(scripted.port()));
                var route = new SmtpRoute(sender)) {
            Exception failure = route.send("<m1@x>");

            assertThat(failure).hasMessageContaining("554 looks like spam");
            assertThat(SmtpSender.serverAway(failure)).isFalse();
            assertThat(SmtpSender.reached(failure)).isEmpty();
        }
    }

    @Test
    void ifOneRecipientIsRefusedAndThenTheContentNobodyHasTheMail() throws Exception {
        try (var scripted = new ScriptedSmtpServer((connection, command) -> command.contains("joerg")
                        ? "550 no such mailbox"
                        : ".".equals(command) ? "451 try again later" : "");
                var sender = new SmtpSender(plain(scripted.port()));
                var route = new SmtpRoute(sender)) {
            assertThat(SmtpSender.reached(route.send("<m1@x>"))).isEmpty();
        }
    }

    @Test
    void aConnectionThatBreaksWhileTheMailIsWrittenLeavesOpenWhoHasIt() throws Exception {
        try (var scripted = new ScriptedSmtpServer((connection, command) -> "DATA".equals(command) ? null : "");
                var sender = new SmtpSender(plain(scripted.port()));
                var route = new SmtpRoute(sender)) {
            Exception failure = route.send("<m1@x>");

            assertThat(SmtpSender.serverAway(failure)).isTrue();
            assertThat(SmtpSender.reached(failure)).isEmpty();
        }
    }

    @Test
    void aRefusedSenderAddressConcernsAllMails() throws Exception {
        try (var scripted = new ScriptedSmtpServer(
                        (connection, command) -> command.startsWith("MAIL") ? "550 not yours" : "");
                var sender = new SmtpSender(plain(scripted.port()));
                var route = new SmtpRoute(sender)) {
            assertThat(SmtpSender.serverAway(route.send("<m1@x>"))).isTrue();
        }
    }

    @Test
    void afterCloseNothingIsSent() {
        var sender = new SmtpSender(plain(port()));
        sender.close();

        assertThatThrownBy(() -> sender.send(new MimeMessage((Session) null)))
                .isInstanceOf(MailServerException.class)
                .hasMessageContaining("shutting down");
    }

    @Test
    void settingsCannotBeChangedFromARoute() {
        try (var sender = new SmtpSender(plain(port()))) {
            assertThatThrownBy(() -> sender.setHost("evil.example")).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> sender.addAdditionalJavaMailProperty("mail.smtp.starttls.required", "false"))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }

    private volatile int mailsBefore;

    private String counted(String command) {
        if (".".equals(command)) {
            mailsBefore++;
        }
        return "";
    }

    private int port() {
        return server.getSmtp().getPort();
    }

    private static GreenMail start(int port) {
        var greenMail = new GreenMail(new ServerSetup(port, "localhost", ServerSetup.PROTOCOL_SMTP));
        greenMail.start();
        return greenMail;
    }

    private static SmtpOptions plain(int port) {
        return options(port, SmtpOptions.Security.NONE, SmtpSignIn.NONE, Duration.ofSeconds(5));
    }

    private static SmtpOptions options(int port, SmtpOptions.Security security, SmtpSignIn signIn, Duration timeout) {
        return new SmtpOptions("localhost", port, security, signIn, timeout, null);
    }
}
