package io.github.defenderroutes.ledger;

import java.util.Optional;

/** The place of a run in the order in which runs are shown. */
public record RunPlace(long finishedAt, String id) {
    /** Where the page after this run begins. */
    public static RunPlace of(Runs.Summary run) {
        return new RunPlace(run.finishedAt(), run.id());
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @return empty if it is none of ours
     */
    public static Optional<RunPlace> of(String text) {
        String[] parts = text.split("_", 2);
        return parts.length == 2 && parts[0].matches("-?\\d{1,18}")
                ? Optional.of(new RunPlace(Long.parseLong(parts[0]), parts[1]))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return finishedAt + "_" + id;
    }
}
