package io.github.defenderroutes.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * That a device which we cut off is to be let back in, and how far that is.
 *
 * @param id stands in the comment of the machine action, so that we find it again
 * @param state {@code wanted} (nothing sent), {@code waits} (due, but a newer alert stands on the device),
 *     {@code cancelling} (the isolation had not taken effect and was cancelled), {@code sent} (the request left, no answer
 *     known), {@code accepted} (Defender has a machine action for it); ended: {@code done} (the isolation is over),
 *     {@code failed}
 * @param cause {@code person}, {@code release-after}, {@code false-positive}, or {@code route} for a route of somebody's own
 * @param who the person, or what in the program wants it
 * @param reason in words, or {@code null}
 * @param wantedAt in milliseconds since 1970, like every time here
 * @param dueAt not tried before this
 * @param sentAt when the request left, or 0
 * @param actionId the machine action that lets it in, or {@code null}
 * @param problem why it failed, or {@code null}
 * @param told the notice that the SOC was given about it last, or {@code null}
 */
public record ReleaseWish(
        String id,
        String isolationId,
        String deviceId,
        String state,
        String cause,
        String who,
        String reason,
        long wantedAt,
        long dueAt,
        long sentAt,
        String actionId,
        String problem,
        String told) {
    static final String COLUMNS =
            "id, isolation_id, device_id, state, cause, who, reason, wanted_at, due_at, sent_at, action_id, problem, told";

    /** Whether nobody asked for it: its time has come, or its alerts turned out to be none. */
    public boolean isByItself() {
        return cause.equals("release-after") || cause.equals("false-positive");
    }

    static ReleaseWish row(ResultSet row) throws SQLException {
        return new ReleaseWish(
                row.getString("id"),
                row.getString("isolation_id"),
                row.getString("device_id"),
                row.getString("state"),
                row.getString("cause"),
                row.getString("who"),
                row.getString("reason"),
                row.getLong("wanted_at"),
                row.getLong("due_at"),
                row.getLong("sent_at"),
                row.getString("action_id"),
                row.getString("problem"),
                row.getString("told"));
    }
}
