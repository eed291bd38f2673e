/** The gate: the one place that every call which changes the tenant passes, immediately before the wire. */
package io.github.defenderroutes.gate;
