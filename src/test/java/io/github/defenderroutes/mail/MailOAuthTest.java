package io.github.defenderroutes.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.defender.AccessTokens;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.server.SMTPServer;

/** Signing in by token, at a mail server that others wrote and that speaks XOAUTH2 over STARTTLS. */
class MailOAuthTest {
    private static final String MAILBOX = "soc-robot@corp.example";
    private static final String CLIENT = "00000000-0000-4000-8000-0000000000c1";
    private static SSLContext certificate;

    private final Xoauth2 signIn = new Xoauth2(MAILBOX);
    private final List<byte[]> mails = new CopyOnWriteArrayList<>();
    private final HandClock clock = new HandClock();
    private final Deque<String> entra = new ArrayDeque<>(List.of("good"));
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
                .authenticationHandlerFactory(signIn)
                .messageHandler((context, from, to, data) -> mails.add(data))
                .build();
        server.start();
    }

    @AfterEach
    void stopTheServer() {
        server.stop();
    }

    @Test
    void aTokenSignsInOncePerConnection() throws Exception {
        try (var sender = sender();
                var route = new SmtpRoute(sender)) {
            assertThat(route.send("<m1@x>")).isNull();
            assertThat(route.send("<m2@x>")).isNull();
        }

        assertThat(signIn.tried()).containsExactly("good");
        assertThat(mails).hasSize(2);
    }

    @Test
    void aTokenThatIsRefusedIsReplacedOnceAndTheMailGoes() throws Exception {
        entra.clear();
        entra.addAll(List.of("stale", "good"));
        try (var sender = sender();
                var route = new SmtpRoute(sender)) {
            assertThat(route.send("<m1@x>")).isNull();
        }

        assertThat(signIn.tried()).containsExactly("stale", "good");
        assertThat(mails).hasSize(1);
    }

    @Test
    void whenAFreshTokenIsRefusedTooTheMessageSaysWhatAnAdministratorHasToDo() throws Exception {
        signIn.goodToken = "another";
        entra.addAll(List.of("good-2"));
        try (var sender = sender();
                var route = new SmtpRoute(sender)) {
            Exception failure = route.send("<m1@x>");

            assertThat(signIn.tried()).containsExactly("good", "good-2");
            assertThat(SmtpSender.serverAway(failure)).isTrue();
            assertThat(failure)
                    .hasMessageContaining("refused user " + MAILBOX + " (535 5.7.3 Authentication unsuccessful")
                    .hasMessageContaining("SMTP.SendAsApp")
                    .hasMessageContaining("New-ServicePrincipal -AppId " + CLIENT + " -ObjectId ID")
                    .hasMessageContaining("Add-MailboxPermission -Identity " + MAILBOX + " -User ID");
            assertThat(failure.getMessage()).as("fits where it is kept").hasSizeLessThanOrEqualTo(500);
        }
        assertThat(mails).isEmpty();
    }

    @Test
    void aTenantThatHasSwitchedSmtpSignInOffIsToldApart() throws Exception {
        signIn.goodToken = "another";
        entra.add("good-2");
        signIn.refusal = "5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.";
        try (var sender = sender();
                var route = new SmtpRoute(sender)) {
            assertThat(route.send("<m1@x>"))
                    .hasMessageContaining(
                            "Set-CASMailbox -Identity " + MAILBOX + " -SmtpClientAuthenticationDisabled $false")
                    .hasMessageContaining("mail.send-by = graph");
        }
    }

    @Test
    void withoutATokenNoMailIsSentAndTheReasonOfEntraIsTold() throws Exception {
        entra.clear();
        try (var sender = sender();
                var route = new SmtpRoute(sender)) {
            Exception failure = route.send("<m1@x>");

            assertThat(SmtpSender.serverAway(failure)).isTrue();
            assertThat(failure)
                    .isInstanceOf(MailServerException.class)
                    .hasMessageContaining(
                            "we have no token for it (mail.oauth.scope). Entra ID did not give us a token");
        }
        assertThat(signIn.tried()).isEmpty();
    }

    @Test
    void aTokenStandsInNoMessage() throws Exception {
        signIn.goodToken = "another";
        entra.clear();
        entra.addAll(List.of("t0ken-1", "t0ken-2"));
        signIn.refusal =
                "5.7.3 what is t0ken-2, or dXNlcj1zb2Mtcm9ib3RAY29ycC5leGFtcGxlAWF1dGg9QmVhcmVyIHQwa2VuLTIBAQ==";
        try (var sender = sender();
                var route = new SmtpRoute(sender)) {
            Exception failure = route.send("<m1@x>");

            assertThat(failure).hasMessageContaining("(535 5.7.3 what is …, or …)");
            assertThat(Causes.of(failure)).noneMatch(cause -> cause.toString().contains("t0ken"));
            assertThat(sender).asString().doesNotContain("t0ken");
            assertThat(sender.getJavaMailProperties()).asString().doesNotContain("t0ken");
        }
    }

    @Test
    void aServerThatOffersNoTokensIsNotTriedWithOneAsPassword() throws Exception {
        entra.add("good-2");
        try (var plain = new ScriptedSmtpServer((connection, command) ->
                        command.startsWith("EHLO") ? "250-localhost\r\n250 AUTH LOGIN PLAIN" : "");
                var sender = new SmtpSender(options(plain.port(), SmtpOptions.Security.NONE));
                var route = new SmtpRoute(sender)) {
            assertThat(route.send("<m1@x>")).hasMessageContaining("the server offers none of our ways to sign in");

            assertThat(plain.commands()).noneMatch(command -> command.startsWith("AUTH"));
        }
    }

    @Test
    void aMailboxThatMayNotSendUnderOurAddressConcernsAllMails() throws Exception {
        try (var scripted = new ScriptedSmtpServer((connection, command) -> ".".equals(command)
                        ? "554 5.2.252 SendAsDenied; soc-robot@corp.example not allowed to send as routes@corp.example"
                        : "");
                var sender = new SmtpSender(new SmtpOptions(
                        "localhost",
                        scripted.port(),
                        SmtpOptions.Security.NONE,
                        SmtpSignIn.NONE,
                        Duration.ofSeconds(10),
                        null));
                var route = new SmtpRoute(sender)) {
            Exception failure = route.send("<m1@x>");

            assertThat(SmtpSender.serverAway(failure)).isTrue();
            assertThat(failure)
                    .hasMessageContaining("refused our sender address (554 5.2.252 SendAsDenied")
                    .hasMessageContaining("Add-RecipientPermission");
        }
    }

    private SmtpSender sender() {
        return new SmtpSender(options(server.getPortAllocated(), SmtpOptions.Security.STARTTLS));
    }

    private SmtpOptions options(int port, SmtpOptions.Security security) {
        return new SmtpOptions(
                "localhost",
                port,
                security,
                new SmtpSignIn.OAuth(MAILBOX, Optional.of(CLIENT), new AccessTokens(this::token, clock)),
                Duration.ofSeconds(10),
                certificate);
    }

    private AccessTokens.Token token() {
        String next = entra.poll();
        if (next == null) {
            throw new DefenderUnavailableException("Entra ID did not give us a token: invalid_scope.");
        }
        return new AccessTokens.Token(next, clock.instant(), clock.instant().plus(Duration.ofHours(1)));
    }
}
