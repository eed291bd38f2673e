/**
 * The routes at work, and how others come in their place while alerts are in hand.
 *
 * <p>A {@code Generation} is one CamelContext with the routes of a folder and the beans that they name; it knows which of
 * its routes begin by themselves ({@code Outside}) and what they have in hand ({@code AtWork}). {@code Generations} lets a
 * fresh one take over from the one at work, by a {@code Changeover}. {@code Reloading} reads all that people edit, the
 * {@code EditedFiles} besides the routes too, and begins that only when it is good as a whole.
 *
 * <p>A generation that is only loaded, and never started, opens nothing: {@code Linting} learns by it what only Camel knows.
 */
package io.github.defenderroutes.generation;
