/**
 * Camel's model of routes that are loaded, as whoever reads it needs it: what stands within a step, where it sends, and the
 * words of the file. Nothing has to run for it. Walks of their own over it have {@code rehearsal} (what can be passed),
 * {@code diagram} (what is drawn) and the reach of routes (which Kamelets they can come to).
 */
package io.github.defenderroutes.model;
