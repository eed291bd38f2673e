/**
 * What stops the program, or tells that it may go further than before: the kill switch, the breaker of the cap, and changes
 * of {@code isolation.mode}. Each is a row in the database, so it counts for all processes at once.
 */
package io.github.defenderroutes.stops;
