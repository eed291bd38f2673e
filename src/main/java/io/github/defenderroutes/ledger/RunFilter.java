package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Which runs are asked for; {@code null} asks for nothing in particular.
 *
 * @param since ended at that time or later
 * @param severity of exactly this severity
 * @param outcome a word that is the run's outcome, its decision or how far its isolation went; see {@link Runs.Summary}
 * @param deviceId on this device
 * @param alertId of this alert
 * @param text stands in the title, the device's name, the alert's id, the rule or the line for people; in small letters or
 *     not
 */
public record RunFilter(
        Instant since, Severity severity, String outcome, String deviceId, String alertId, String text) {
    /** Every run. */
    public static final RunFilter ALL = new RunFilter(null, null, null, null, null, null);

    /** Every run on a device. */
    public static RunFilter onDevice(String deviceId) {
        return new RunFilter(null, null, null, deviceId, null, null);
    }

    /** Every run of an alert. */
    public static RunFilter ofAlert(String alertId) {
        return new RunFilter(null, null, null, null, alertId, null);
    }

    String where(String tenant, RunPlace after, List<Object> values) {
        StringBuilder where = new StringBuilder("tenant = ?");
        values.add(tenant);
        add(where, " AND alert_id = ?", alertId, values);
        add(where, " AND device_id = ?", deviceId, values);
        add(where, " AND finished_at >= ?", since == null ? null : since.toEpochMilli(), values);
        add(where, " AND severity = ?", severity == null ? null : severity.ordinal(), values);
        if (after != null) { // the first half is what an index can do
            where.append(" AND finished_at <= ? AND (finished_at < ? OR id < ?)");
            Collections.addAll(values, after.finishedAt(), after.finishedAt(), after.id());
        }
        if (outcome != null) {
            where.append(" AND (outcome = ? OR decided = ? OR isolation = ?)");
            Collections.addAll(values, outcome, outcome, outcome);
        }
        if (text != null && !text.isBlank()) {
            String pattern = "%" + literally(text.strip()) + "%";
            List<String> columns = List.of("title", "device_name", "alert_id", "rule", "detail");
            where.append(" AND (");
            for (String column : columns) {
                where.append(column.equals(columns.get(0)) ? "" : " OR ")
                        .append("LOWER(")
                        .append(column)
                        .append(") LIKE ? ESCAPE '!'");
                values.add(pattern);
            }
            where.append(")");
        }
        return where.toString();
    }

    /**
     * The newest first. Led by what is the same in all of them: H2 takes what comes out of an index to be in order, and stops
     * after a page, only if the order begins as the index does (2.3.232, by EXPLAIN ANALYZE). An alert has few runs.
     */
    String order() {
        String same = alertId != null ? "" : deviceId != null ? "tenant, device_id, " : "tenant, ";
        return " ORDER BY " + same + "finished_at DESC, id DESC";
    }

    private static void add(StringBuilder where, String condition, Object value, List<Object> values) {
        if (value != null) {
            where.append(condition);
            values.add(value);
        }
    }

    /** The text in small letters as part of a LIKE with ESCAPE '!'. */
    static String literally(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replace("!", "!!")
                .replace("%", "!%")
                .replace("_", "!_");
    }
}
