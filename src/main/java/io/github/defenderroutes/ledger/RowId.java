package io.github.defenderroutes.ledger;

import java.util.UUID;

/**
 * Ids that rise with time (RFC 9562, version 7). Rows written together stand together in the index of their ids; with
 * random ones each row rewrites a page of its own, which in a flood of alerts is most of what is written.
 */
final class RowId {
    private RowId() {}

    /** @param millis milliseconds since 1970 */
    static String at(long millis) {
        UUID random = UUID.randomUUID();
        long timeAndVersion = millis << 16 | 0x7000 | random.getMostSignificantBits() & 0x0FFF;
        return new UUID(timeAndVersion, random.getLeastSignificantBits()).toString();
    }
}
