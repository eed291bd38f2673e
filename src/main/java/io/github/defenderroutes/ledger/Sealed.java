package io.github.defenderroutes.ledger;

import java.util.ArrayList;
import java.util.List;

/** A mail while notices are sealed into it: a new one, or a digest that was begun earlier and still collects. */
final class Sealed {
    final String id;
    final String messageId;
    final String kind;

    /** What its notices have in common, or {@code null} for a mail about one. */
    final String digest;

    /** Whether nobody can have begun to send it. */
    final boolean joinable;

    /** The ids of the notices that are sealed into it now. */
    final List<String> notices = new ArrayList<>();

    boolean inDatabase;
    int severity;

    /** When it is sent at the earliest; milliseconds since 1970. */
    long at;

    /** The Message-ID it answers, or {@code null}. */
    String replyTo;

    private int told;

    private Sealed(String id, String messageId, String kind, String digest, long at, boolean joinable) {
        this.id = id;
        this.messageId = messageId;
        this.kind = kind;
        this.digest = digest;
        this.at = at;
        this.joinable = joinable;
    }

    static Sealed begin(String id, String messageId, String kind, String digest, long at) {
        return new Sealed(id, messageId, kind, digest, at, true);
    }

    /** @param told how many notices it holds already */
    static Sealed earlier(
            String id,
            String messageId,
            String kind,
            String digest,
            long at,
            boolean joinable,
            int severity,
            int told) {
        Sealed mail = new Sealed(id, messageId, kind, digest, at, joinable);
        mail.inDatabase = true;
        mail.severity = severity;
        mail.told = told;
        return mail;
    }

    boolean hasRoom() {
        return told < Sealing.MOST_TOGETHER;
    }

    void add(Unsealed notice) {
        notices.add(notice.id());
        severity = Math.max(severity, notice.severity());
        told++;
    }
}
