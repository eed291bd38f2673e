package io.github.defenderroutes.poll;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Ticks;
import io.github.defenderroutes.ledger.Claims.Suspect;
import io.github.defenderroutes.ledger.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One walk from a time to the end of the list. It goes by time: each page begins at the last time of the page before, so
 * rows that move while we read cannot make us jump over others. {@code $skip} is used only inside one instant that fills a
 * page, and where the answer is not in ascending order.
 */
final class AlertWalk {
    private final int pageSize;
    private long from;
    private int skip;
    private boolean more;
    private Cursor cursor;
    private long furthest;
    private boolean unsorted;

    private final List<String> completes;
    private final long position;
    private final boolean ours;
    private final List<Suspect> suspects = new ArrayList<>();

    /** @param completes the names of what is done once this walk has come to where the cursor was */
    AlertWalk(long from, int pageSize, Cursor cursor, boolean more, List<String> completes) {
        this.completes = completes;
        this.from = from;
        this.pageSize = pageSize;
        this.cursor = cursor;
        this.position = cursor.positionTicks();
        this.furthest = position;
        this.more = more;
        this.ours = more;
    }

    /** Whether there is another page to ask for. */
    boolean isMore() {
        return more;
    }

    /** Whether it was ours to make and has come to the end of the list. */
    boolean isDone() {
        return ours && !more;
    }

    List<String> completes() {
        return completes;
    }

    /** Whether it has not come so far yet as the cursor stood when it began. */
    boolean isBehind() {
        return from < position;
    }

    /** Keeps an alert that may be taken only alone until the walk is over. */
    void putAside(Suspect suspect) {
        suspects.add(suspect);
    }

    List<Suspect> putAside() {
        return suspects;
    }

    /** The time the next page begins at, in 100-ns ticks. */
    long from() {
        return from;
    }

    /** The time the next page begins at, as the API writes it. */
    String getFrom() {
        return Ticks.format(from);
    }

    /** How many alerts of the next page to leave out; 0 reads as empty, so that an ordinary question has no {@code $skip}. */
    String getSkip() {
        return skip == 0 ? "" : String.valueOf(skip);
    }

    /**
     * Takes in a page and moves on.
     *
     * @param rows the alerts of the page, in the order of the answer
     * @param linked whether the answer has a link to a next page; only a sign that there is more
     * @param now the answer's own time; the cursor never passes it
     * @return the cursor that this page allows
     */
    Cursor page(List<Map<String, Object>> rows, boolean linked, long now) {
        List<OptionalLong> times = rows.stream().map(Alerts::updated).toList();
        boolean last = rows.isEmpty() || rows.size() < pageSize && !linked;
        for (OptionalLong time : times) {
            furthest = Math.max(furthest, Math.min(time.orElse(0), now));
        }
        if (last) {
            more = false;
            cursor = new Cursor(furthest, unsorted ? cursor.overlapTicks() : overlap(times, furthest));
        } else if (!unsorted && isAscending(times)) {
            cursor = new Cursor(furthest, overlap(times, furthest));
            long end = times.get(times.size() - 1).orElseThrow();
            skip = end > from ? 0 : skip + step(times);
            from = end;
        } else {
            unsorted = true; // from here on only the end of the list shows that nothing is missing
            skip += step(times);
        }
        return cursor;
    }

    /** Half a page, so that rows which leave the list while we read do not move others past us. */
    private static int step(List<OptionalLong> times) {
        return Math.max(1, times.size() / 2);
    }

    /** Half a page before the end of a long page; the next ordinary tick need not look back further. */
    private long overlap(List<OptionalLong> times, long position) {
        int half = Math.max(1, pageSize / 2);
        if (times.size() <= half || !isAscending(times)) {
            return cursor.overlapTicks();
        }
        return Math.min(times.get(times.size() - half).orElseThrow(), position);
    }

    private boolean isAscending(List<OptionalLong> times) {
        long before = from;
        for (OptionalLong time : times) {
            if (time.isEmpty() || time.getAsLong() < before) {
                return false;
            }
            before = time.getAsLong();
        }
        return true;
    }
}
