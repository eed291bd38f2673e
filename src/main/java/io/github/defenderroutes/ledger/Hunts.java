package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * When hunting queries are due, and which rows of their results were told. A run is owed until it comes to its end; what
 * came of it (rows told, notices, the next time) is one transaction, which only whoever took the run last can write.
 */
public final class Hunts {
    private static final int PIECE = 5_000;

    /** For IN and a list H2 compares each row of the query with each item of the list; so it looks up row by row. */
    private static final String TOLD = "SELECT r.row_key FROM UNNEST(?) AS k(row_key) JOIN defender_hunted_rows r"
            + " ON r.row_key = k.row_key AND r.query = ? AND r.tenant = ?";

    private final Database database;
    private final String tenant;
    private final Clock clock;
    private final NoticeTable notices;

    Hunts(Database database, String tenant, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.clock = clock;
        this.notices = new NoticeTable(tenant, database.events());
    }

    /**
     * How it stands with one query.
     *
     * @param dueAt since when or from when a run is owed, in milliseconds since 1970
     * @param notBefore of a run that is in hand or was put off: when it is taken again, likewise; else 0
     * @param run the number of the run that is owed; it stays the same however often that is tried
     * @param take how often the query was taken in hand so far
     * @param delays how often this run was put off
     * @param problem what was told of the query last and is not solved, or {@code null}
     */
    public record Schedule(
            String query, String cron, long dueAt, long notBefore, int run, int take, int delays, String problem) {}

    /**
     * The schedule of a query. One that is not known yet, or whose cron expression has changed, begins with
     * {@code firstDue}.
     *
     * @param firstDue in milliseconds since 1970
     */
    public Schedule schedule(String query, String cron, long firstDue) {
        return database.transaction(c -> {
            Optional<Schedule> known = read(c, query);
            if (known.isPresent() && known.get().cron().equals(cron)) {
                return known.get();
            }
            if (known.isPresent()) {
                Database.update(
                        c,
                        "UPDATE defender_hunts SET cron = ?, due_at = ?, not_before = 0, delays = 0 WHERE tenant = ? AND query = ?",
                        cron,
                        firstDue,
                        tenant,
                        query);
            } else {
                Database.update(
                        c,
                        "INSERT INTO defender_hunts (tenant, query, cron, due_at, not_before, run, take, delays)"
                                + " VALUES (?,?,?,?,0,1,0,0) ON CONFLICT DO NOTHING",
                        tenant,
                        query,
                        cron,
                        firstDue);
            }
            return read(c, query).orElseThrow();
        });
    }

    /**
     * Takes a run in hand.
     *
     * @param longest after that time it is taken to be lost, and may be taken again
     * @return the schedule as it is then; empty if somebody was faster
     */
    public Optional<Schedule> take(Schedule seen, Duration longest) {
        return database.transaction(
                c -> change(c, seen, "take = take + 1, not_before = ?", clock.millis() + longest.toMillis())
                        ? read(c, seen.query())
                        : Optional.empty());
    }

    /** Which of these rows were told before. */
    public Set<String> told(String query, Collection<String> rowKeys) {
        if (rowKeys.isEmpty()) {
            return Set.of();
        }
        List<String> left = List.copyOf(rowKeys);
        return database.transaction(c -> {
            Set<String> told = new HashSet<>();
            for (int from = 0; from < left.size(); from += PIECE) {
                List<String> piece = left.subList(from, Math.min(from + PIECE, left.size()));
                told.addAll(Database.query(
                        c, row -> row.getString(1), TOLD, c.createArrayOf("varchar", piece.toArray()), query, tenant));
            }
            return told;
        });
    }

    /**
     * Writes what came of a run, all or nothing, and when the next one is due.
     *
     * @param rowKeys the rows that are told
     * @param problem what keeps the query from running, or {@code null}
     * @return whether it was written; not if somebody else has taken the run since
     */
    public boolean finish(
            Schedule taken, Instant nextDue, Collection<String> rowKeys, String problem, List<Notice> told) {
        return database.transaction(c -> {
            boolean ours = change(
                    c,
                    taken,
                    "due_at = ?, not_before = 0, run = run + 1, delays = 0, problem = ?",
                    nextDue.toEpochMilli(),
                    Database.cut(problem, 500));
            if (ours) {
                insert(c, taken.query(), rowKeys);
                notices.insert(c, told, clock.millis());
            }
            return ours;
        });
    }

    /**
     * Puts the run off: the world failed.
     *
     * @param problem what was told of it last, or {@code null} for nothing
     * @param told what the SOC is to be told of it; may be empty
     */
    public void postpone(Schedule taken, Instant until, String problem, List<Notice> told) {
        database.transaction(c -> {
            boolean ours = change(
                    c,
                    taken,
                    "not_before = ?, delays = delays + 1, problem = ?",
                    until.toEpochMilli(),
                    Database.cut(problem, 500));
            if (ours) {
                notices.insert(c, told, clock.millis());
            }
            return ours;
        });
    }

    /** Changes the row if nobody has taken it since it was seen. */
    private boolean change(Connection c, Schedule seen, String set, Object... values) throws SQLException {
        List<Object> all = new ArrayList<>();
        Collections.addAll(all, values);
        Collections.addAll(all, tenant, seen.query(), seen.take());
        return Database.update(
                        c,
                        "UPDATE defender_hunts SET " + set + " WHERE tenant = ? AND query = ? AND take = ?",
                        all.toArray())
                == 1;
    }

    private void insert(Connection c, String query, Collection<String> rowKeys) throws SQLException {
        long now = clock.millis();
        try (PreparedStatement insert =
                c.prepareStatement("INSERT INTO defender_hunted_rows (tenant, query, row_key, told_at)"
                        + " VALUES (?,?,?,?) ON CONFLICT DO NOTHING")) {
            int waiting = 0;
            for (String key : rowKeys) {
                Database.bind(insert, tenant, query, key, now);
                insert.addBatch();
                if (++waiting % PIECE == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private Optional<Schedule> read(Connection c, String query) throws SQLException {
        return Database.first(
                c,
                row -> new Schedule(
                        query,
                        row.getString("cron"),
                        row.getLong("due_at"),
                        row.getLong("not_before"),
                        row.getInt("run"),
                        row.getInt("take"),
                        row.getInt("delays"),
                        row.getString("problem")),
                "SELECT cron, due_at, not_before, run, take, delays, problem FROM defender_hunts WHERE tenant = ? AND query = ?",
                tenant,
                query);
    }
}
