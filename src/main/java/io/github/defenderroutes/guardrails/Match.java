package io.github.defenderroutes.guardrails;

/** What a condition says. */
enum Match {
    NO,
    UNKNOWN,
    YES;

    Match and(Match other) {
        return compareTo(other) <= 0 ? this : other;
    }

    static Match of(boolean yes) {
        return yes ? YES : NO;
    }
}
