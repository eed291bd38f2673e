/**
 * Proves a set-up before it goes live, link by link, and says of each how to mend it.
 *
 * <p>Each {@link io.github.defenderroutes.check.Check} tries one link by itself and yields one
 * {@link io.github.defenderroutes.check.Finding}; {@link io.github.defenderroutes.check.SetUp} says which there are, in
 * which order, and what depends on what. Nothing in the tenant can be changed: calls go through a
 * {@link io.github.defenderroutes.Connector}, whose gate is shut.
 */
package io.github.defenderroutes.check;
