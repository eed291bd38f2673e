package io.github.defenderroutes.guardrails;

import java.util.Optional;
import java.util.function.Function;

/**
 * That something is so, or is not.
 *
 * @param looking empty if it is not known
 */
record FlagCondition(String field, boolean written, Function<Situation, Optional<Boolean>> looking)
        implements Condition {
    @Override
    public Match match(Situation situation) {
        return looking.apply(situation).map(found -> Match.of(found == written)).orElse(Match.UNKNOWN);
    }

    @Override
    public Object seen(Situation situation) {
        return looking.apply(situation).<Object>map(found -> found).orElse("unknown");
    }

    @Override
    public boolean covers(Condition other) {
        return other instanceof FlagCondition that && that.field.equals(field) && that.written == written;
    }
}
