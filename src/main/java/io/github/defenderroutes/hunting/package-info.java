/** Scheduled hunting: the queries in config/hunting, their results, and what becomes of the rows and devices in them. */
package io.github.defenderroutes.hunting;
