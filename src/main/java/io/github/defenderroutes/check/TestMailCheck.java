package io.github.defenderroutes.check;

import io.github.defenderroutes.Links;
import io.github.defenderroutes.mail.SmtpSender;
import io.github.defenderroutes.settings.Settings;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.List;

/** Sends one mail to those who will read the others. */
final class TestMailCheck implements Check {
    private static final String TEXT = """
            This is a test of Defender Routes, sent by its command check. Nothing has happened and nothing is to be done.

            If you can read this, alerts will reach you the same way.
            """;

    private final Links links;
    private final Settings settings;
    private final Clock clock;

    TestMailCheck(Links links, Settings settings, Clock clock) {
        this.links = links;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String link() {
        return "test mail";
    }

    @Override
    public List<String> needs() {
        return List.of(MailSignInCheck.LINK);
    }

    @Override
    public Finding prove() throws MessagingException {
        List<String> readers = settings.words("mail.to");
        try {
            links.mailServer().send(mail(links.mailServer(), readers));
        } catch (MessagingException e) {
            if (SmtpSender.serverAway(e)) {
                throw e;
            }
            return Finding.problem(link(), refused(e));
        }
        return Finding.ok(link(), "accepted for %s; look whether it arrives".formatted(String.join(", ", readers)));
    }

    private MimeMessage mail(SmtpSender server, List<String> readers) throws MessagingException {
        MimeMessage mail = new MimeMessage(server.getSession());
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
