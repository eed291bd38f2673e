package io.github.defenderroutes.standin;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One mail the server accepted.
 *
 * @param from address of the From header, without the name; {@code null} if there is none
 * @param to the recipients of the envelope, also those in no header
 * @param subject decoded; {@code null} if there is none
 * @param messageId with its angle brackets
 * @param text the first text/plain part, decoded; {@code null} if there is none
 * @param html the first text/html part, decoded; {@code null} if there is none
 * @param raw as it came over the wire, with Return-Path and Received added
 * @param message for everything else
 */
public record ReceivedMail(
        String from,
        List<String> to,
        String subject,
        String messageId,
        String text,
        String html,
        String raw,
        MimeMessage message) {

    static ReceivedMail of(MimeMessage message, List<String> recipients) {
        try {
            ByteArrayOutputStream raw = new ByteArrayOutputStream();
            message.writeTo(raw);
            return new ReceivedMail(
                    message.getFrom() == null ? null : ((InternetAddress) message.getFrom()[0]).getAddress(),
                    List.copyOf(recipients),
                    message.getSubject(),
                    message.getMessageID(),
                    first(message, "text/plain"),
                    first(message, "text/html"),
                    raw.toString(StandardCharsets.UTF_8),
                    message);
        } catch (MessagingException | IOException unreadable) {
            throw new IllegalArgumentException("The mail cannot be read", unreadable);
        }
    }

    /** Every value of this header as sent, not decoded; empty if there is none. */
    public List<String> headers(String name) {
        try {
            String[] values = message.getHeader(name);
            return values == null ? List.of() : List.of(values);
        } catch (MessagingException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static String first(Part part, String type) throws MessagingException, IOException {
        if (part.isMimeType(type)) {
            return part.getContent().toString();
        }
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                String found = first(parts.getBodyPart(i), type);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
