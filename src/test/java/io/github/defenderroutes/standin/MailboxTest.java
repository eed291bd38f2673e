package io.github.defenderroutes.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.standin.StandInOptions.MailSecurity;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MailboxTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private StandIn standIn = StandIn.start();

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void aMailIsReceivedOnceHoweverManyRecipientsItHas() throws Exception {
        send(mail("Gerät isoliert", "soc@corp.example", "boss@corp.example"));

        ReceivedMail mail = standIn.mails().await(1, LIMIT).get(0);
        assertThat(mail.from()).isEqualTo("routes@corp.example");
        assertThat(mail.to()).containsExactly("soc@corp.example", "boss@corp.example");
        assertThat(mail.subject()).isEqualTo("Gerät isoliert");
        assertThat(mail.messageId()).startsWith("<").endsWith(">");
        assertThat(mail.text().strip()).isEqualTo("plain ä");
        assertThat(mail.html().strip()).isEqualTo("<p>html ä</p>");
        assertThat(mail.headers("Subject")).hasSize(1);
        assertThat(mail.headers("X-None")).isEmpty();
        assertThat(mail.raw()).contains("Subject: =?UTF-8?");
        assertThat(standIn.mails().all()).hasSize(1);
    }

    @Test
    void waitingInVainNamesWhatCame() throws Exception {
        send(mail("one", "soc@corp.example"));

        assertThatThrownBy(() -> standIn.mails().await(2, Duration.ofMillis(50)))
                .hasMessage("Expected 2 mails within PT0.05S but got [one]");
    }

    @Test
    void theServerCanGoAwayAndComeBackOnTheSamePort() throws Exception {
        int port = standIn.smtpPort();
        send(mail("before", "soc@corp.example"));
        standIn.mails().makeUnavailable();

        assertThatThrownBy(() -> send(mail("meanwhile", "soc@corp.example"))).isInstanceOf(MessagingException.class);

        standIn.mails().makeAvailable();
        send(mail("after", "soc@corp.example"));
        assertThat(standIn.mails().await(2, LIMIT))
                .extracting(ReceivedMail::subject)
                .containsExactly("before", "after");
        assertThat(standIn.smtpPort()).isEqualTo(port);
    }

    @Test
    void aRecipientCanBeRejected() throws Exception {
        standIn.mails().rejectRecipient("gone@corp.example");

        assertThatThrownBy(() -> send(mail("x", "gone@corp.example")))
                .isInstanceOf(SendFailedException.class)
                .hasStackTraceContaining("550 5.1.1");
        assertThat(standIn.mails().all()).isEmpty();
    }

    @Test
    void aMailCanBeRefusedForNow() throws Exception {
        standIn.mails().refuseNext("452 4.2.2 Mailbox full");

        assertThatThrownBy(() -> send(mail("x", "soc@corp.example"))).hasStackTraceContaining("452 4.2.2");
        send(mail("y", "soc@corp.example"));

        assertThat(standIn.mails().all()).extracting(ReceivedMail::subject).containsExactly("y");
    }

    @Test
    void anAnswerCanBeLostSoThatARepeatArrivesTwice() throws Exception {
        standIn.mails().loseNextAnswer();
        MimeMessage mail = mail("x", "soc@corp.example");

        assertThatThrownBy(() -> send(mail)).isInstanceOf(MessagingException.class);
        send(mail);

        assertThat(standIn.mails().all()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(MailSecurity.class)
    void aPasswordCanBeDemandedOverEveryKindOfConnection(MailSecurity security) throws Exception {
        startWith(security);
        standIn.mails().requirePassword("routes", "secret");

        assertThatThrownBy(() -> send(mail("x", "soc@corp.example"))).hasStackTraceContaining("530 5.7.0");
        assertThatThrownBy(() -> send(mail("x", "soc@corp.example"), "routes", "wrong"))
                .isInstanceOf(AuthenticationFailedException.class);
        send(mail("fine", "soc@corp.example"), "routes", "secret");

        assertThat(standIn.mails().await(1, LIMIT).get(0).subject()).isEqualTo("fine");
        assertThat(standIn.settings())
                .containsEntry("mail.security", security.name().toLowerCase(Locale.ROOT));
    }

    @Test
    void starttlsIsDemandedWhereItIsOffered() throws Exception {
        startWith(MailSecurity.STARTTLS);
        Properties plain = properties();
        plain.setProperty("mail.smtp.starttls.enable", "false");
        plain.setProperty("mail.smtp.starttls.required", "false");

        assertThatThrownBy(() -> send(mail("x", "soc@corp.example"), plain, null, null))
                .hasStackTraceContaining("STARTTLS");
        send(mail("fine", "soc@corp.example"));

        assertThat(standIn.mails().await(1, LIMIT)).hasSize(1);
    }

    private void startWith(MailSecurity security) {
        standIn.close();
        standIn = StandIn.start(StandInOptions.defaults().withMailSecurity(security));
    }

    private static MimeMessage mail(String subject, String... to) throws Exception {
        MimeMessage mail = new MimeMessage((Session) null);
        mail.setFrom(new InternetAddress("routes@corp.example", "Defender Routes"));
        for (String recipient : to) {
            mail.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient));
        }
        mail.setSubject(subject, "UTF-8");
        MimeBodyPart text = new MimeBodyPart();
        text.setText("plain ä", "UTF-8");
        MimeBodyPart html = new MimeBodyPart();
        html.setText("<p>html ä</p>", "UTF-8", "html");
        mail.setContent(new MimeMultipart("alternative", text, html));
        mail.saveChanges();
        return mail;
    }

    private void send(MimeMessage mail) throws MessagingException {
        send(mail, null, null);
    }

    private void send(MimeMessage mail, String username, String password) throws MessagingException {
        send(mail, properties(), username, password);
    }

    private static void send(MimeMessage mail, Properties properties, String username, String password)
            throws MessagingException {
        properties.setProperty("mail.smtp.auth", Boolean.toString(username != null));
        try (Transport transport =
                Session.getInstance(properties).getTransport(properties.getProperty("mail.transport.protocol"))) {
            transport.connect(username, password);
            transport.sendMessage(mail, mail.getAllRecipients());
        }
    }

    private Properties properties() {
        String security = standIn.settings().get("mail.security");
        Properties properties = new Properties();
        properties.put(
                "mail.smtp.ssl.socketFactory", TestClient.trusting(standIn).getSocketFactory());
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.host", "localhost");
        properties.setProperty("mail.smtp.port", Integer.toString(standIn.smtpPort()));
        properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(security.equals("tls")));
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(security.equals("starttls")));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(security.equals("starttls")));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        return properties;
    }
}
