package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Severity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The history of runs, for those who want to know what was done. */
public final class Runs {
    /** The judge's rule about {@code isolation.max-age}, as decisions name it. */
    private static final String TOO_OLD = "alert-too-old";

    private static final String SUMMARY = "id, alert_id, kind, severity, outcome, decided, rule, isolation, detail,"
            + " device_id, device_name, title, started_at, finished_at";

    private static final String EVERYTHING = SUMMARY + ", take, decision, others, steps, calls, alert, version";

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
    /**
     * A run in one line. What is not known is {@code null}.
     *
     * @param kind alert, or raised if it came back more severe
     * @param outcome done, delayed, failed or parked
     * @param decided never, dry-run, approve or isolate
     * @param isolation how far an isolation went in this run: requested, under-way, isolated, refused, stopped or capped
     * @param detail one line for people
     * @param startedAt in milliseconds since 1970
     * @param finishedAt likewise
     */
    public record Summary(
            String id,
            String alertId,
            String kind,
            Severity severity,
            String outcome,
            String decided,
            String rule,
            String isolation,
            String detail,
            String deviceId,
            String deviceName,
            String title,
            long startedAt,
            long finishedAt) {

        /** What came of it in one word: how far the isolation went, else what was decided, else how the run ended. */
        public String result() {
            if (!outcome.equals("done")) {
                return outcome;
            }
            return isolation != null ? isolation : decided != null ? decided : outcome;
        }
    }

    /**
     * Everything about a run; what is JSON here is explained where it is written, and {@code null} if there is nothing.
     *
     * @param take which time the alert was taken in hand
     * @param alert the alert as it was, as JSON; kept only of runs that a person may ask about
     * @param version see {@link Versions}
     */
    public record Full(
            Summary summary,
            int take,
            String decision,
            String others,
            String steps,
            String calls,
            String alert,
            String version) {}

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

    /**
     * The runs that a filter lets through, the newest first.
     *
     * @param after the last run of the page before, or {@code null} for the first page
     */
    public List<Summary> page(RunFilter filter, RunPlace after, int most) {
        List<Object> values = new ArrayList<>();
        String where = filter.where(tenant, after, values);
        values.add(most);
        return database.transaction(c -> Database.query(
                c,
                Runs::summary,
                "SELECT " + SUMMARY + " FROM defender_runs WHERE " + where + filter.order() + " LIMIT ?",
                values.toArray()));
    }

    /**
     * Those that kept their alert of the runs that a filter lets through, the newest first.
     *
     * @param after the last run of the page before, or {@code null} for the first page
     */
    public List<Full> thatKept(RunFilter filter, RunPlace after, int most) {
        List<Object> values = new ArrayList<>();
        String where = filter.where(tenant, after, values);
        values.add(most);
        return database.transaction(c -> Database.query(
                c,
                Runs::full,
                "SELECT " + EVERYTHING + " FROM defender_runs WHERE " + where + " AND alert IS NOT NULL"
                        + filter.order() + " LIMIT ?",
                values.toArray()));
    }

    /** Everything about one run. */
    public Optional<Full> get(String id) {
        return database.transaction(c -> Database.first(
                c, Runs::full, "SELECT " + EVERYTHING + " FROM defender_runs WHERE id = ? AND tenant = ?", id, tenant));
    }

    /** The last run of an alert. */
    public Optional<String> lastOf(String alertId) {
        return lastOf(alertId, "");
    }

    /** The last run of an alert that kept it as it was then. */
    public Optional<String> lastThatKept(String alertId) {
        return lastOf(alertId, " AND alert IS NOT NULL");
    }

    private Optional<String> lastOf(String alertId, String and) {
        return database.transaction(c -> Database.first(
                c,
                row -> row.getString(1),
                "SELECT id FROM defender_runs WHERE tenant = ? AND alert_id = ?" + and
                        + RunFilter.ofAlert(alertId).order() + " LIMIT 1",
                tenant,
                alertId));
    }

    /** The id of the device of that id or, if there is none, of the one that was called so last; in small letters or not. */
    public Optional<String> device(String idOrName) {
        return database.transaction(c -> {
            Optional<String> byId = firstText(c, "device_id = ?", idOrName);
            return byId.isPresent()
                    ? byId
                    : firstText(
                            c,
                            "(LOWER(device_name) = ? OR LOWER(device_name) LIKE ? ESCAPE '!')",
                            idOrName.toLowerCase(Locale.ROOT),
                            RunFilter.literally(idOrName) + ".%");
        });
    }

    private Optional<String> firstText(Connection c, String which, String... values) throws SQLException {
        Object[] all = new Object[values.length + 1];
        all[0] = tenant;
        System.arraycopy(values, 0, all, 1, values.length);
        return Database.first(
                c,
                row -> row.getString(1),
                "SELECT device_id FROM defender_runs WHERE tenant = ? AND " + which
                        + " ORDER BY tenant, finished_at DESC, id DESC LIMIT 1",
                all);
    }

    /** Whether it can be the id of a run. */
    public static boolean isId(String text) {
        try {
            return text.length() == 36 && UUID.fromString(text).version() == 7;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Full full(ResultSet row) throws SQLException {
        return new Full(
                summary(row),
                row.getInt("take"),
                row.getString("decision"),
                row.getString("others"),
                row.getString("steps"),
                row.getString("calls"),
                Packed.unpack(row.getBytes("alert")),
                row.getString("version"));
    }

    private static Summary summary(ResultSet row) throws SQLException {
        return new Summary(
                row.getString("id"),
                row.getString("alert_id"),
                row.getString("kind"),
                Severity.values()[row.getInt("severity")],
                row.getString("outcome"),
                row.getString("decided"),
                row.getString("rule"),
                row.getString("isolation"),
                row.getString("detail"),
                row.getString("device_id"),
                row.getString("device_name"),
                row.getString("title"),
                row.getLong("started_at"),
                row.getLong("finished_at"));
    }
}
