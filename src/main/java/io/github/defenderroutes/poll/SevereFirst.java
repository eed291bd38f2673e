package io.github.defenderroutes.poll;

import io.github.defenderroutes.ledger.Claims.Suspect;
import io.github.defenderroutes.ledger.Cursor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The walk of one poll: page after page to the end of the list. When there is more than a page, the alerts that may
 * isolate are asked for in between, once and before the other pages; that moves no cursor, for it sees only a part.
 */
public final class SevereFirst {
    private final AlertWalk ordinary;
    private final int pageSize;
    private final AlertSource source;
    private final String filter;
    private final String severeOnly;
    private final Predicate<Map<String, Object>> isSevere;
    private AlertWalk severe;
    private boolean asked;
    private boolean storm;
    private BooleanSupplier isCalledOff = () -> false;

    /**
     * @param filter OData text that every alert must meet, or empty
     * @param severeOnly what further restricts the question to severe alerts; empty means that they are not asked for
     */
    SevereFirst(
            AlertWalk ordinary,
            int pageSize,
            AlertSource source,
            String filter,
            String severeOnly,
            Predicate<Map<String, Object>> isSevere) {
        this.ordinary = ordinary;
        this.pageSize = pageSize;
        this.source = source;
        this.filter = filter;
        this.severeOnly = severeOnly;
        this.isSevere = isSevere;
        this.asked = severeOnly.isEmpty();
    }

    /** Whether there is another page to ask for, and nobody else is about to take over. */
    public boolean isMore() {
        return hasMore() && !isCalledOff.getAsBoolean();
    }

    /** Whether the list goes on. */
    boolean hasMore() {
        return ordinary.isMore();
    }

    /** From the moment when that is so, the next walk asks for the pages that are left. */
    void until(BooleanSupplier calledOff) {
        isCalledOff = calledOff;
    }

    /** Whether more alerts wait than a page holds; from then on we ask for no more than isolating needs. */
    public boolean isStorm() {
        return storm;
    }

    /** The time the next page begins at, as the API writes it. */
    public String getFrom() {
        return current().getFrom();
    }

    /** The order in which the next page has to come. */
    public String getOrder() {
        return source.order();
    }

    /** How many alerts of the next page to leave out; empty for none. */
    public String getSkip() {
        return current().getSkip();
    }

    /** The OData text for the next page; may be empty. */
    public String getFilter() {
        if (severe == null) {
            return filter;
        }
        return filter.isBlank() ? severeOnly : "(%s) and %s".formatted(filter, severeOnly);
    }

    /** Whether the next page holds severe alerts only. */
    boolean isSevere() {
        return severe != null;
    }

    /** Whether it was ours to make and has come to the end of the list. */
    boolean isDone() {
        return ordinary.isDone();
    }

    /** Keeps an alert that may be taken only alone until the walk is over. */
    void putAside(Suspect suspect) {
        ordinary.putAside(suspect);
    }

    List<Suspect> putAside() {
        return ordinary.putAside();
    }

    List<String> completes() {
        return ordinary.completes();
    }

    /** Whether it has not come so far yet as the cursor stood when it began. */
    boolean isBehind() {
        return ordinary.isBehind();
    }

    /** The time that the next ordinary page begins at, in 100-ns ticks. */
    long reached() {
        return ordinary.from();
    }

    /**
     * Takes in the page that was asked for and moves on; see {@link AlertWalk#page}.
     *
     * @return the cursor that the page allows; empty if it moves none
     */
    Optional<Cursor> page(List<Map<String, Object>> rows, boolean linked, long now) {
        if (severe != null) {
            severe.page(rows, linked, now);
            severe = severe.isMore() ? severe : null;
            return Optional.empty();
        }
        Cursor cursor = ordinary.page(rows, linked, now);
        storm |= ordinary.isMore();
        if (!asked && ordinary.isMore() && !rows.stream().allMatch(isSevere)) {
            asked = true;
            severe = new AlertWalk(ordinary.from(), pageSize, cursor, true, List.of());
        }
        return Optional.of(cursor);
    }

    private AlertWalk current() {
        return severe == null ? ordinary : severe;
    }
}
