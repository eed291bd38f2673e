package io.github.defenderroutes.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives, after Camel's smtp endpoint has made a mail from the exchange. */
class MailHeadersTest {

    private final GreenMail server = new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP));
    private SmtpSender sender;
    private SmtpRoute route;

    @BeforeEach
    void start() throws Exception {
        server.start();
        sender = new SmtpSender(new SmtpOptions(
                "localhost",
                server.getSmtp().getPort(),
                SmtpOptions.Security.NONE,
                SmtpSignIn.NONE,
                Duration.ofSeconds(5),
                null));
        route = new SmtpRoute(sender);
    }

    @AfterEach
    void stop() {
        route.close();
        sender.close();
        server.stop();
    }

    @Test
    void theMailIsTextAndHtmlInUtf8() throws Exception {
        MimeMessage arrived = sent(SmtpRoute.MAIL, SmtpRoute.envelope("<m1@x>"));

        assertThat(arrived.getContentType()).startsWith("multipart/alternative;");
        var parts = (MimeMultipart) arrived.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(0).getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
        assertThat(parts.getBodyPart(0).getContent()).isEqualTo("Grüße – text\r\n");
        assertThat(parts.getBodyPart(1).getContentType()).isEqualToIgnoringCase("text/html; charset=UTF-8");
        assertThat(parts.getBodyPart(1).getContent()).isEqualTo("<p>Grüße – html</p>\r\n");
    }

    @Test
    void aRenderedMailArrivesWhole() throws Exception {
        RenderedMail mail = MailExamples.mailText().render(MailExamples.requested());

        var parts = (MimeMultipart) sent(mail, SmtpRoute.envelope("<m1@x>")).getContent();

        assertThat(parts.getBodyPart(0).getContent().toString()).isEqualToNormalizingNewlines(mail.text());
        assertThat(parts.getBodyPart(1).getContent().toString()).isEqualToNormalizingNewlines(mail.html());
    }

    @Test
    void headersAreExactlyTheOnesOfTheEnvelope() throws Exception {
        MimeMessage arrived = sent(SmtpRoute.MAIL, SmtpRoute.envelope("<alert.a-1@corp.example>"));

        assertThat(arrived.getSubject()).isEqualTo("Höchste – ⚠ Überfall");
        assertThat(arrived.getMessageID()).isEqualTo("<alert.a-1@corp.example>");
        assertThat(arrived.getSentDate()).isEqualTo(Instant.parse("2026-11-20T09:28:30Z"));
        assertThat(arrived.getFrom()[0]).hasToString("Defender Routes <routes@corp.example>");
        assertThat(arrived.getAllRecipients()).hasSize(2);
        assertThat(arrived.getHeader("X-Defender-Alert-Id")).containsExactly("a-1", "a-2");
        assertThat(arrived.getHeader("X-Defender-Routes-Kind")).containsExactly("alert");
        assertThat(arrived.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(GreenMailUtil.getHeaders(arrived))
                .doesNotContainIgnoringCase("Authorization:", "Bcc:", "mail.smtp", "CamelMail", "\r\ncontentType");
    }

    @Test
    void foreignTextCannotAddHeaders() throws Exception {
        var mail = new RenderedMail("Subject\r\nBcc: thief@evil.example\r\n\r\nbody", "text", "html");
        var envelope = new Envelope(
                "<m1@x>",
                Instant.EPOCH,
                "routes@corp.example",
                List.of("soc@corp.example"),
                List.of("a-1\r\nX-Evil: 1", "ä\n\n2"),
                "alert\r\nX-Evil: 1");

        MimeMessage arrived = sent(mail, envelope);

        assertThat(arrived.getSubject()).isEqualTo("Subject Bcc: thief@evil.example body");
        assertThat(arrived.getHeader("X-Evil")).isNull();
        assertThat(arrived.getHeader("Bcc")).isNull();
        assertThat(arrived.getHeader("X-Defender-Alert-Id")).hasSize(2);
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soc", "a@b.example, c@d.example", "a@b.example\r\nBcc: x@y.example", "a b@c.example", ""})
    void anAddressThatIsNotOneIsRefused(String address) {
        assertThatThrownBy(
                        () -> new Envelope("<m@x>", Instant.EPOCH, "a@b.example", List.of(address), List.of(), "alert"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("mail.to: '")
                .hasMessageEndingWith("is not one mail address. To fix: write name@domain.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"m@x", "<m>", "<m@x>\r\nBcc: y@z", "<a b@x>"})
    void aMessageIdThatIsNoneIsRefused(String messageId) {
        assertThatThrownBy(() -> SmtpRoute.envelope(messageId)).isInstanceOf(IllegalArgumentException.class);
    }

    private MimeMessage sent(RenderedMail mail, Envelope envelope) {
        assertThat(route.send(mail, envelope)).isNull();
        return Arrays.stream(server.getReceivedMessages()).findFirst().orElseThrow();
    }
}
