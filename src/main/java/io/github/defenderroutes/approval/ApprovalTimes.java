package io.github.defenderroutes.approval;

import java.time.Instant;

/** Times as sentences show them. */
final class ApprovalTimes {
    private ApprovalTimes() {}

    /** To the second, in UTC. */
    static String text(long millis) {
        return Instant.ofEpochSecond(millis / 1000).toString();
    }
}
