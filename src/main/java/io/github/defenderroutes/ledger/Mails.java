package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Severity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Notices sealed into mails, and what became of each mail. A mail is kept until a server has accepted it. */
public final class Mails {
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(15);
    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(10);

    /** About half an hour: a mail is not given up at once because we were away, or because it is tried anew by hand. */
    private static final int FEWEST_TRIES = 8;

    /** So many mails, and notices in them, are read at once: each may be some kilobytes. */
    private static final int MOST_AT_ONCE = 100;

    private final Database database;
    private final String tenant;
    private final Clock clock;

    Mails(Database database, String tenant, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.clock = clock;
    }

    /**
     * A sealed mail.
     *
     * @param messageId fixed when sealed: a repeat carries the same
     * @param replyTo the Message-ID it answers, or {@code null}
     * @param severity of the most severe alert in it
     * @param isDigest whether it may tell several notices
     * @param accepted readers that have it already
     * @param models what it tells, as JSON, one per notice, the most severe first
     * @param createdAt when it was sealed, in milliseconds since 1970
     * @param tries how often it was tried in vain
     * @param problem why not, the last time; or {@code null}
     */
    public record Mail(
            String id,
            String messageId,
            String replyTo,
            String kind,
            Severity severity,
            boolean isDigest,
            List<String> accepted,
            List<String> models,
            long createdAt,
            int tries,
            String problem) {

        private boolean isHunting() {
            return kind.startsWith(Unsealed.HUNTING);
        }

        private Mail with(List<String> itsModels) {
            return new Mail(
                    id, messageId, replyTo, kind, severity, isDigest, accepted, itsModels, createdAt, tries, problem);
        }
    }

    /** A mail that waits for its time. */
    public record Waiting(String messageId, long dueAt, String problem) {}

    /** Has the SOC told something that no alert in hand and no isolation tells; the same once, however often it is said. */
    public void tell(Notice notice) {
        database.transaction(c -> {
            new NoticeTable(tenant, database.events()).insert(c, List.of(notice), clock.millis());
            return null;
        });
    }

    /** Seals each notice that is in no mail yet into one of its own. */
    public void seal(String messageIdDomain) {
        seal(messageIdDomain, Digests.OFF);
    }

    /** Seals the notices that are in no mail yet, and when there are many, some of them together. */
    public void seal(String messageIdDomain, Digests digests) {
        new Sealing(database, tenant, messageIdDomain, digests, clock.millis()).all();
    }

    /** The mail that {@link #due(int)} would give first. */
    public Optional<Mail> due() {
        return due(1).stream().findFirst();
    }

    /**
     * Of the mails that are due, those about the most severe alerts; the first, however large, and as many more as tell
     * some hundred notices with it. A mail about a hunt comes alone, because it carries a file.
     *
     * @param max at most 100
     */
    public List<Mail> due(int max) {
        return database.transaction(c -> {
            List<Mail> heads = Database.query(
                    c,
                    Mails::read,
                    "SELECT id, message_id, reply_to, kind, severity, digest, accepted, created_at, tries, problem"
                            + " FROM defender_mails WHERE tenant = ? AND state = 'waiting' AND due_at <= ? ORDER BY severity DESC, due_at LIMIT ?",
                    tenant,
                    clock.millis(),
                    Math.min(max, MOST_AT_ONCE));
            return withModels(c, together(c, heads));
        });
    }

    private static List<Mail> together(Connection c, List<Mail> heads) throws SQLException {
        if (heads.size() < 2 || heads.get(0).isHunting()) {
            return heads.stream().limit(1).toList();
        }
        Map<String, Integer> notices = heads.stream().anyMatch(Mail::isDigest) ? notices(c, heads) : Map.of();
        List<Mail> together = new ArrayList<>();
        int told = 0;
        for (Mail mail : heads) {
            told += notices.getOrDefault(mail.id(), 1);
            if (mail.isHunting() || !together.isEmpty() && told > MOST_AT_ONCE) {
                break;
            }
            together.add(mail);
        }
        return together;
    }

    private static Map<String, Integer> notices(Connection c, List<Mail> mails) throws SQLException {
        Map<String, Integer> notices = new HashMap<>();
        Database.query(
                        c,
                        row -> Map.entry(row.getString(1), row.getInt(2)),
                        "SELECT mail_id, COUNT(*) FROM " + Wanted.texts(MOST_AT_ONCE)
                                + " JOIN defender_notices ON mail_id = item GROUP BY mail_id",
                        ids(mails, MOST_AT_ONCE))
                .forEach(entry -> notices.put(entry.getKey(), entry.getValue()));
        return notices;
    }

    /** Always as many, so that the statement stays the same; those left empty match nothing. */
    private static Object[] ids(List<Mail> mails, int many) {
        Object[] ids = new Object[many];
        for (int i = 0; i < mails.size(); i++) {
            ids[i] = mails.get(i).id();
        }
        return ids;
    }

