package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Severity;
import java.time.Duration;
import java.util.function.Function;

/**
 * When notices are told together, and which.
 *
 * @param by what the notices of one digest have in common besides their kind
 * @param above so many notices of a kind at once are still told one by one
 * @param window how long after a digest the next of its kind and group comes at the earliest
 * @param audience a word for who reads of a severity, the same for the same readers, at most 13 characters: a digest goes to
 *     one audience
 */
public record Digests(By by, int above, Duration window, Function<Severity, String> audience) {
    /** One by one, always. */
    public static final Digests OFF = new Digests(By.OFF, 0, Duration.ZERO);

    /** Everybody reads everything. */
    public Digests(By by, int above, Duration window) {
        this(by, above, window, severity -> "");
    }

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
                switch (notice.isOfApproval() ? By.TIME : by) {
                    case DEVICE -> notice.deviceId();
                    case INCIDENT -> notice.incident();
                    case TIME, OFF -> null;
                };
        String readers = audience.apply(Severity.values()[notice.severity()]);
        return notice.kind() + "/" + (common == null ? "" : common) + (readers.isEmpty() ? "" : "/" + readers);
    }
}
