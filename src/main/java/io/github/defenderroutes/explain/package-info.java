/** Why an alert is decided as it is: its way through the routes, step by step, with places and values. */
package io.github.defenderroutes.explain;
