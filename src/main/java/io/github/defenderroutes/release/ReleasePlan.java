package io.github.defenderroutes.release;

import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.ReleaseWish;

/**
 * What is to be done now about a wish to release a device.
 *
 * @param step {@code release} (ask Defender to let it in), {@code cancel} (call off the isolation, which has not taken effect)
 *     or {@code nothing} for now
 * @param isolation the record, or {@code null} if it is over
 * @param actionId of the machine action to be called off, else {@code null}
 */
public record ReleasePlan(String step, ReleaseWish wish, Isolation isolation, String actionId) {
    /** How much of a reason goes into the comment: how long that may be is not documented. */
    private static final int LONGEST_REASON = 200;

    static ReleasePlan nothing(ReleaseWish wish, Isolation isolation) {
        return new ReleasePlan("nothing", wish, isolation, null);
    }

    /** What goes with the request; the id in it is how we find the machine action again. */
    public String getComment() {
        String reason = wish.reason() == null ? "" : ": " + wish.reason();
        String said = "released by " + wish.who() + reason;
        return "Defender Routes: %s, ref %s"
                .formatted(
                        said.length() <= LONGEST_REASON ? said : said.substring(0, LONGEST_REASON - 1) + "…",
                        wish.id());
    }
}
