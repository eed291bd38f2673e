/**
 * What an alert is: Microsoft's JSON as a {@code Map} with the API's own field names, read tolerantly.
 *
 * <p>Nothing here knows Camel, the database or the rest of the program. Missing, null and surprising values are normal
 * and never throw: they read as empty or unknown, and unknown never isolates.
 */
package io.github.defenderroutes.alert;
