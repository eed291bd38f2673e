package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Severity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What was set aside where a person sees it: alerts that could not be handled and mails that no server accepted. When the
 * cause is cured, a person hands them in again; nothing else brings them back. A person may also hand in again an alert
 * that was handled.
 */
public final class Parked {
    private final Database database;
    private final String tenant;
    private final Clock clock;

    Parked(Database database, String tenant, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.clock = clock;
    }

    /**
     * A parked alert.
     *
     * @param kind alert or raised: what it was taken as
     * @param severity what it was taken with
     * @param since when it was parked, in milliseconds since 1970
     * @param attempts how often its handling was tried
     * @param reason one line for people, or {@code null}
     */
    public record Alert(String id, String kind, Severity severity, long since, int attempts, String reason) {}

    /**
     * A parked mail.
     *
     * @param messageId the header of that name; it begins with the id
     * @param since when it was sealed, in milliseconds since 1970
     * @param alerts how many alerts it tells of
     * @param reason what the server said last, or {@code null}
     */
    public record Mail(
            String id,
            String messageId,
            String kind,
            Severity severity,
            long since,
            int tries,
            int alerts,
            String reason) {}

    /**
     * Something that cannot be handed in again.
     *
     * @param state of an alert: {@code claimed}, since somebody has it in hand, or {@code due}, since it is due already;
     *     empty if there is nothing of that id
     */
    public record NotResubmitted(String id, Optional<String> state) {}

    /** The alerts that were parked last. */
    public List<Alert> alerts(int max) {
        return database.transaction(c -> Database.query(
                c,
                row -> new Alert(
                        row.getString("alert_id"),
                        row.getString("kind"),
                        Severity.values()[row.getInt("owed_severity")],
                        row.getLong("changed_at"),
                        row.getInt("attempts"),
                        row.getString("reason")),
                "SELECT alert_id, kind, owed_severity, changed_at, attempts, reason FROM defender_claims"
                        + " WHERE tenant = ? AND state = 'parked' ORDER BY changed_at DESC, alert_id LIMIT ?",
                tenant,
                max));
    }

    /** The parked mails that were sealed last. */
    public List<Mail> mails(int max) {
        return database.transaction(c -> Database.query(
                c,
                row -> new Mail(
                        row.getString("id"),
                        row.getString("message_id"),
                        row.getString("kind"),
                        Severity.values()[row.getInt("severity")],
                        row.getLong("created_at"),
                        row.getInt("tries"),
                        row.getInt("alerts"),
                        row.getString("problem")),
                "SELECT id, message_id, kind, severity, created_at, tries, problem,"
                        + " (SELECT COUNT(*) FROM defender_notices n WHERE n.mail_id = m.id) AS alerts"
                        + " FROM defender_mails m WHERE tenant = ? AND state = 'parked' ORDER BY created_at DESC, id LIMIT ?",
                tenant,
                max));
    }

    /**
     * Makes these due now, as if they had never been tried: all of them or, if one cannot be, none. An alert is then read
     * from Defender afresh, and what comes of it is told anew.
     *
     * @param ids of alerts that are neither in hand nor due by now, and of parked mails or their Message-IDs
     * @param by who wants it
     * @return those that cannot be handed in again; empty if it was done
     */
    public List<NotResubmitted> resubmit(Collection<String> ids, Actor by) {
        return database.transaction(c -> {
            List<String> alerts = new ArrayList<>();
            List<String> mails = new ArrayList<>();
            List<NotResubmitted> others = new ArrayList<>();
            for (String id : new TreeSet<>(ids)) { // in order, so that two of these cannot deadlock
                Optional<String> state = alertState(c, id);
                if (state.filter(known -> !known.equals("claimed") && !known.equals("due"))
                        .isPresent()) {
                    alerts.add(id);
                } else {
                    parkedMail(c, id).ifPresentOrElse(mails::add, () -> others.add(new NotResubmitted(id, state)));
                }
            }
            if (others.isEmpty()) {
                alertsAgain(c, alerts, by);
                mailsAgain(c, mails, by);
            }
            return others;
        });
    }

    /** The same for every parked alert; returns how many. */
    public int resubmitAlerts(Actor by) {
        return database.transaction(c -> alertsAgain(
                c,
                Database.query(
                        c,
                        row -> row.getString(1),
                        "SELECT alert_id FROM defender_claims WHERE tenant = ? AND state = 'parked' ORDER BY alert_id"
                                + " FOR UPDATE",
                        tenant),
                by));
    }

    /** The same for every parked mail; returns how many. */
    public int resubmitMails(Actor by) {
        return database.transaction(c -> mailsAgain(
                c,
                Database.query(
                        c,
                        row -> row.getString(1),
                        "SELECT id FROM defender_mails WHERE tenant = ? AND state = 'parked' ORDER BY id FOR UPDATE",
                        tenant),
                by));
    }

    /** What waits for a later time is here called {@code waiting}. */
    private Optional<String> alertState(Connection c, String id) throws SQLException {
        return Database.first(
                c,
                row -> row.getString("state").equals("due") && row.getLong("due_at") > clock.millis()
                        ? "waiting"
                        : row.getString("state"),
                "SELECT state, due_at FROM defender_claims WHERE tenant = ? AND alert_id = ? FOR UPDATE",
                tenant,
                id);
    }

    private Optional<String> parkedMail(Connection c, String id) throws SQLException {
        return Database.first(
                c,
                row -> row.getString(1),
                "SELECT id FROM defender_mails WHERE tenant = ? AND state = 'parked' AND (id = ? OR message_id = ?)"
                        + " FOR UPDATE",
                tenant,
                id,
                id);
    }

    /** What it is suspected of ({@code crashes}) stays: an alert that ended the process is taken alone again. */
    private int alertsAgain(Connection c, List<String> ids, Actor by) throws SQLException {
        long now = clock.millis();
        try (PreparedStatement claims = c.prepareStatement(
                "UPDATE defender_claims SET state = 'due', attempts = 0, delays = 0, due_at = ?, changed_at = ?,"
                        + " reason = ?, owed_since = CASE WHEN state IN ('done', 'known') THEN CAST(? AS BIGINT) ELSE owed_since END"
                        + " WHERE tenant = ? AND alert_id = ?")) {
            for (String id : ids) {
                Database.bind(claims, now, now, Database.cut("Resubmitted by " + by.name(), 500), now, tenant, id);
                claims.addBatch();
            }
            claims.executeBatch();
        }
        for (String id : ids) {
            NoticeTable.setAside(c, tenant, id);
            Audit.add(c, tenant, now, by, "resubmit", id, "from now");
        }
        return ids.size();
    }

    private int mailsAgain(Connection c, List<String> ids, Actor by) throws SQLException {
        try (PreparedStatement mails = c.prepareStatement(
                "UPDATE defender_mails SET state = 'waiting', tries = 0, due_at = ?, problem = NULL WHERE id = ?")) {
            for (String id : ids) {
                Database.bind(mails, clock.millis(), id);
                mails.addBatch();
            }
            mails.executeBatch();
        }
        for (String id : ids) {
            Audit.add(c, tenant, clock.millis(), by, "resubmit", id, "a mail");
        }
        return ids.size();
    }
}
