package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of isolations that Defender has accepted, and what the SOC was told of it. A step of a course and its
 * notice are one transaction, and a step is taken from the record as it was seen; so each is told once, whoever looks.
 */
public final class Courses {
    /** An end that nobody could be told for so long is no news. */
    private static final Duration STILL_OWED = Duration.ofDays(4);

    private static final int PIECE = 100;

    private final Database database;
    private final String tenant;
    private final NoticeTable notices;
    private final IsolationTable isolations;
    private final Clock clock;

    Courses(Database database, String tenant, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.notices = new NoticeTable(tenant, database.events());
        this.isolations = new IsolationTable(tenant, clock);
        this.clock = clock;
    }

    /**
     * One step of a course.
     *
     * @param state the record's next state; {@code ended}, {@code released} close it
     * @param ours whether the action is one that we asked for
     * @param actionId the machine action it stands for, or {@code null}
     * @param status that action's status, or {@code null}
     * @param problem why it went no further, or {@code null}
     * @param endedAt for a state that closes, and for {@code expired}: since when, in milliseconds since 1970; else 0
     */
    public record Step(String state, boolean ours, String actionId, String status, String problem, long endedAt) {
        /** Whether the device may be decided on again. */
        public boolean isClosing() {
            return state.equals("ended") || state.equals("released");
        }
    }

    /**
     * The open records whose course is ours to follow, by id. Not those that an alert in hand is still deciding about:
     * a first request that is not sent yet.
     */
    public List<Isolation> open() {
        return database.transaction(c -> Database.query(
                c,
                IsolationTable::row,
                "SELECT " + IsolationTable.COLUMNS
                        + " FROM defender_isolations WHERE tenant = ? AND open_device IS NOT NULL"
                        + " AND (state <> 'requesting' OR round > 1) ORDER BY id",
                tenant));
    }

    /** Records that were closed in the last days by whoever looked, with an end that the SOC was not told. */
    public List<Isolation> untold() {
        return database.transaction(c -> Database.query(
                c,
                IsolationTable::row,
                "SELECT " + IsolationTable.COLUMNS + " FROM defender_isolations WHERE tenant = ? AND closed_at > ?"
                        + " AND open_device IS NULL AND (told IS NULL OR told = 'overdue'"
                        + " OR told = 'isolated' AND state = 'released') ORDER BY id",
                tenant,
                clock.millis() - STILL_OWED.toMillis()));
    }

    /**
     * Takes a step, if the record still is as it was seen.
     *
     * @param notice what the SOC is to be told, or {@code null} for nothing
     * @return the record as it is then; empty if it changed meanwhile
     */
    public Optional<Isolation> step(Isolation seen, Step step, Notice notice) {
        return database.transaction(c -> {
            List<Object> values = new ArrayList<>();
            Collections.addAll(
                    values,
                    step.state(),
                    step.ours(),
                    Database.cut(step.actionId(), 64),
                    Database.cut(step.status(), 32),
                    Database.cut(step.problem(), 500),
                    step.endedAt() == 0 ? null : step.endedAt(),
                    notice == null ? seen.told() : notice.kind(),
                    step.ours() && step.actionId() != null ? clock.millis() : null,
                    step.state().equals("isolated") ? clock.millis() : null);
            Optional<Isolation> taken = isolations.change(
                    c,
                    seen,
                    "state = ?, ours = ?, action_id = ?, action_status = ?, problem = ?, closed_at = ?, told = ?,"
                            + " accepted_at = COALESCE(accepted_at, ?), verified_at = COALESCE(verified_at, ?)"
                            + (step.isClosing() ? ", open_device = NULL" : ""),
                    values.toArray());
            if (taken.isPresent() && notice != null) {
                notices.insert(c, List.of(notice), clock.millis());
            }
            return taken;
        });
    }

    /** Tells the end of a closed record, unless somebody was faster. */
    public boolean tell(Isolation seen, Notice notice) {
        return database.transaction(c -> {
            boolean first = Database.update(
                            c,
                            "UPDATE defender_isolations SET told = ? WHERE id = ? AND COALESCE(told, '') = COALESCE(?, '')",
                            notice.kind(),
                            seen.id(),
                            seen.told())
                    == 1;
            if (first) {
                notices.insert(c, List.of(notice), clock.millis());
            }
            return first;
        });
    }

    /** Notes that these records were compared with Defender's list at that time and are as it says. */
    public void confirmed(List<Isolation> records, long lookedAt) {
        database.transaction(c -> {
            for (int from = 0; from < records.size(); from += PIECE) {
                confirm(c, records.subList(from, Math.min(from + PIECE, records.size())), lookedAt);
            }
            return null;
        });
    }

    private static void confirm(Connection c, List<Isolation> records, long lookedAt) throws SQLException {
        List<Object> values = new ArrayList<>();
        values.add(lookedAt);
        records.forEach(record -> values.add(record.id()));
        values.add(lookedAt);
        Database.update(
                c,
                "UPDATE defender_isolations SET looked_at = ? WHERE id IN ("
                        + String.join(",", Collections.nCopies(records.size(), "?")) + ") AND looked_at < ?",
                values.toArray());
    }

    /** What the SOC was told of the alert itself; the newest, if it was raised. */
    public Optional<Notice> noticeOf(String alertId) {
        return database.transaction(c -> notices.ofAlert(c, alertId));
    }
}
