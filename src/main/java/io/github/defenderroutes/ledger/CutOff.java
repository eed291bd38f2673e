package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Severity;
import java.util.Set;

/**
 * A device that is or was cut off, as people want to see it.
 *
 * @param isolation the record
 * @param deviceName as people know the device, or {@code null}
 * @param severity of the alert it was isolated for, or {@code null} if that was not kept
 * @param title of that alert, or {@code null}
 * @param rule that decided, or {@code null}
 * @param releaseAfter milliseconds from when it is known to be isolated until it is released by itself, or 0 for never
 * @param releaseAt when that is, in milliseconds since 1970, or 0 while that is not known
 * @param wish the last wish to release it, or {@code null}
 */
public record CutOff(
        Isolation isolation,
        String deviceName,
        Severity severity,
        String title,
        String rule,
        long releaseAfter,
        long releaseAt,
        ReleaseWish wish) {
    private static final Set<String> CLOSED = Set.of("refused", "ended", "released", "repeated");

    CutOff with(ReleaseWish last) {
        return new CutOff(isolation, deviceName, severity, title, rule, releaseAfter, releaseAt, last);
    }

    /** The device's name, or its id where that is not known. */
    public String device() {
        return deviceName == null ? isolation.deviceId() : deviceName;
    }

    /** Whether the record is still open. */
    public boolean isOpen() {
        return !CLOSED.contains(isolation.state());
    }
}
