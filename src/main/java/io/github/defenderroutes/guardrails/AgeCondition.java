package io.github.defenderroutes.guardrails;

import io.github.defenderroutes.alert.Ticks;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * That a time lies not longer ago than {@code within}, and longer than {@code over}.
 *
 * @param within {@code null} sets no limit
 * @param over {@code null} sets no limit
 */
record AgeCondition(String field, Duration within, Duration over, Function<Situation, Object> looking)
        implements Condition {
    @Override
    public Match match(Situation situation) {
        OptionalLong found = Ticks.parse(looking.apply(situation));
        if (found.isEmpty()) {
            return Match.UNKNOWN;
        }
        Instant at = Ticks.instant(found.getAsLong());
        boolean young = within == null || !at.isBefore(situation.now().minus(within));
        boolean old = over == null || at.isBefore(situation.now().minus(over));
        return Match.of(young && old);
    }

    @Override
    public Object seen(Situation situation) {
        return Reading.text(looking.apply(situation)).shown();
    }

    @Override
    public boolean covers(Condition other) {
        return other instanceof AgeCondition that
                && that.field.equals(field)
                && (within == null || that.within != null && within.compareTo(that.within) >= 0)
                && (over == null || that.over != null && over.compareTo(that.over) <= 0);
    }
}
