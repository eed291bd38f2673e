package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Severity;
import java.util.List;

/** The history of runs, for those who want to know what was done. */
public final class Runs {
    /** The judge's rule about {@code isolation.max-age}, as decisions name it. */
    private static final String TOO_OLD = "alert-too-old";

    private final Database database;
    private final String tenant;

    Runs(Database database, String tenant) {
        this.database = database;
        this.tenant = tenant;
    }

    /**
     * A run that has ended.
     *
     * @param outcome done, delayed, failed or parked
     * @param detail one line for people, or {@code null}
     * @param decision the decision as JSON, or {@code null}
     * @param finishedAt in milliseconds since 1970
     */
    public record Ended(
            String id,
            String alertId,
            String kind,
            Severity severity,
            String outcome,
            String detail,
            String decision,
            long finishedAt) {}

    /** An alert that was too old to be acted on when it was handled. */
    public record Late(String alertId, Severity severity) {}

    /** How many alerts were handled to their end at that time or later, in milliseconds since 1970. */
    public int handledSince(long millis) {
        return database.transaction(c -> Database.first(
                        c,
                        row -> row.getInt(1),
                        "SELECT COUNT(DISTINCT alert_id) FROM defender_runs WHERE tenant = ? AND finished_at >= ?"
                                + " AND outcome = 'done'",
                        tenant,
                        millis))
                .orElse(0);
    }

    /** Those of them that were too old, the most severe first. */
    public List<Late> lateSince(long millis, int max) {
        return database.transaction(c -> Database.query(
                c,
                row -> new Late(row.getString(1), Severity.values()[row.getInt(2)]),
                "SELECT DISTINCT alert_id, severity FROM defender_runs WHERE tenant = ? AND finished_at >= ?"
                        + " AND outcome = 'done' AND decision LIKE ? ORDER BY severity DESC, alert_id LIMIT ?",
                tenant,
                millis,
                "%\"rule\":\"" + TOO_OLD + "\"%",
                max));
    }

    /** What ended at that time or later, in milliseconds since 1970, in order. */
    public List<Ended> since(long millis) {
        return database.transaction(c -> Database.query(
                c,
                row -> new Ended(
                        row.getString("id"),
                        row.getString("alert_id"),
                        row.getString("kind"),
                        Severity.values()[row.getInt("severity")],
                        row.getString("outcome"),
                        row.getString("detail"),
                        row.getString("decision"),
                        row.getLong("finished_at")),
                "SELECT id, alert_id, kind, severity, outcome, detail, decision, finished_at FROM defender_runs"
                        + " WHERE tenant = ? AND finished_at >= ? ORDER BY finished_at, started_at",
                tenant,
                millis));
    }
}
