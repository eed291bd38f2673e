package io.github.defenderroutes.poll;

import io.github.defenderroutes.alert.Ticks;
import io.github.defenderroutes.ledger.Cursor;
import io.github.defenderroutes.ledger.Cursors;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * How far back a walk begins. An ordinary tick begins half a page before the cursor; now and then one goes back further, for
 * alerts that became visible late and for what a crash has left behind.
 */
final class Reach {
    static final String CURSOR = "alerts";
    private static final String LOOK_BACK = "look-back";
    private static final String SWEEP = "sweep";
    private static final String LEFT_BEHIND = "left-behind";

    /** Behind the reason for a walk back: how far it has come. */
    private static final String PROGRESS = "-reached";

    private static final Duration LOOK_BACK_EVERY = Duration.ofMinutes(5);
    private static final Duration SWEEP_EVERY = Duration.ofHours(1);

    private final Ledger ledger;
    private final Cursors cursors;
    private final Settings settings;
    private final Clock clock;

    /** Whether the last walk was to go back and has not come so far as the cursor. */
    private boolean goesBack;

    Reach(Ledger ledger, Settings settings, Clock clock) {
        this.ledger = ledger;
        this.cursors = ledger.cursors();
        this.settings = settings;
        this.clock = clock;
    }

    /** The walk that is to be made now. */
    AlertWalk next(int pageSize) {
        long earliest = knownBefore();
        Cursor cursor = cursor(earliest);
        List<String> completes = goesBack
                ? List.of()
                : reasonsToGoBack(); // after a walk that was cut short it is the turn of what is new
        goesBack = !completes.isEmpty();
        long from = goesBack ? back(cursor, completes.get(0)) : Math.max(lookBack(cursor), cursor.overlapTicks());
        return new AlertWalk(Math.max(from, earliest), pageSize, cursor, true, completes);
    }

    /** A walk without pages, where another is on its way. */
    AlertWalk none(int pageSize) {
        Cursor cursor = cursor(knownBefore());
        return new AlertWalk(cursor.positionTicks(), pageSize, cursor, false, List.of());
    }

    /** Alerts raised before this time, in 100-ns ticks, were there before us. */
    long knownBefore() {
        return Ticks.ofMillis(
                cursors.firstStart() - settings.duration("alerts.backfill").toMillis());
    }

    /** Ordinary ticks meet what was updated since this time, in 100-ns ticks. */
    long ofOrdinaryTicks() {
        return cursors.read(CURSOR).map(this::ofOrdinaryTicks).orElse(Long.MAX_VALUE);
    }

    /** To the end of the page before, or to what a crash has left behind. */
    private long ofOrdinaryTicks(Cursor cursor) {
        return ledger.claims().leftBehind() ? lookBack(cursor) : Math.max(lookBack(cursor), cursor.overlapTicks());
    }

    /** Notes how far a walk back has come, so that the next can go on there however many pages there are. */
    void note(SevereFirst walk, Cursor cursor) {
        if (walk.completes().isEmpty()) {
            return;
        }
        if (walk.hasMore() && walk.isBehind()) {
            cursors.write(walk.completes().get(0) + PROGRESS, new Cursor(walk.reached(), walk.reached()));
            return;
        }
        if (goesBack) {
            goesBack = false;
            walk.completes().forEach(name -> cursors.complete(name, name + PROGRESS, cursor));
        }
    }

    /** Why to go back further than an ordinary tick does, which is then done with; empty if there is no reason. */
    private List<String> reasonsToGoBack() {
        if (isDue(SWEEP, SWEEP_EVERY)) {
            return List.of(SWEEP, LOOK_BACK, LEFT_BEHIND);
        }
        if (isDue(LOOK_BACK, LOOK_BACK_EVERY)) {
            return List.of(LOOK_BACK, LEFT_BEHIND);
        }
        return ledger.claims().leftBehind() ? List.of(LEFT_BEHIND) : List.of();
    }

    private boolean isDue(String walk, Duration every) {
        long last = cursors.writtenAt(walk).orElse(0L);
        return clock.millis() - last >= every.toMillis();
    }

    /** Where a walk back begins; or, if one for the same reason was cut short, where that one was. */
    private long back(Cursor cursor, String reason) {
        long beginning = reason.equals(SWEEP) ? before(cursor, "alerts.sweep") : lookBack(cursor);
        return cursors.read(reason + PROGRESS)
                .map(Cursor::positionTicks)
                .filter(reached -> reached > beginning)
                .orElse(beginning);
    }

    private Cursor cursor(long earliest) {
        return cursors.read(CURSOR).orElse(new Cursor(earliest, earliest));
    }

    private long lookBack(Cursor cursor) {
        return before(cursor, "alerts.look-back");
    }

    private long before(Cursor cursor, String key) {
        return cursor.positionTicks() - Ticks.ofMillis(settings.duration(key).toMillis());
    }
}
