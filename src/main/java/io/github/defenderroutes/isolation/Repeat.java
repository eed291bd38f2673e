package io.github.defenderroutes.isolation;

import io.github.defenderroutes.ledger.Isolation;
import java.time.Instant;
import java.util.Optional;

/** An isolation that expired and is asked for again, as a new decision. */
final class Repeat {
    private Repeat() {}

    /**
     * From when {@code isolation.max-age} counts for the record: from the end of the action that expired; for the next
     * record, which was decided at once, from then. Empty for a first request: there it counts from the alert's creation.
     */
    static Optional<Instant> agedFrom(Isolation record) {
        if (record.state().equals("expired")) {
            return Optional.of(Instant.ofEpochMilli(record.endedAt()));
        }
        return record.round() > 1 ? Optional.of(Instant.ofEpochMilli(record.decidedAt())) : Optional.empty();
    }

    /** Whether it has to be asked for again: it expired, or a later request was decided and nothing is known to have come of it. */
    static boolean isDue(Isolation record, Settling settling) {
        return switch (record.state()) {
            case "expired" -> true;
            case "requesting" -> record.round() > 1;
            case "sent" -> record.round() > 1 && !settling.isFresh(record.sentAt());
            default -> false;
        };
    }
}
