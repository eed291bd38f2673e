package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is wanted of releases. At most one wish is open per isolation; it is written before anything is sent, so a crash
 * loses none and sends none twice.
 */
public final class Releases {
    /** Why an isolation was closed that a person called off before it took effect. */
    public static final String CANCELLED = "the request was cancelled";

    private final Database database;
    private final String tenant;
    private final WishTable wishes;
    private final Clock clock;

    Releases(Database database, String tenant, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.wishes = new WishTable(tenant);
        this.clock = clock;
    }

    /** What came of asking for a release. */
    public enum Outcome {
        /** It is wanted now. */
        WANTED,
        /** Somebody had asked for it before. */
        ALREADY,
        /** Nothing had been sent to Defender, and nothing will be. */
        WITHDRAWN,
        /** Somebody else isolated the device; nothing was changed. */
        NOT_OURS,
        /** The isolation is over; nothing was changed. */
        CLOSED,
        /** There is no such isolation. */
        UNKNOWN
    }

    /**
     * @param isolation as it was when it was asked, or {@code null} if there is none
     * @param wish the open wish, or {@code null} if there is none
     */
    public record Answer(Outcome outcome, Isolation isolation, ReleaseWish wish) {}

    /** A person wants the device of this isolation let back in. Asking again changes nothing. */
    public Answer request(String isolationId, Actor actor, String reason) {
        return want(isolationId, "person", actor, reason);
    }

    /** The program wants it, since every alert behind the isolation turned out to be none. */
    public Answer requestByItself(String isolationId, Actor actor, String reason) {
        return want(isolationId, "false-positive", actor, reason);
    }

    private Answer want(String isolationId, String cause, Actor actor, String reason) {
        return database.transaction(c -> {
            Optional<Isolation> found = Database.first(
                    c,
                    IsolationTable::row,
                    "SELECT " + IsolationTable.COLUMNS
                            + " FROM defender_isolations WHERE tenant = ? AND id = ? AND open_device IS NOT NULL FOR UPDATE",
                    tenant,
                    isolationId);
            if (found.isEmpty()) {
                return over(c, isolationId);
            }
            Isolation isolation = found.get();
            if (!isolation.ours()) {
                return new Answer(Outcome.NOT_OURS, isolation, null);
            }
            Answer answer = want(c, isolation, cause, actor, reason);
            String detail = "isolation %s%s: %s"
                    .formatted(
                            isolationId,
                            answer.outcome() == Outcome.ALREADY
                                    ? ", asked before by " + answer.wish().who()
                                    : "",
                            reason);
            Audit.add(c, tenant, clock.millis(), actor, "release", isolation.deviceId(), detail);
            return answer;
        });
    }

    private Answer over(Connection c, String isolationId) throws SQLException {
        return Database.first(
                        c,
                        IsolationTable::row,
                        "SELECT " + IsolationTable.COLUMNS + " FROM defender_isolations WHERE tenant = ? AND id = ?",
                        tenant,
                        isolationId)
                .map(closed -> new Answer(Outcome.CLOSED, closed, null))
                .orElse(new Answer(Outcome.UNKNOWN, null, null));
    }

    private Answer want(Connection c, Isolation isolation, String cause, Actor actor, String reason)
            throws SQLException {
        if (isolation.state().equals("requesting") || isolation.state().equals("expired")) {
            return withdraw(c, isolation, cause, actor, reason);
        }
        boolean first = wishes.insert(c, isolation, "wanted", cause, actor.name(), reason, clock.millis());
        ReleaseWish wish = wishes.open(c, isolation.id()).orElseThrow();
        if (first) {
            return new Answer(Outcome.WANTED, isolation, wish);
        }
        boolean takenOver = cause.equals("person")
                && !wish.cause().equals("person")
                && List.of("wanted", "waits").contains(wish.state());
        if (!takenOver) {
            return new Answer(Outcome.ALREADY, isolation, wish);
        }
        Database.update(
                c,
                "UPDATE defender_releases SET state = 'wanted', cause = ?, who = ?, reason = ?, wanted_at = ?, due_at = ?"
                        + " WHERE id = ?",
                cause,
                Database.cut(actor.name(), 200),
                Database.cut(reason, 500),
                clock.millis(),
                clock.millis(),
                wish.id());
        return new Answer(
                Outcome.WANTED, isolation, wishes.open(c, isolation.id()).orElseThrow());
    }

