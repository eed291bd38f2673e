package io.github.defenderroutes.guardrails;

/** One condition of a rule. */
interface Condition {
    /** The place it looks at, as written in the file: {@code device.platform}. */
    String field();

    Match match(Situation situation);

    /** What stands there, for people. */
    Object seen(Situation situation);

    /** Whether this one matches wherever the other does, as far as can be told from the two. */
    boolean covers(Condition other);
}
