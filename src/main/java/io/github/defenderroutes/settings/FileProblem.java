package io.github.defenderroutes.settings;

/**
 * Something wrong in a file that a setting names.
 *
 * @param subject what stands there, in a word or two
 * @param sentence problem and remedy, to be put behind the subject
 */
public record FileProblem(int line, int column, String subject, String sentence) {}
