package io.github.defenderroutes.ledger;

import java.time.Duration;

/**
 * When notices are told together, and which.
 *
 * @param by what the notices of one digest have in common besides their kind
 * @param above so many notices of a kind at once are still told one by one
 * @param window how long after a digest the next of its kind and group comes at the earliest
 */
public record Digests(By by, int above, Duration window) {
    /** One by one, always. */
    public static final Digests OFF = new Digests(By.OFF, 0, Duration.ZERO);

    /** What notices of one digest share. */
    public enum By {
        DEVICE,
        INCIDENT,
        /** Nothing but the time. */
        TIME,
        OFF
    }

    /** What a notice has in common with others that may stand in one mail with it. */
    String group(Unsealed notice) {
        String common =
                switch (by) {
                    case DEVICE -> notice.deviceId();
                    case INCIDENT -> notice.incident();
                    case TIME, OFF -> null;
                };
        return notice.kind() + "/" + (common == null ? "" : common);
    }
}
