package io.github.defenderroutes.check;

import io.github.defenderroutes.Connector;
import io.github.defenderroutes.Links;
import io.github.defenderroutes.defender.Api;
import io.github.defenderroutes.mail.SmtpSender;
import io.github.defenderroutes.settings.Settings;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Sends one mail to those who will read the others, the way that the others will take. */
final class TestMailCheck implements Check {
    private static final String LINK = "test mail";
    private static final String SEND_MAIL = "defender-send-mail-action";
    private static final String TEXT = """
            This is a test of Defender Routes, sent by its command check. Nothing has happened and nothing is to be done.

            If you can read this, alerts will reach you the same way.
            """;

    private final Links links;
    private final Settings settings;
    private final Clock clock;
    private final boolean byGraph;

    TestMailCheck(Links links, Settings settings, Clock clock) {
        this.links = links;
        this.settings = settings;
        this.clock = clock;
        this.byGraph = settings.text("mail.send-by").equals("graph");
    }

    @Override
    public String link() {
        return LINK;
    }

    @Override
    public List<String> needs() {
        return List.of(byGraph ? new ApiLinks(Api.GRAPH).signIn() : MailSignInCheck.LINK);
    }

    @Override
    public Finding prove() throws Exception {
        List<String> readers = settings.words("mail.to");
        Optional<Finding> problem = byGraph ? sentByGraph(readers) : sentBySmtp(readers);
        return problem.orElseGet(() ->
                Finding.ok(LINK, "accepted for %s; look whether it arrives".formatted(String.join(", ", readers))));
    }

    private Optional<Finding> sentBySmtp(List<String> readers) throws MessagingException {
        try {
            links.mailServer().send(mail(links.mailServer().getSession(), readers));
        } catch (MessagingException e) {
            if (SmtpSender.serverAway(e)) {
                throw e;
            }
            return Optional.of(Finding.problem(LINK, refused(e)));
        }
        return Optional.empty();
    }

    private Optional<Finding> sentByGraph(List<String> readers) throws Exception {
        String from = settings.text("mail.from");
        Properties names = new Properties();
        names.setProperty("mail.from", from); // what the Message-ID is made of
        MimeMessage mail = mail(Session.getInstance(names), readers);
        mail.saveChanges();
        try (Connector connector = links.connector()) {
            Optional<Exception> failure = connector
                    .ask(SEND_MAIL, Map.of("mailbox", from, "mail", "${body}"), written(mail))
                    .failure();
            return failure.isEmpty()
                    ? Optional.empty()
                    : Optional.of(CallCheck.failed(LINK, new ApiLinks(Api.GRAPH), failure.get()));
        }
    }

    private static String written(MimeMessage mail) throws MessagingException, IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        mail.writeTo(text);
        return text.toString(StandardCharsets.UTF_8);
    }

    private MimeMessage mail(Session session, List<String> readers) throws MessagingException {
        MimeMessage mail = new MimeMessage(session);
        mail.setFrom(new InternetAddress(settings.text("mail.from")));
        for (String reader : readers) {
            mail.addRecipient(RecipientType.TO, new InternetAddress(reader));
        }
        mail.setSubject("[TEST] Defender Routes can send you mail", StandardCharsets.UTF_8.name());
        mail.setText(TEXT, StandardCharsets.UTF_8.name());
        mail.setSentDate(Date.from(clock.instant()));
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("X-Defender-Routes-Kind", "test");
        return mail;
    }

    private static String refused(MessagingException failure) {
        List<String> reached = SmtpSender.reached(failure);
        return "Not accepted for %s: %s.%s To fix: check mail.from and mail.to."
                .formatted(
                        String.join(", ", SmtpSender.notReached(failure)),
                        SmtpSender.said(failure).replaceFirst("\\.$", ""),
                        reached.isEmpty() ? "" : " The others have it: " + String.join(", ", reached) + ".");
    }
}
