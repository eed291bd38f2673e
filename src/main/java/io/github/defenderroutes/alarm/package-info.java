/**
 * What we say when we ourselves are in trouble, or will be: past the database, straight to the mail server and to a route of
 * the engineer's, and by falling silent at {@code heartbeat.url}. What is in trouble is in memory; when we last reminded of
 * what will run out is in the ledger, so that a restart does not repeat it.
 *
 * <p>Another kind of trouble is one more {@link io.github.defenderroutes.alarm.Trouble} in {@code Troubles}.
 */
package io.github.defenderroutes.alarm;
