package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Severity;
import java.util.List;
import java.util.OptionalLong;

/** Counts and times over spans of time, for charts and reports. Spans are in milliseconds since 1970, their end excluded. */
public final class Figures {
    private final Database database;
    private final String tenant;

    Figures(Database database, String tenant) {
        this.database = database;
        this.tenant = tenant;
    }

    /**
     * So many runs ended alike.
     *
     * @param outcome done, delayed, failed or parked
     * @param decided never, dry-run, approve, isolate or {@code null}
     * @param isolation how far an isolation went, or {@code null}
     */
    public record Runs(Severity severity, String outcome, String decided, String isolation, int count) {}

    /**
     * An isolation and the state it is in now.
     *
     * @param decidedAt when it was decided, in milliseconds since 1970
     */
    public record Isolated(long decidedAt, String state, boolean ours) {}

    /**
     * How long one isolation of ours took.
     *
     * @param decidedAt when it was decided, in milliseconds since 1970
     * @param visibleAt when a poll first showed us the alert, in milliseconds since 1970; empty if that is forgotten
     * @param acceptedAt when Defender accepted the request
     * @param verifiedAt when it reported that the device is isolated; empty if it did not, or not yet
     */
    public record Reaction(
            String deviceId,
            String alertId,
            long decidedAt,
            OptionalLong visibleAt,
            long acceptedAt,
            OptionalLong verifiedAt) {}

    /**
     * A device that would have been isolated.
     *
     * @param decision the whole decision as JSON, or {@code null} if it was not kept
     * @param decidedAt when that was decided, in milliseconds since 1970
     */
    public record WouldIsolate(
            String deviceId, String deviceName, String rule, String decision, String alertId, long decidedAt) {}

    /** The runs that ended then, counted by how they ended. */
    public List<Runs> runs(long from, long until) {
        return database.transaction(c -> Database.query(
                c,
                row -> new Runs(
                        Severity.values()[row.getInt(1)],
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getInt(5)),
                "SELECT severity, outcome, decided, isolation, COUNT(*) FROM defender_runs WHERE tenant = ?"
                        + " AND finished_at >= ? AND finished_at < ? GROUP BY severity, outcome, decided, isolation",
                tenant,
                from,
                until));
    }

    /** The isolations that were decided then, the oldest first. The caps keep them few. */
    public List<Isolated> isolations(long from, long until) {
        return database.transaction(c -> Database.query(
                c,
                row -> new Isolated(row.getLong(1), row.getString(2), row.getBoolean(3)),
                "SELECT decided_at, state, ours FROM defender_isolations WHERE tenant = ? AND decided_at >= ?"
                        + " AND decided_at < ? ORDER BY decided_at, id",
                tenant,
                from,
                until));
    }

    /** Our isolations that were decided then and accepted, the oldest first. */
    public List<Reaction> reactions(long from, long until) {
        return database.transaction(c -> Database.query(
                c,
                row -> new Reaction(
                        row.getString("device_id"),
                        row.getString("alert_id"),
                        row.getLong("decided_at"),
                        time(row.getLong("owed_since")),
                        row.getLong("accepted_at"),
                        time(row.getLong("verified_at"))),
                "SELECT i.device_id, i.alert_id, i.decided_at, i.accepted_at, i.verified_at, c.owed_since FROM defender_isolations i"
                        + " LEFT JOIN defender_claims c ON c.alert_id = i.alert_id AND c.tenant = i.tenant"
                        + " WHERE i.tenant = ? AND i.decided_at >= ? AND i.decided_at < ? AND i.ours AND i.round = 1"
                        + " AND i.accepted_at IS NOT NULL ORDER BY i.decided_at, i.id",
                tenant,
                from,
                until));
    }

    /** The decisions that would have isolated a device if the mode, or a person, had let them; the newest first. */
    public List<WouldIsolate> wouldIsolate(long from, long until, int most) {
        return database.transaction(c -> Database.query(
                c,
                row -> new WouldIsolate(
                        row.getString("device_id"),
                        row.getString("device_name"),
                        row.getString("rule"),
                        row.getString("decision"),
                        row.getString("alert_id"),
                        row.getLong("finished_at")),
                "SELECT device_id, device_name, rule, decision, alert_id, finished_at FROM defender_runs WHERE tenant = ?"
                        + " AND finished_at >= ? AND finished_at < ? AND decided IN ('dry-run', 'approve')"
                        + " AND outcome = 'done' AND device_id IS NOT NULL ORDER BY tenant, finished_at DESC, id DESC LIMIT ?",
                tenant,
                from,
                until,
                most));
    }

    /** The ids of our isolations that were decided since then, and of the machine actions that came of them. */
    public List<String> ours(long from) {
        return database
                .transaction(c -> Database.query(
                        c,
                        row -> List.of(row.getString(1), row.getString(2)),
                        "SELECT id, COALESCE(action_id, id) FROM defender_isolations WHERE tenant = ? AND decided_at >= ?"
                                + " AND ours",
                        tenant,
                        from))
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static OptionalLong time(long millis) {
        return millis == 0 ? OptionalLong.empty() : OptionalLong.of(millis);
    }
}
