/**
 * What we say when we ourselves are in trouble: past the database, straight to the mail server and to a route of the
 * engineer's, and by falling silent at {@code heartbeat.url}. All of it is in memory.
 *
 * <p>Another kind of trouble is one more {@link io.github.defenderroutes.alarm.Trouble} in {@code Troubles}.
 */
package io.github.defenderroutes.alarm;
