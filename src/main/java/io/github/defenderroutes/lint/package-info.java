/**
 * Finds mistakes in the files that people edit, before anything runs: each with file, line and column, what is wrong and
 * how to fix it. Reads files and what lies on the class path, and nothing else: no network, no database, nothing started.
 *
 * <p>{@link io.github.defenderroutes.lint.Linter} is the way in. Each {@code Rule} knows one kind of mistake;
 * {@code Rules} lists them.
 */
package io.github.defenderroutes.lint;
