package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Severity;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Alerts that should have been handled by now, so that someone hears of them. */
public final class DelayedAlerts {
    /** The kind of the notices that tell of them. */
    public static final String KIND = "delayed";

    private static final int AT_ONCE = 100;

    private final Database database;
    private final String tenant;
    private final Clock clock;

    DelayedAlerts(Database database, String tenant, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.clock = clock;
    }

    /**
     * An alert that waits.
     *
     * @param since when it was first owed, in milliseconds since 1970
     * @param tries how often it was taken in hand
     * @param reason why its last handling did not end; {@code null} if none has ended yet
     * @param alert the alert as JSON as it last was, if a run kept it
     */
    public record Delayed(
            String alertId, Severity severity, long since, int tries, String reason, Optional<String> alert) {}

    /** Those of these severities that are owed since then or longer and that nobody was told of; at most 100. */
    public List<Delayed> untold(Collection<Severity> severities, long owedSince) {
        if (severities.isEmpty()) {
            return List.of();
        }
        return database.transaction(c -> {
            List<Object> values = new ArrayList<>(List.of(tenant, owedSince));
            severities.forEach(severity -> values.add(severity.ordinal()));
            values.add(KIND);
            values.add(AT_ONCE);
            List<Delayed> delayed = Database.query(
                    c,
                    row -> new Delayed(
                            row.getString("alert_id"),
                            Severity.values()[row.getInt("owed_severity")],
                            row.getLong("owed_since"),
                            row.getInt("take"),
                            row.getString("reason"),
                            Optional.empty()),
                    "SELECT alert_id, owed_severity, owed_since, take, reason FROM " + Wanted.OPEN_STATES
                            + " JOIN defender_claims c ON state = item WHERE tenant = ?"
                            + " AND state <> 'parked' AND owed_since <= ? AND owed_severity IN (?"
                            + ",?".repeat(severities.size() - 1) + ")"
                            + " AND NOT EXISTS (SELECT 1 FROM defender_notices n WHERE n.tenant = c.tenant"
                            + " AND n.alert_id = c.alert_id AND n.kind = ? AND n.severity = c.owed_severity AND n.about = '')"
                            + " ORDER BY owed_since LIMIT ?",
                    values.toArray());
            return delayed.isEmpty() ? delayed : withAlerts(c, delayed);
        });
    }

    private List<Delayed> withAlerts(Connection c, List<Delayed> delayed) throws SQLException {
        Object[] values = new Object[AT_ONCE + 1]; // what is left empty matches nothing
        values[AT_ONCE] = tenant;
        for (int i = 0; i < delayed.size(); i++) {
            values[i] = delayed.get(i).alertId();
        }
        Map<String, String> alerts = new HashMap<>();
        Database.query(
                        c,
                        row -> Map.entry(row.getString(1), Packed.unpack(row.getBytes(2))),
                        "SELECT alert_id, alert FROM " + Wanted.texts(AT_ONCE)
                                + " JOIN defender_runs ON alert_id = item"
                                + " WHERE tenant = ? AND alert IS NOT NULL ORDER BY finished_at",
                        values)
                .forEach(entry -> alerts.put(entry.getKey(), entry.getValue()));
        return delayed.stream()
                .map(d -> new Delayed(
                        d.alertId(),
                        d.severity(),
                        d.since(),
                        d.tries(),
                        d.reason(),
                        Optional.ofNullable(alerts.get(d.alertId()))))
                .toList();
    }

    /** Writes the notices about them; a second one about the same alert changes nothing. */
    public void tell(List<Notice> notices) {
        database.transaction(c -> {
            new NoticeTable(tenant, database.events()).insert(c, notices, clock.millis());
            return null;
        });
    }
}
