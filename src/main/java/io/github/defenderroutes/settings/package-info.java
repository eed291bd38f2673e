/**
 * The settings: read once, checked all together, immutable afterwards.
 *
 * <p>{@link io.github.defenderroutes.settings.Settings} is what the rest of the product uses. Behind it, {@code
 * Declarations} is the table of every setting we know, {@code Sources} reads the files, the environment and the command
 * line, {@code Resolver} checks what they say against the table, and {@code Problems} turns whatever is wrong into one
 * text for a person. Parameters and results are never null unless a comment says so.
 */
package io.github.defenderroutes.settings;
