package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Severity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/** What the row of an alert says, and so whether the alert may be taken, and as what. */
record ClaimRow(
        String state,
        String kind,
        int severity,
        int take,
        int attempts,
        int delays,
        String worker,
        long dueAt,
        int crashes,
        boolean alone,
        long owedSince) {
    static final String COLUMNS =
            "state, kind, severity, take, attempts, delays, worker, due_at, crashes, alone, owed_since";

    static ClaimRow read(ResultSet row) throws SQLException {
        return new ClaimRow(
                row.getString("state"),
                row.getString("kind"),
                row.getInt("severity"),
                row.getInt("take"),
                row.getInt("attempts"),
                row.getInt("delays"),
                row.getString("worker"),
                row.getLong("due_at"),
                row.getInt("crashes"),
                row.getBoolean("alone"),
                row.getLong("owed_since"));
    }

    boolean isClaimed() {
        return state.equals("claimed");
    }

    boolean mayBeTaken(Severity now, Map<String, Boolean> others, long millis, boolean inHand) {
        return switch (state) {
            case "done" -> now.ordinal() > severity;
            case "due" -> dueAt <= millis;
            case "offered" -> true;
            case "claimed" -> !inHand && !others.getOrDefault(worker, false);
            default -> false; // parked and known stay as they are
        };
    }

    /** Whether it is offered, and it is too early to offer it again, or too late. */
    boolean isOnOffer(long millis) {
        return state.equals("offered") && (dueAt > millis || millis - owedSince >= Offered.IN_VAIN.toMillis());
    }

    /** @param others the workers that have not signed off: what one that did left behind, it had not in hand */
    Claim claim(String id, Severity now, Map<String, Boolean> others, boolean alone) {
        boolean crashed = isClaimed() && others.containsKey(worker);
        return new Claim(
                id,
                take + 1,
                state.equals("done") ? Claim.RAISED : kind,
                now,
                crashed && this.alone ? attempts + 1 : attempts,
                delays,
                crashed ? crashes + 1 : crashes,
                alone);
    }
}
