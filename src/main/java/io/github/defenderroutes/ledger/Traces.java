package io.github.defenderroutes.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What else the ledger knows of alerts and devices than their runs: what was told, what was cut off, what people did. */
public final class Traces {
    /** So many alerts are looked up with one question. */
    private static final int AT_ONCE = 100;

    private final Database database;
    private final String tenant;
    private final ApprovalTable approvals;

    Traces(Database database, String tenant) {
        this.database = database;
        this.tenant = tenant;
        this.approvals = new ApprovalTable(tenant);
    }

    /**
     * Something the SOC was or will be told.
     *
     * @param kind such as alert, raised, parked, or a step of an isolation
     * @param toldAt when it became a notice, in milliseconds since 1970
     * @param state of the mail: waiting, sent or parked; or {@code unsealed} if there is none yet
     * @param messageId {@code null} if there is no mail yet
     * @param sentAt when the server accepted it, in milliseconds since 1970; empty if it did not yet
     * @param problem what the server said last, or {@code null}
     */
    public record Mail(
            String alertId,
            String kind,
            long toldAt,
            String state,
            String messageId,
            OptionalLong sentAt,
            String problem) {}

    /**
     * One isolation of a device.
     *
     * @param acceptedAt when Defender accepted our request, in milliseconds since 1970, or 0; likewise the next two
     * @param verifiedAt when it first reported that the device is isolated
     */
    public record Isolated(Isolation record, long acceptedAt, long verifiedAt) {}

    /** What was told because of these alerts, in order. */
    public List<Mail> mails(Collection<String> alertIds) {
        List<String> ids = List.copyOf(alertIds);
        List<Mail> mails = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            mails.addAll(some(ids.subList(from, Math.min(from + AT_ONCE, ids.size()))));
        }
        return mails;
    }

    private List<Mail> some(List<String> alertIds) {
        List<Object> values = new ArrayList<>(alertIds);
        values.add(tenant);
        return database.transaction(c -> Database.query(
                c,
                row -> {
                    long sent = row.getLong("sent_at");
                    return new Mail(
                            row.getString("alert_id"),
                            row.getString("kind"),
                            row.getLong("created_at"),
                            row.getString("state"),
                            row.getString("message_id"),
                            sent == 0 ? OptionalLong.empty() : OptionalLong.of(sent),
                            row.getString("problem"));
                },
                "SELECT n.alert_id, n.kind, n.created_at, COALESCE(m.state, 'unsealed') AS state, m.message_id, m.sent_at,"
                        + " m.problem FROM " + Wanted.texts(alertIds.size())
                        + " JOIN defender_notices n ON n.alert_id = item LEFT JOIN defender_mails m ON m.id = n.mail_id"
                        + " WHERE n.tenant = ? ORDER BY n.created_at, n.id",
                values.toArray()));
    }

    /**
     * What the first mail about each of these alerts told or will tell, as JSON, by the alert's id; nothing of those that no
     * mail is about.
     */
    public Map<String, String> told(Collection<String> alertIds) {
        List<String> ids = List.copyOf(alertIds);
        Map<String, String> told = new HashMap<>();
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            List<Object> values = new ArrayList<>(ids.subList(from, Math.min(from + AT_ONCE, ids.size())));
            int many = values.size();
            values.add(tenant);
            database.transaction(c -> Database.query(
                            c,
                            row -> new String[] {row.getString("alert_id"), NoticeTable.model(row)},
                            "SELECT n.alert_id, n.packed, n.model FROM " + Wanted.texts(many)
                                    + " JOIN defender_notices n ON n.alert_id = item WHERE n.tenant = ?"
                                    + " AND n.kind IN ('alert', 'raised', 'approval', 'parked')"
                                    + " ORDER BY n.created_at, n.id",
                            values.toArray()))
                    .forEach(row -> told.putIfAbsent(row[0], row[1]));
        }
        return told;
    }

    /** The isolations of a device that were decided last, the newest first. */
    public List<Isolated> isolations(String deviceId, int most) {
        return database.transaction(c -> Database.query(
                c,
                row -> new Isolated(IsolationTable.row(row), row.getLong("accepted_at"), row.getLong("verified_at")),
                "SELECT " + IsolationTable.COLUMNS + ", accepted_at, verified_at FROM defender_isolations"
                        + " WHERE device_id = ? AND tenant = ? ORDER BY decided_at DESC, id LIMIT ?",
                deviceId,
                tenant,
                most));
    }

    /** The questions to people about a device that were asked last, the newest first. */
    public List<Approval> approvals(String deviceId, int most) {
        return database.transaction(
                c -> approvals.where(c, "device_id = ? ORDER BY asked_at DESC, id LIMIT ?", deviceId, most));
    }

    /** What people did to a device or an alert, the newest first. */
    public List<Audit.Entry> acts(String subject, int most) {
        return database.transaction(c -> Database.query(
                c,
                row -> new Audit.Entry(
                        row.getString("id"),
                        row.getLong("at"),
                        row.getString("who"),
                        row.getString("via"),
                        row.getString("action"),
                        row.getString("subject"),
                        row.getString("detail")),
                "SELECT id, at, who, via, action, subject, detail FROM defender_audit WHERE tenant = ? AND subject = ?"
                        + " ORDER BY at DESC, id DESC LIMIT ?",
                tenant,
                subject,
                most));
    }
}
