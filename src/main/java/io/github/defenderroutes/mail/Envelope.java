package io.github.defenderroutes.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.time.Instant;
import java.util.List;

/**
 * What a mail carries besides its text.
 *
 * @param messageId with angle brackets; a repeat of the same mail carries the same one
 * @param replyTo the Message-ID of the mail that this one answers, or null
 * @param date when the mail was made, not when it is sent: a repeat carries the same date
 * @param from one address, with or without a display name
 * @param to at least one address, one per entry
 * @param alertIds the alerts this mail speaks for; may be empty
 * @param kind {@code alert}, {@code raised}, {@code parked} or the engineer's own word
 * @param attachments files that go with it; may be empty
 */
public record Envelope(
        String messageId,
        String replyTo,
        Instant date,
        String from,
        List<String> to,
        List<String> alertIds,
        String kind,
        List<Attachment> attachments) {

    /** Of a mail that answers none and carries no file. */
    public Envelope(String messageId, Instant date, String from, List<String> to, List<String> alertIds, String kind) {
        this(messageId, null, date, from, to, alertIds, kind, List.of());
    }

    /** @throws IllegalArgumentException if the Message-ID or an address is none, or nobody is to receive the mail */
    public Envelope {
        requireMessageId(messageId);
        if (replyTo != null) {
            requireMessageId(replyTo);
        }
        if (to.isEmpty()) {
            throw new IllegalArgumentException("A mail needs at least one recipient. To fix: set mail.to.");
        }
        to = List.copyOf(to);
        alertIds = List.copyOf(alertIds);
        attachments = List.copyOf(attachments);
        requireAddress("mail.from", from);
        to.forEach(address -> requireAddress("mail.to", address));
    }

    private static void requireMessageId(String id) {
        if (!id.matches("<[!-;=?-~]+@[!-;=?-~]+>")) {
            throw new IllegalArgumentException("Message-ID '" + Plain.line(id, 100) + "' is not <left@right>.");
        }
    }

    private static void requireAddress(String setting, String address) {
        try {
            if (address.chars().noneMatch(Character::isISOControl)) {
                new InternetAddress(address, true);
                return;
            }
        } catch (AddressException e) {
            // told below, with the setting's name
        }
        throw new IllegalArgumentException("%s: '%s' is not one mail address. To fix: write name@domain."
                .formatted(setting, Plain.line(address, 100)));
    }
}
