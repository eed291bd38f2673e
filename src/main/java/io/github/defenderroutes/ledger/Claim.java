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
 */
public record Claim(String alertId, int take, String kind, Severity severity, int attempts, int delays) {
    public static final String ALERT = "alert";
    public static final String RAISED = "raised";
}
