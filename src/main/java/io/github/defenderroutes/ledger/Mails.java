package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Notices sealed into mails, and what became of each mail. A mail is kept until a server has accepted it. */
public final class Mails {
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(15);
    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(10);

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
     * @param models what it tells, as JSON, one per notice
     * @param createdAt when it was sealed, in milliseconds since 1970
     * @param tries how often it was tried in vain
     */
    public record Mail(String id, String messageId, String kind, List<String> models, long createdAt, int tries) {}

    /** A mail that waits for its time. */
    public record Waiting(String messageId, long dueAt, String problem) {}

    /** Seals each notice that is in no mail yet into one of its own. */
    public void seal(String messageIdDomain) {
        record Unsealed(String id, String kind, int severity) {}
        database.transaction(c -> {
            List<Unsealed> notices = Database.query(
                    c,
                    row -> new Unsealed(row.getString(1), row.getString(2), row.getInt(3)),
                    "SELECT id, kind, severity FROM defender_notices WHERE tenant = ? AND mail_id IS NULL ORDER BY created_at"
                            + " LIMIT 500 FOR UPDATE",
                    tenant);
            for (Unsealed notice : notices) {
                String id = UUID.randomUUID().toString();
                long now = clock.millis();
                Database.update(
                        c,
                        "INSERT INTO defender_mails (id, tenant, message_id, kind, severity, state, tries, due_at,"
                                + " created_at) VALUES (?,?,?,?,?,'waiting',0,?,?)",
                        id,
                        tenant,
                        "<" + id + "@" + messageIdDomain + ">",
                        notice.kind(),
                        notice.severity(),
                        now,
                        now);
                Database.update(c, "UPDATE defender_notices SET mail_id = ? WHERE id = ?", id, notice.id());
            }
            return notices.size();
        });
    }

    /** Of the mails that are due, the one about the most severe alert. */
    public Optional<Mail> due() {
        return database.transaction(c -> Database.first(
                c,
                row -> new Mail(
                        row.getString("id"),
                        row.getString("message_id"),
                        row.getString("kind"),
                        models(c, row.getString("id")),
                        row.getLong("created_at"),
                        row.getInt("tries")),
                "SELECT id, message_id, kind, created_at, tries FROM defender_mails"
                        + " WHERE tenant = ? AND state = 'waiting' AND due_at <= ? ORDER BY severity DESC, due_at LIMIT 1",
                tenant,
                clock.millis()));
    }

    private static List<String> models(Connection c, String mailId) throws SQLException {
        return Database.query(
                c,
                row -> row.getString(1),
                "SELECT model FROM defender_notices WHERE mail_id = ? ORDER BY created_at",
                mailId);
    }

    public void sent(Mail mail) {
        database.transaction(c -> Database.update(
                c,
                "UPDATE defender_mails SET state = 'sent', sent_at = ?, problem = NULL WHERE id = ?",
                clock.millis(),
                mail.id()));
    }

    /**
     * Puts off a mail that was not accepted, for longer each time.
     *
     * @return when it is due again, in milliseconds since 1970
     */
    public long postpone(Mail mail, String problem) {
        long wait = Math.min(FIRST_BACK_OFF.toMillis() << Math.min(mail.tries(), 10), LONGEST_BACK_OFF.toMillis());
        long due = clock.millis() + wait;
        database.transaction(c -> Database.update(
                c,
                "UPDATE defender_mails SET tries = tries + 1, due_at = ?, problem = ? WHERE id = ?",
                due,
                Database.cut(problem, 500),
                mail.id()));
        return due;
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
