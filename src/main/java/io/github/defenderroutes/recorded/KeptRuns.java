package io.github.defenderroutes.recorded;

import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.RunFilter;
import io.github.defenderroutes.ledger.RunPlace;
import io.github.defenderroutes.ledger.Runs;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One page of the runs whose alert the history has kept: those that somebody was told of, or about which something was done.
 * Any ObjectMapper writes it to JSON and reads it back, so that one process can ask another.
 *
 * @param runs the newest first
 * @param next give it to {@link #read} for the page after this one; {@code null} if this is the last
 */
public record KeptRuns(List<Kept> runs, String next) {
    private static final int PAGE = 200;

    /**
     * A run.
     *
     * @param startedAt in milliseconds since 1970
     * @param alert as JSON
     * @param told what the mail about it told, as JSON; {@code null} if there was none
     */
    public record Kept(String run, long startedAt, String alert, String told) {}

    /**
     * Reads a page; changes nothing.
     *
     * @param after from the page before, or {@code null}
     */
    public static KeptRuns read(Ledger ledger, Instant since, String after) {
        RunPlace place = after == null ? null : RunPlace.of(after).orElse(null);
        RunFilter filter = new RunFilter(since, null, null, null, null, null);
        List<Runs.Full> runs = ledger.runs().thatKept(filter, place, PAGE);
        Map<String, String> told = ledger.traces()
                .told(runs.stream().map(run -> run.summary().alertId()).toList());
        return new KeptRuns(
                runs.stream()
                        .map(run -> new Kept(
                                run.summary().id(),
                                run.summary().startedAt(),
                                run.alert(),
                                told.get(run.summary().alertId())))
                        .toList(),
                runs.size() < PAGE
                        ? null
                        : RunPlace.of(runs.get(runs.size() - 1).summary()).toString());
    }
}
