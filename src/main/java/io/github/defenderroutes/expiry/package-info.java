/** What we depend on and will run out, told before it does: by {@code check}, in the log, by mail and {@code alarm.route}. */
package io.github.defenderroutes.expiry;
