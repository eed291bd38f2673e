package io.github.defenderroutes.rehearsal;

import io.github.defenderroutes.mail.SmtpSender;
import io.github.defenderroutes.rehearsal.Leaving.Letter;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.component.mail.DefaultJavaMailSender;

/** In the place of {@link SmtpSender}, whose methods it has: notes each mail, and knows no server. */
public final class HeldSender extends DefaultJavaMailSender implements AutoCloseable {
    private final Consumer<Letter> letters;

    HeldSender(Consumer<Letter> letters) {
        this.letters = letters;
    }

    @Override
    public void send(MimeMessage mail) throws MessagingException {
        Address[] to = mail.getAllRecipients();
        letters.accept(new Letter(
                to == null
                        ? List.of()
                        : Arrays.stream(to).map(Address::toString).toList(),
                mail.getSubject() == null ? "" : mail.getSubject(),
                "",
                "smtp"));
    }

    /** Does nothing. */
    public void signIn() {
        // there is no server
    }

    @Override
    public void close() {
        // nothing is open
    }
}
