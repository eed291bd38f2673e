package io.github.defenderroutes.judge;

import java.util.Map;

/**
 * What routes have found out besides the alert and its device.
 *
 * @param facts what enrichment has found, by name
 * @param domainAdmin whether a domain administrator has logged on to the device; {@code null} if that is not known
 */
public record Learnt(Map<String, ?> facts, Boolean domainAdmin) {
    public static final Learnt NOTHING = new Learnt(Map.of(), null);

    /** @param facts may be {@code null} */
    public Learnt {
        facts = facts == null ? Map.of() : facts;
    }
}