    private static Mail read(ResultSet row) throws SQLException {
        return new Mail(
                row.getString("id"),
                row.getString("message_id"),
                row.getString("reply_to"),
                row.getString("kind"),
                Severity.values()[row.getInt("severity")],
                row.getString("digest") != null,
                readers(row.getString("accepted")),
                List.of(),
                row.getLong("created_at"),
                row.getInt("tries"),
                row.getString("problem"));
    }

    private static List<Mail> withModels(Connection c, List<Mail> mails) throws SQLException {
        if (mails.isEmpty()) {
            return mails;
        }
        int ids = mails.size() == 1 ? 1 : MOST_AT_ONCE;
        Map<String, List<String>> models = new HashMap<>();
        Database.query(
                        c,
                        row -> Map.entry(row.getString("mail_id"), NoticeTable.model(row)),
                        "SELECT mail_id, packed, model FROM " + Wanted.texts(ids)
                                + " JOIN defender_notices ON mail_id = item ORDER BY severity DESC, created_at, alert_id",
                        ids(mails, ids))
                .forEach(entry -> models.computeIfAbsent(entry.getKey(), id -> new ArrayList<>())
                        .add(entry.getValue()));
        return mails.stream()
                .map(mail -> mail.with(models.getOrDefault(mail.id(), List.of())))
                .toList();
    }

    public void sent(Mail mail) {
        sent(List.of(mail));
    }

    /** Notes, all or none, that they were accepted for everyone. */
    public void sent(Collection<Mail> mails) {
        long now = clock.millis();
        database.transaction(c -> {
            try (PreparedStatement update = c.prepareStatement(
                    "UPDATE defender_mails SET state = 'sent', sent_at = ?, accepted = NULL, problem = NULL WHERE id = ?")) {
                for (Mail mail : mails) {
                    Database.bind(update, now, mail.id());
                    update.addBatch();
                }
                update.executeBatch();
            }
            for (Mail mail : mails) {
                database.events().mail(c, tenant, "mail-sent", mail, now);
            }
            return null;
        });
    }

    /**
     * Puts off a mail that was not accepted, or not by everyone, for longer each time; after {@code giveUp} it is set
     * aside instead.
     *
     * @param nowAccepted readers that got it with this try
     * @param giveUp how long a mail is tried
     * @return when it is due again, in milliseconds since 1970; empty if it was set aside
     */
    public Optional<Long> postpone(Mail mail, Collection<String> nowAccepted, String problem, Duration giveUp) {
        long now = clock.millis();
        long wait = Math.min(FIRST_BACK_OFF.toMillis() << Math.min(mail.tries(), 10), LONGEST_BACK_OFF.toMillis());
        boolean gaveUp = now - mail.createdAt() >= giveUp.toMillis() && mail.tries() + 1 >= FEWEST_TRIES;
        String accepted = String.join(
                ",",
                Stream.concat(mail.accepted().stream(), nowAccepted.stream())
                        .distinct()
                        .toList());
        database.transaction(c -> {
            if (gaveUp) {
                database.events().mail(c, tenant, "mail-parked", mail, now);
            }
            return Database.update(
                    c,
                    "UPDATE defender_mails SET tries = tries + 1, state = ?, due_at = ?, accepted = ?, problem = ? WHERE id = ?",
                    gaveUp ? "parked" : "waiting",
                    now + wait,
                    accepted.isEmpty() ? null : accepted,
                    Database.cut(problem, 500),
                    mail.id());
        });
        return gaveUp ? Optional.empty() : Optional.of(now + wait);
    }

    private static List<String> readers(String accepted) {
        return accepted == null ? List.of() : List.of(accepted.split(","));
    }

    /** Makes mails that were refused before due now: what kept them may be over. */
    public void hurry() {
        long now = clock.millis();
        database.transaction(c -> Database.update(
                c,
                "UPDATE defender_mails SET due_at = ? WHERE tenant = ? AND state = 'waiting' AND due_at > ? AND tries > 0",
                now,
                tenant,
                now));
    }

    /** Whether there are notices that are in no mail yet. */
    public boolean unsealed() {
        return database.transaction(c -> Database.first(
                        c,
                        row -> row.getString(1),
                        "SELECT id FROM defender_notices WHERE tenant = ? AND mail_id IS NULL LIMIT 1",
                        tenant))
                .isPresent();
    }

    /** Mails not accepted yet, the next first. */
    public List<Waiting> waiting(int max) {
        return database.transaction(c -> Database.query(
                c,
                row -> new Waiting(row.getString(1), row.getLong(2), row.getString(3)),
                "SELECT message_id, due_at, problem FROM defender_mails WHERE tenant = ? AND state = 'waiting'"
                        + " ORDER BY due_at LIMIT ?",
                tenant,
                max));
    }
}
