/** Writes on alerts, as comments, what became of the isolations they caused. */
package io.github.defenderroutes.writeback;
