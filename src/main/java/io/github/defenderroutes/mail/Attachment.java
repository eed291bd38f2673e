package io.github.defenderroutes.mail;

import jakarta.activation.DataHandler;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.ParseException;
import jakarta.mail.util.ByteArrayDataSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file that goes with a mail. It waits in the database with what the mail tells, and is in memory while that is read, so
 * keep it to a few megabytes; most mail servers refuse more than 10 to 30.
 *
 * @param name as the reader sees it, with its ending; path and control characters are taken off
 * @param mediaType such as {@code text/csv; charset=UTF-8}
 * @param content its bytes; not copied
 */
public record Attachment(String name, String mediaType, byte[] content) {
    private static final int LONGEST_NAME = 100;

    /** @throws IllegalArgumentException if there is no name, or the media type is none */
    public Attachment {
        name = Plain.line(name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1), LONGEST_NAME);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("An attachment needs a file name.");
        }
        try {
            new ContentType(mediaType);
        } catch (ParseException e) {
            throw new IllegalArgumentException(
                    "Attachment %s: '%s' is no media type. To fix: write one such as text/csv."
                            .formatted(name, Plain.line(mediaType, LONGEST_NAME)),
                    e);
        }
    }

    /** By names that differ, in the same order: of two {@code hosts.csv} the second becomes {@code hosts-2.csv}. */
    static Map<String, Attachment> byName(List<Attachment> attachments) {
        Map<String, Attachment> named = new LinkedHashMap<>();
        for (Attachment attachment : attachments) {
            String name = attachment.name();
            for (int number = 2; named.containsKey(name); number++) {
                name = attachment.numbered(number);
            }
            named.put(name, attachment);
        }
        return named;
    }

    private String numbered(int number) {
        int dot = name.lastIndexOf('.');
        int end = dot > 0 ? dot : name.length();
        return name.substring(0, end) + "-" + number + name.substring(end);
    }

    DataHandler data() {
        return new DataHandler(new ByteArrayDataSource(content, mediaType));
    }

    @Override
    public String toString() {
        return "%s (%s, %d bytes)".formatted(name, mediaType, content.length);
    }
}
