package io.github.defenderroutes.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that go with a mail, as they arrive. */
class MailAttachmentTest {
    private static final byte[] CSV = "DeviceName,Gerät\r\npc-1,Jörg\r\n".getBytes(StandardCharsets.UTF_8);

    private final GreenMail server = new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP));
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private SmtpSender sender;

    @BeforeEach
    void start() {
        server.start();
        sender = new SmtpSender(new SmtpOptions(
                "localhost",
                server.getSmtp().getPort(),
                SmtpOptions.Security.NONE,
                SmtpOptions.Auth.NONE,
                null,
                null,
                Duration.ofSeconds(5),
                null));
        camel.getRegistry().bind("smtp", sender);
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        sender.close();
        server.stop();
    }

    @Test
    void aFileArrivesWithItsNameTypeAndBytesBesideTextAndHtml() throws Exception {
        send(exchange(), new Attachment("Geräte.csv", "text/csv; charset=UTF-8", CSV));

        List<BodyPart> parts = leaves((MimeMultipart) received(0).getContent());
        assertThat(parts).hasSize(3);
        assertThat(parts.get(0).getContent()).isEqualTo("Grüße – text\r\n");
        assertThat(parts.get(1).getContent()).isEqualTo("<p>Grüße – html</p>\r\n");
        BodyPart file = parts.get(2);
        assertThat(file.getFileName()).isEqualTo("Geräte.csv");
        assertThat(file.getDisposition()).isEqualTo(Part.ATTACHMENT);
        assertThat(file.getContentType()).startsWith("text/csv; charset=UTF-8");
        assertThat(file.getInputStream().readAllBytes()).isEqualTo(CSV);
    }

    @Test
    void theNextMailOfTheSameRoundCarriesNoneOfIt() throws Exception {
        Exchange round = exchange();

        send(round, new Attachment("a.csv", "text/csv", CSV));
        send(round);
        send(round, new Attachment("b.csv", "text/csv", CSV));

        assertThat(files(received(0))).containsExactly("a.csv");
        assertThat(files(received(1))).isEmpty();
        assertThat(files(received(2))).containsExactly("b.csv");
    }

    @Test
    void ofFilesWithOneNameAllArrive() throws Exception {
        send(
                exchange(),
                new Attachment("hosts.csv", "text/csv", CSV),
                new Attachment("hosts.csv", "text/csv", CSV),
                new Attachment("hosts", "text/plain", CSV),
                new Attachment("hosts", "text/plain", CSV));

        assertThat(files(received(0))).containsExactly("hosts.csv", "hosts-2.csv", "hosts", "hosts-2");
    }

    @Test
    void aNameIsNoPathAndAddsNoHeader() throws Exception {
        send(exchange(), new Attachment("../etc\\x\r\nX-Evil: 1\"; a=b.csv", "text/csv", CSV));

        assertThat(files(received(0))).containsExactly("x X-Evil: 1\"; a=b.csv");
        assertThat(received(0).getHeader("X-Evil")).isNull();
    }

    @Test
    void aFileWithoutANameOrAMediaTypeIsRefused() {
        assertThatThrownBy(() -> new Attachment("folder/", "text/csv", CSV))
                .hasMessage("An attachment needs a file name.");
        assertThatThrownBy(() -> new Attachment("a.csv", "csv\r\nX-Evil: 1", CSV))
                .hasMessageStartingWith("Attachment a.csv: 'csv X-Evil: 1' is no media type. To fix: ");
    }

    @Test
    void itsContentIsNotPrinted() {
        assertThat(new Attachment("a.csv", "text/csv", CSV)).hasToString("a.csv (text/csv, 31 bytes)");
    }

    private Exchange exchange() {
        return new DefaultExchange(camel);
    }

    private void send(Exchange exchange, Attachment... files) {
        MailHeaders.fill(
                exchange,
                SmtpRoute.MAIL,
                new Envelope(
                        "<m1@x>",
                        null,
                        Instant.EPOCH,
                        "routes@corp.example",
                        List.of("soc@corp.example"),
                        List.of(),
                        "hunting",
                        List.of(files)));
        camel.createProducerTemplate().send("smtp:mail.invalid:25?javaMailSender=#bean:smtp", exchange);
        assertThat(exchange.getException()).isNull();
    }

    private MimeMessage received(int number) {
        return server.getReceivedMessages()[number];
    }

    private static List<String> files(MimeMessage mail) throws Exception {
        List<String> names = new ArrayList<>();
        for (BodyPart part : leaves((MimeMultipart) mail.getContent())) {
            if (part.getFileName() != null) {
                names.add(part.getFileName());
            }
        }
        return names;
    }

    private static List<BodyPart> leaves(MimeMultipart parts) throws Exception {
        List<BodyPart> leaves = new ArrayList<>();
        for (int i = 0; i < parts.getCount(); i++) {
            if (parts.getBodyPart(i).getContent() instanceof MimeMultipart inner) {
                leaves.addAll(leaves(inner));
            } else {
                leaves.add(parts.getBodyPart(i));
            }
        }
        return leaves;
    }
}
