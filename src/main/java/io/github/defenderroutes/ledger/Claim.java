package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Severity;

/**
 * One alert in our hands.
 *
 * @param alertId Defender's id
 * @param take which time it is taken in hand; a later taker makes everything of an earlier one void
 * @param kind {@link #ALERT} at first, {@link #RAISED} when it came back more severe
 * @param severity what it was taken with
 * @param attempts failures so far that count against the alert
 * @param delays failures of the world in a row
 * @param crashes how often a process has died with it in hand since it was last handled to the end
 * @param alone whether it is in hand with no other beside it, so that the process's next death counts against it
 */
public record Claim(
        String alertId,
        int take,
        String kind,
        Severity severity,
        int attempts,
        int delays,
        int crashes,
        boolean alone) {
    public static final String ALERT = "alert";
    public static final String RAISED = "raised";

    /** An alert with so many crashes is suspected of causing them, and taken only alone. */
    static final int SUSPECT = 2;

    /** A claim of an alert that no process has died with. */
    public Claim(String alertId, int take, String kind, Severity severity, int attempts, int delays) {
        this(alertId, take, kind, severity, attempts, delays, 0, false);
    }

    /** Whether the alert itself may be what ends the process. */
    public boolean isSuspect() {
        return crashes >= SUSPECT;
    }
}
