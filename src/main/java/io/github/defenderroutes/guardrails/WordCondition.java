package io.github.defenderroutes.guardrails;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * That one of the words found is one of those written.
 *
 * @param written as the rule has them; one is enough
 * @param comparing whether a word found is the one written, which differs a little from field to field
 */
record WordCondition(
        String field, List<Glob> written, Function<Situation, Reading> looking, BiPredicate<Glob, String> comparing)
        implements Condition {

    WordCondition(String field, List<Glob> written, Function<Situation, Reading> looking) {
        this(field, written, looking, Glob::matches);
    }

    @Override
    public Match match(Situation situation) {
        return looking.apply(situation).any(found -> written.stream().anyMatch(one -> comparing.test(one, found)));
    }

    @Override
    public Object seen(Situation situation) {
        return looking.apply(situation).shown();
    }

    @Override
    public boolean covers(Condition other) {
        return other instanceof WordCondition that
                && that.field.equals(field)
                && that.written.stream().allMatch(narrow -> written.stream().anyMatch(wide -> covers(wide, narrow)));
    }

    private boolean covers(Glob wide, Glob narrow) {
        return wide.covers(narrow) || !narrow.hasWildcard() && comparing.test(wide, narrow.toString());
    }
}
