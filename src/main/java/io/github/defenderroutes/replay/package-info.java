/** Recorded alerts through one set of routes, or two of them: what would be decided, and where they differ. */
package io.github.defenderroutes.replay;
