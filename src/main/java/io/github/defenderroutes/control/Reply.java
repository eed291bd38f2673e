package io.github.defenderroutes.control;

/**
 * What a command says.
 *
 * @param exitCode 0 fine, 1 found problems, 2 wrong use
 * @param out what it prints
 * @param problems what it prints as an error
 */
public record Reply(int exitCode, String out, String problems) {}
