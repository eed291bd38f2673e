package io.github.defenderroutes.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Comments that are to be written on alerts, and what became of each. A comment comes into being in the transaction that
 * writes its notice; it is kept until it was written, or given up.
 */
public final class Comments {
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(30);
    private static final Duration LONGEST_BACK_OFF = Duration.ofHours(1);

    private final Database database;
    private final String tenant;
    private final Clock clock;

    Comments(Database database, String tenant, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.clock = clock;
    }

    /**
     * A comment that is not written yet.
     *
     * @param doubtful whether it was sent without our learning what came of it
     * @param createdAt in milliseconds since 1970
     * @param tries how often it was tried in vain
     * @param problem why not, the last time; or {@code null}
     */
    public record Comment(
            String id, String alertId, String text, boolean doubtful, long createdAt, int tries, String problem) {}

    /** Adds, inside the caller's transaction, the comments of these notices; what is to be said already is not said again. */
    static void insert(Connection c, String tenant, List<Notice> notices, long now) throws SQLException {
        try (PreparedStatement insert = c.prepareStatement(
                "INSERT INTO defender_comments (id, tenant, alert_id, text_key, text, state, doubtful, tries, due_at,"
                        + " created_at) VALUES (?,?,?,?,?,'waiting',FALSE,0,?,?) ON CONFLICT DO NOTHING")) {
            for (Notice notice : notices) {
                for (String comment : notice.comments()) {
                    Database.bind(
                            insert,
                            UUID.randomUUID().toString(),
                            tenant,
                            notice.alertId(),
                            UUID.nameUUIDFromBytes(comment.getBytes(StandardCharsets.UTF_8))
                                    .toString(),
                            Database.cut(comment, 1_000),
                            now,
                            now);
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    /** The comment that is due first. What is to be said later about an alert waits for what is to be said before. */
    public Optional<Comment> due() {
        return database.transaction(c -> Database.first(
                c,
                row -> new Comment(
                        row.getString("id"),
                        row.getString("alert_id"),
                        row.getString("text"),
                        row.getBoolean("doubtful"),
                        row.getLong("created_at"),
                        row.getInt("tries"),
                        row.getString("problem")),
                "SELECT id, alert_id, text, doubtful, created_at, tries, problem FROM defender_comments d"
                        + " WHERE tenant = ? AND state = 'waiting' AND due_at <= ? AND NOT EXISTS (SELECT 1 FROM"
                        + " defender_comments e WHERE e.tenant = d.tenant AND e.alert_id = d.alert_id"
                        + " AND e.state = 'waiting' AND e.created_at < d.created_at) ORDER BY due_at, created_at LIMIT 1",
                tenant,
                clock.millis()));
    }

    /**
     * Notes that the comment is about to be sent. Until we learn what came of it, it is doubtful, and it is not due before
     * the answer can no longer be on its way.
     *
     * @param answered how long the answer may take
     */
    public void sending(Comment comment, Duration answered) {
        database.transaction(c -> Database.update(
                c,
                "UPDATE defender_comments SET doubtful = TRUE, due_at = ? WHERE id = ? AND state = 'waiting'",
                clock.millis() + answered.toMillis(),
                comment.id()));
    }

    public void written(Comment comment) {
        end(comment, "written", null);
    }

    /** It is not tried again. */
    public void giveUp(Comment comment, String problem) {
        end(comment, "given-up", problem);
    }

    private void end(Comment comment, String state, String problem) {
        database.transaction(c -> Database.update(
                c,
                "UPDATE defender_comments SET state = ?, doubtful = FALSE, ended_at = ?, problem = ? WHERE id = ?",
                state,
                clock.millis(),
                Database.cut(problem, 500),
                comment.id()));
    }

    /**
     * Puts it off, for longer each time.
     *
     * @param doubtful whether it may have arrived all the same
     * @param atLeast wait at least so long
     * @return when it is due again, in milliseconds since 1970
     */
    public long postpone(Comment comment, String problem, boolean doubtful, Duration atLeast) {
        long wait = Math.min(FIRST_BACK_OFF.toMillis() << Math.min(comment.tries(), 10), LONGEST_BACK_OFF.toMillis());
        long due = clock.millis() + Math.max(wait, atLeast.toMillis());
        database.transaction(c -> Database.update(
                c,
                "UPDATE defender_comments SET tries = tries + 1, doubtful = ?, due_at = ?, problem = ? WHERE id = ?",
                doubtful,
                due,
                Database.cut(problem, 500),
                comment.id()));
        return due;
    }
}
