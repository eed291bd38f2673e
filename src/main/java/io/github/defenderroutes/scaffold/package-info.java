/** Writes what a new route begins with: its file and the file of its cases. */
package io.github.defenderroutes.scaffold;
