package io.github.defenderroutes.alert;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An entry of the alert list without a usable id, under an id of our own, so that it is parked once and not lost. */
public final class UnreadableAlert {
    /** Ids are opaque; one longer than this would not fit the ledger and was never seen. */
    private static final int LONGEST_ID = 400;

    private static final String PROBLEM = "defender-routes:unreadable";
    private static final int SHOWN = 2_000;

    private UnreadableAlert() {}

    /** The entry itself if it is an alert with an id, else a stand-in that {@link #problem} recognises. */
    public static Map<String, Object> orReadable(Object entry) {
        if (!(entry instanceof Map<?, ?> alert)) {
            return wrap(entry, "it is not an object");
        }
        @SuppressWarnings("unchecked") // Jackson's objects have text keys
        Map<String, Object> json = (Map<String, Object>) alert;
        Optional<String> id = Alerts.id(json);
        if (id.isEmpty()) {
            return wrap(entry, "it has no id");
        }
        if (id.get().chars().anyMatch(Character::isISOControl)) {
            return wrap(entry, "its id holds control characters");
        }
        return id.get().length() > LONGEST_ID ? wrap(entry, "its id is longer than 400 characters") : json;
    }

    /** Whether this can be the id of an alert that somebody brings: for what we have read, see {@link #orReadable}. */
    public static boolean isId(String text) {
        return !text.isBlank() && text.length() <= LONGEST_ID && text.chars().noneMatch(Character::isISOControl);
    }

    /** Why the alert is unreadable; empty if it is not. */
    public static Optional<String> problem(Map<String, ?> alert) {
        return Alerts.text(alert, PROBLEM);
    }

    /** An alert that we know by its id and can no longer read, with what Defender said. */
    public static Map<String, Object> gone(String id, String problem) {
        return alert(id, "It was waiting to be handled, and Defender does not show it any more.", problem);
    }

    private static Map<String, Object> wrap(Object entry, String problem) {
        String text = String.valueOf(entry);
        return alert(
                "unreadable-" + hash(text), text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…", problem);
    }

    private static Map<String, Object> alert(String id, String description, String problem) {
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("id", id);
        alert.put("title", "An alert that cannot be read: " + problem);
        alert.put("description", description);
        alert.put(PROBLEM, problem);
        return alert;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JVM has SHA-256
        }
    }
}
