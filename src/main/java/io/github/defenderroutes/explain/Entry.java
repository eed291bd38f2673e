package io.github.defenderroutes.explain;

import java.util.Map;

/**
 * One thing that happened on the way of an alert.
 *
 * @param place file and line; empty where no file decides
 * @param route the route in which it happened
 * @param text what, in words for people. Holds what others wrote: print it harmlessly
 * @param values what it was decided by, by name
 */
public record Entry(Kind kind, String place, String route, String text, Map<String, String> values) {

    /** What kind of thing. */
    public enum Kind {
        /** A branch was taken. */
        TAKEN,
        /** A branch was not taken, and nothing else instead. */
        SKIPPED,
        /** A step without a decision. */
        STEP,
        /** A variable was set. */
        SET,
        /** A question was asked and answered. */
        ASKED,
        /** A rule of guardrails.yaml spoke. */
        RULE,
        /** The judge decided. */
        DECIDED,
        /** Something that the routes or the gate made of the decision. */
        OUTCOME,
        /** What would have changed the tenant, or left in another way, was held. */
        HELD,
        /** A failure was caught. */
        CAUGHT
    }
}
