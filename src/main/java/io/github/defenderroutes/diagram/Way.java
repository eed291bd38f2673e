package io.github.defenderroutes.diagram;

/**
 * A way out of a route.
 *
 * @param when the conditions under which it is taken; empty if there are none
 */
record Way(Target target, String when) {}
