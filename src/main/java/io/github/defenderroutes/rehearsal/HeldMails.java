package io.github.defenderroutes.rehearsal;

import io.github.defenderroutes.rehearsal.Leaving.Letter;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.mail.MailConstants;

/** Notes mails that are about to be sent; in the place of the bean {@code mime}, those by Microsoft Graph. */
public final class HeldMails {
    private final BiConsumer<Leaving, Exchange> listener;

    HeldMails(BiConsumer<Leaving, Exchange> listener) {
        this.listener = listener;
    }

    /** The mail in this message is about to be handed to Microsoft Graph. */
    public void write(Exchange exchange) {
        listener.accept(letter(exchange, "graph"), exchange);
    }

    static Letter letter(Exchange exchange, String by) {
        Message message = exchange.getMessage();
        String text = message.getHeader(MailConstants.MAIL_ALTERNATIVE_BODY, String.class);
        return new Letter(
                to(message.getHeader(MailConstants.MAIL_TO)),
                message.getHeader(MailConstants.MAIL_SUBJECT, "", String.class),
                text != null ? text : String.valueOf(message.getBody(String.class)),
                by);
    }

    private static List<String> to(Object header) {
        if (header instanceof Collection<?> several) {
            return several.stream().map(String::valueOf).toList();
        }
        return header == null
                ? List.of()
                : Stream.of(header.toString().split(",")).map(String::strip).toList();
    }

    /** For whoever sends past every endpoint. */
    HeldSender sender() {
        return new HeldSender(letter -> listener.accept(letter, null));
    }
}
