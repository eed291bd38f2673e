package io.github.defenderroutes.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How it stands, in numbers: what somebody watches.
 *
 * @param processes how many handle alerts on this database now
 * @param claimedAlerts alerts in hand
 * @param dueAlerts alerts that wait for their time
 * @param offeredAlerts alerts that were handed over to a queue and that nobody has taken from there yet
 * @param oldestOffered since when the one of them is owed that has waited for the longest, in milliseconds since 1970
 * @param parkedAlerts alerts that wait for a person
 * @param waitingMails mails not accepted yet
 * @param oldestWaitingMail when the oldest of them was sealed, in milliseconds since 1970
 * @param parkedMails mails that wait for a person
 * @param waitingApprovals devices that wait for a person to approve that they are cut off
 * @param lastPoll when a page of alerts was last taken from Defender, in milliseconds since 1970
 */
public record Overview(
        int processes,
        int claimedAlerts,
        int dueAlerts,
        int offeredAlerts,
        Optional<Long> oldestOffered,
        int parkedAlerts,
        int waitingMails,
        Optional<Long> oldestWaitingMail,
        int parkedMails,
        int waitingApprovals,
        Optional<Long> lastPoll) {

    static Overview read(Connection c, String tenant, Worker worker) throws SQLException {
        record Mails(int count, long oldest) {}
        Map<String, Integer> claims = new HashMap<>();
        Database.query(
                        c,
                        row -> Map.entry(row.getString(1), row.getInt(2)),
                        "SELECT state, COUNT(*) FROM " + Wanted.OPEN_STATES
                                + " JOIN defender_claims ON state = item WHERE tenant = ? GROUP BY state",
                        tenant)
                .forEach(entry -> claims.put(entry.getKey(), entry.getValue()));
        Map<String, Mails> mails = new HashMap<>();
        Database.query(
                        c,
                        row -> Map.entry(row.getString(1), new Mails(row.getInt(2), row.getLong(3))),
                        "SELECT state, COUNT(*), MIN(created_at) FROM (VALUES ('waiting'), ('parked')) wanted(item)"
                                + " JOIN defender_mails ON state = item WHERE tenant = ? GROUP BY state",
                        tenant)
                .forEach(entry -> mails.put(entry.getKey(), entry.getValue()));
        Mails none = new Mails(0, 0);
        return new Overview(
                processes(c, tenant, worker),
                claims.getOrDefault("claimed", 0),
                claims.getOrDefault("due", 0),
                claims.getOrDefault("offered", 0),
                claims.containsKey("offered") ? Offered.oldest(c, tenant) : Optional.empty(),
                claims.getOrDefault("parked", 0),
                mails.getOrDefault("waiting", none).count(),
                Optional.ofNullable(mails.get("waiting")).map(Mails::oldest),
                mails.getOrDefault("parked", none).count(),
                Database.first(
                                c,
                                row -> row.getInt(1),
                                "SELECT COUNT(*) FROM defender_approvals WHERE tenant = ? AND open_device IS NOT NULL"
                                        + " AND state = 'waiting'",
                                tenant)
                        .orElse(0),
                Database.first(
                        c,
                        row -> row.getLong(1),
                        "SELECT changed_at FROM defender_cursors WHERE tenant = ? AND name = 'alerts'",
                        tenant));
    }

    private static int processes(Connection c, String tenant, Worker worker) throws SQLException {
        return Database.first(
                        c,
                        row -> row.getInt(1),
                        "SELECT COUNT(*) FROM defender_workers WHERE tenant = ? AND (heartbeat_at >= ? OR id = ?)",
                        tenant,
                        worker.aliveSince(),
                        worker.id())
                .orElse(0);
    }
}
