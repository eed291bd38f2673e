/** Noticing that a person has saved a file. */
package io.github.defenderroutes.watch;
