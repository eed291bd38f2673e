package io.github.defenderroutes.ledger;

/**
 * Our record of cutting one device off.
 *
 * @param id ours; stands in the comment of the machine action, so that we find it again
 * @param state {@code requesting} (decided, nothing sent), {@code sent} (the request left, no answer known),
 *     {@code requested} (accepted), {@code under-way} (someone else's request), {@code isolated}, {@code releasing},
 *     {@code expired} (Defender gave up, and we are about to ask again); closed: {@code refused}, {@code ended},
 *     {@code released}, {@code repeated} (asked for again in another record); and never stored: {@code new},
 *     {@code capped}, {@code stopped}
 * @param ours whether we asked for it, so that we may release it
 * @param alertId the alert it was asked for
 * @param actionId Defender's machine action, or {@code null} while unknown
 * @param sentAt when the request left, in milliseconds since 1970, or 0
 * @param lookedAt when we last compared it with Defender's machine actions, likewise
 * @param problem why it went no further, for people, or {@code null}
 * @param round 1, and one more each time it is asked for again after it expired
 * @param decidedAt when it was decided, in milliseconds since 1970
 * @param endedAt when it expired or was closed, likewise, or 0
 * @param told the notice of its course that the SOC was given last, or {@code null}; {@code alert} if the mail about the
 *     alert itself tells all there is
 */
public record Isolation(
        String id,
        String deviceId,
        String state,
        String type,
        boolean ours,
        String alertId,
        String actionId,
        long sentAt,
        long lookedAt,
        String problem,
        int round,
        long decidedAt,
        long endedAt,
        String told) {

    /** A record that exists only in memory: it says why this device was not asked to be isolated, or may be. */
    public static Isolation unwritten(String deviceId, String alertId, String type, String state, String problem) {
        return new Isolation(null, deviceId, state, type, false, alertId, null, 0, 0, problem, 1, 0, 0, null);
    }

    /** What stands for a decision that was not written: the device is not asked to be isolated now, and why. */
    Isolation denied(String deniedState, String why) {
        return unwritten(deviceId, alertId, type, deniedState, why);
    }

    /** Whether the SOC has been told last that this happened. */
    public boolean isTold(String what) {
        return what.equals(told);
    }
}
