package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Severity;
import java.time.Instant;
import java.util.Optional;

/**
 * A device about which a person has to decide whether it is cut off.
 *
 * @param id random; it names the case and authorises nothing
 * @param state {@code waiting}, {@code approved} (and about to be carried out); closed: {@code done} (asked for, or found
 *     isolated), {@code stopped} (approved, but not carried out), {@code denied}, {@code expired}
 * @param alertId the alert that asked
 * @param severity of the most severe of its alerts
 * @param deviceName or {@code null}
 * @param title of the alert that asked, or {@code null}
 * @param rule the rule that wants a person to decide, or {@code null}
 * @param because why, as a sentence, or {@code null}
 * @param capped whether a person is asked only because a limit on isolations is reached
 * @param people how many different people have to approve: 1 or 2
 * @param model what the mail that asked told, as the JSON of a {@code MailModel}
 * @param askedAt when, in milliseconds since 1970
 * @param expiresAt until when a person can decide, likewise
 * @param seenAt the latest time at which anybody looked at it, likewise
 * @param first who approved first of two, or {@code null}
 * @param decided who decided, or {@code null}
 * @param firstAt when, in milliseconds since 1970, or 0
 * @param decidedAt likewise
 * @param reason what the one who decided wrote, or {@code null}
 * @param isolationId the record that carries it out, or {@code null}
 * @param outcome what came of it, in words, or {@code null}
 * @param closedAt in milliseconds since 1970, or 0
 */
public record Approval(
        String id,
        String deviceId,
        String state,
        String alertId,
        Severity severity,
        String deviceName,
        String title,
        String rule,
        String because,
        boolean capped,
        int people,
        String model,
        long askedAt,
        long expiresAt,
        long seenAt,
        Actor first,
        long firstAt,
        Actor decided,
        long decidedAt,
        String reason,
        String isolationId,
        String outcome,
        long closedAt) {

    /** A clock that was set back by more than this leaves us in doubt how long the case has waited. */
    private static final long DOUBT_MILLIS = 10 * 60_000L;

    /** Whether a person can still decide, as far as time goes. */
    public boolean isWaiting() {
        return state.equals("waiting");
    }

    /** Whether a person has approved it, and it is to be carried out. */
    public boolean isApproved() {
        return state.equals("approved");
    }

    /** Whether as many people as it needs have approved it, and it is to be carried out. */
    boolean isApprovedByAll() {
        return isApproved() && (people == 1 || first != null);
    }

    public boolean isOpen() {
        return isWaiting() || isApproved();
    }

    /** Whether the first of two people has approved. */
    public boolean isHalfApproved() {
        return isWaiting() && first != null;
    }

    /** The device in words: its name, or its id. */
    public String device() {
        return deviceName == null ? deviceId : deviceName;
    }

    /**
     * Why it is too late to decide; empty while it is not. What was too late once stays so, whatever the clock says later.
     *
     * @param now milliseconds since 1970
     */
    public Optional<String> tooLate(long now) {
        if (Math.max(now, seenAt) >= expiresAt) {
            return Optional.of("it expired at " + Instant.ofEpochMilli(expiresAt / 1000 * 1000));
        }
        return seenAt - now > DOUBT_MILLIS
                ? Optional.of("this machine's clock was set back, so nobody knows how long it has waited")
                : Optional.empty();
    }
}