    /** Nothing of it is at Defender: the record is closed, and counts as a release for the alerts raised until now. */
    private Answer withdraw(Connection c, Isolation isolation, String cause, Actor actor, String reason)
            throws SQLException {
        long now = clock.millis();
        wishes.insert(c, isolation, "done", cause, actor.name(), reason, now);
        Database.update(
                c,
                "UPDATE defender_isolations SET state = 'released', open_device = NULL, closed_at = ?, looked_at = ?,"
                        + " problem = '" + CANCELLED + "' WHERE id = ?",
                now,
                now,
                isolation.id());
        return new Answer(Outcome.WITHDRAWN, isolation, null);
    }

    /** Wants what is due by its time, and forgets wishes whose isolation is over. */
    public void wishDue() {
        database.transaction(c -> {
            long now = clock.millis();
            Database.update(
                    c,
                    "UPDATE defender_releases SET state = 'done', open_isolation = NULL WHERE tenant = ?"
                            + " AND open_isolation IS NOT NULL AND NOT EXISTS (SELECT 1 FROM defender_isolations i"
                            + " WHERE i.id = open_isolation AND i.open_device IS NOT NULL)",
                    tenant);
            Database.update(
                    c,
                    "UPDATE defender_isolations SET release_at = ? + release_after WHERE tenant = ?"
                            + " AND open_device IS NOT NULL AND ours AND state = 'isolated' AND release_at IS NULL"
                            + " AND release_after IS NOT NULL",
                    now,
                    tenant);
            List<Isolation> due = Database.query(
                    c,
                    IsolationTable::row,
                    "SELECT " + IsolationTable.COLUMNS + " FROM defender_isolations i WHERE tenant = ?"
                            + " AND open_device IS NOT NULL AND ours AND state = 'isolated' AND release_at <= ?"
                            + " AND NOT EXISTS (SELECT 1 FROM defender_releases r WHERE r.tenant = i.tenant"
                            + " AND r.open_isolation = i.id)",
                    tenant,
                    now);
            for (Isolation isolation : due) {
                wishByTime(c, isolation, now);
            }
            return null;
        });
    }

    private void wishByTime(Connection c, Isolation isolation, long now) throws SQLException {
        if (wishes.insert(
                c, isolation, "wanted", "release-after", "release-after", "the time set for it has passed", now)) {
            Audit.add(
                    c,
                    tenant,
                    now,
                    Actor.program("release-after"),
                    "release",
                    isolation.deviceId(),
                    "isolation %s: the time set for it has passed".formatted(isolation.id()));
        }
    }

    /**
     * Open wishes that are to be worked on now, the oldest first.
     *
     * @param settle so long after a request Defender lists what it accepted; only then is one without an answer looked at
     */
    public List<ReleaseWish> due(Duration settle) {
        long now = clock.millis();
        return database.transaction(c -> wishes.where(
                c,
                "(state IN ('wanted', 'waits', 'cancelling') AND due_at <= ? OR state = 'sent' AND sent_at <= ?)",
                now,
                now - settle.toMillis()));
    }

    /** Open wishes from before that time of which the SOC has not heard that they take long; not those that wait. */
    public List<ReleaseWish> untoldSince(long millis) {
        return database.transaction(c -> wishes.where(
                c, "state <> 'waits' AND wanted_at <= ? AND COALESCE(told, '') <> 'release-overdue'", millis));
    }

    /** The open wish of this isolation. */
    public Optional<ReleaseWish> open(String isolationId) {
        return database.transaction(c -> wishes.open(c, isolationId));
    }

    /** The last wish of this isolation, open or ended. */
    public Optional<ReleaseWish> last(String isolationId) {
        return Optional.ofNullable(
                database.transaction(c -> wishes.last(c, List.of(isolationId))).get(isolationId));
    }
}
