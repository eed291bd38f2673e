package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** What sealing reads and writes: few statements, however many notices. */
final class SealingTable {
    private static final int IDS_AT_ONCE = 100;

    private final String tenant;

    SealingTable(String tenant) {
        this.tenant = tenant;
    }

    /** The oldest notices that are in no mail, locked. */
    List<Unsealed> unsealed(Connection c, int max) throws SQLException {
        return Database.query(
                c,
                row -> new Unsealed(
                        row.getString("id"),
                        row.getString("kind"),
                        row.getString("alert_id"),
                        row.getString("about"),
                        row.getInt("severity"),
                        row.getString("device_id"),
                        row.getString("incident"),
                        row.getBoolean("urgent")),
                "SELECT id, kind, alert_id, about, severity, device_id, incident, urgent FROM defender_notices"
                        + " WHERE tenant = ? AND mail_id IS NULL ORDER BY created_at LIMIT ? FOR UPDATE",
                tenant,
                max);
    }

    /** The digests sent since then or still collecting, in order. */
    List<Sealed> digests(Connection c, long since, long now) throws SQLException {
        return Database.query(
                c,
                row -> Sealed.earlier(
                        row.getString("id"),
                        row.getString("message_id"),
                        row.getString("kind"),
                        row.getString("digest"),
                        row.getLong("created_at"),
                        row.getLong("created_at") > now,
                        row.getInt("severity"),
                        row.getInt("told")),
                "SELECT id, message_id, kind, digest, created_at, severity, CASE WHEN created_at > ?"
                        + " THEN (SELECT COUNT(*) FROM defender_notices n WHERE n.mail_id = m.id) ELSE 0 END AS told"
                        + " FROM defender_mails m WHERE tenant = ? AND created_at > ? AND digest IS NOT NULL"
                        + " ORDER BY created_at",
                now,
                tenant,
                since);
    }

    /** The Message-IDs of the mails that told of these alerts first or, when they were raised, last. */
    Map<String, String> tellers(Connection c, Collection<String> alertIds) throws SQLException {
        Map<String, String> tellers = new HashMap<>();
        Iterator<String> left = alertIds.iterator();
        while (left.hasNext()) {
            // always as many parameters, so that the statement stays the same; those left empty match nothing
            Object[] values = new Object[IDS_AT_ONCE + 5];
            for (int i = 0; i < IDS_AT_ONCE && left.hasNext(); i++) {
                values[i] = left.next();
            }
            values[IDS_AT_ONCE] = tenant;
            values[IDS_AT_ONCE + 1] = Claim.ALERT;
            values[IDS_AT_ONCE + 2] = Claim.RAISED;
            values[IDS_AT_ONCE + 3] = Unsealed.HUNTING;
            values[IDS_AT_ONCE + 4] = Notice.APPROVAL;
            Database.query(
                            c,
                            row -> Map.entry(row.getString(1), row.getString(2)),
                            "SELECT n.alert_id, m.message_id FROM " + Wanted.texts(IDS_AT_ONCE)
                                    + " JOIN defender_notices n ON n.alert_id = item"
                                    + " JOIN defender_mails m ON m.id = n.mail_id WHERE n.tenant = ? AND n.kind IN (?, ?, ?, ?)"
                                    + " AND n.about = '' ORDER BY n.created_at",
                            values)
                    .forEach(entry -> tellers.put(entry.getKey(), entry.getValue()));
        }
        return tellers;
    }

    /** Writes the mails that are new, changes those that are not, and puts the notices into them. */
    void write(Connection c, Collection<Sealed> mails) throws SQLException {
        try (PreparedStatement insert = c.prepareStatement(
                        "INSERT INTO defender_mails (id, tenant, message_id, reply_to, kind, severity, state, tries, due_at,"
                                + " created_at, digest) VALUES (?,?,?,?,?,?,'waiting',0,?,?,?)");
                PreparedStatement change = c.prepareStatement(
                        "UPDATE defender_mails SET severity = ?, due_at = ?, created_at = ? WHERE id = ?");
                PreparedStatement seal = c.prepareStatement("UPDATE defender_notices SET mail_id = ? WHERE id = ?")) {
            for (Sealed mail : mails) {
                if (mail.inDatabase) {
                    Database.bind(change, mail.severity, mail.at, mail.at, mail.id);
                    change.addBatch();
                } else {
                    Database.bind(
                            insert,
                            mail.id,
                            tenant,
                            mail.messageId,
                            mail.replyTo,
                            mail.kind,
                            mail.severity,
                            mail.at,
                            mail.at,
                            mail.digest);
                    insert.addBatch();
                }
                for (String notice : mail.notices) {
                    Database.bind(seal, mail.id, notice);
                    seal.addBatch();
                }
            }
            insert.executeBatch();
            change.executeBatch();
            seal.executeBatch();
        }
    }
}
