package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Severity;
import java.util.List;

/** The history of runs, for those who want to know what was done. */
public final class Runs {
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
